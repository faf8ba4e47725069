// The form of all options, made from the package's table, and the connection string that it says.
//
// Shape   a row of the table is a field; what differs from the default stands in the string.
// Errors  a value that the library refuses is shown at its field.

import { losses, options, type OptionRow } from "legacybridge";
import { byId, el, many, show } from "./dom.js";
import { copy } from "./clipboard.js";

/** Options by what people look for. An option that is not named here stands under the last. */
const GROUPS: [string, string][] = [
  [
    "Look of RTF and HTML",
    "Target Theme Page Margins BodyFont BodySize CodeFont HeadingFont PageHeader PageFooter Contents Highlight Styles HtmlOut IdPrefix",
  ],
  ["What is kept", "Changes Comments Headers Images Html ComplexTables Styling FrontMatter LinkBase"],
  ["Documents of strangers", "Untrusted Links RemotePictures Strict Report"],
  [
    "Markdown’s extensions",
    "Tables Strikethrough TaskLists Autolinks Footnotes HeadingAttributes DefinitionLists Math Alerts SuperSub SmartPunctuation Arriving",
  ],
  ["Markdown and text as written", "Bullet Fence Emphasis Wrap LineEnds"],
  ["CSV", "Delimiter HeaderRow Table Merged Bom"],
  ["Reading, limits, time", ""],
];

/** A value as it stands in a connection string. */
export function quoted(value: string): string {
  return /[;{}"']|^\s|\s$/.test(value) ? `{${value.replaceAll("}", "}}")}}` : value;
}

export class Form {
  readonly #values = new Map<string, string>();
  readonly #fields = new Map<string, HTMLElement>();
  readonly #changed: () => void;
  readonly #string = el("output", { class: "string", id: "connection", "aria-label": "Connection string" });
  readonly #count = byId("options-count");
  readonly #reset = el("button", { type: "button", click: () => this.reset() }, "All defaults");

  constructor(panel: HTMLElement, changed: () => void) {
    this.#changed = changed;
    const search = el("input", {
      type: "search",
      id: "option-search",
      placeholder: "Find an option",
      "aria-label": "Find an option",
      input: () => this.#find(search.value),
    });
    const copyString: HTMLButtonElement = el(
      "button",
      {
        type: "button",
        click: async () => {
          const isDone = await copy({ "text/plain": this.connection });
          copyString.textContent = isDone ? "Copied" : "Not copied";
          setTimeout(() => (copyString.textContent = "Copy"), 1500);
        },
      },
      "Copy",
    );
    panel.append(
      el(
        "div",
        { class: "formhead" },
        search,
        el("div", { class: "stringline" }, this.#string, copyString, this.#reset),
      ),
    );
    const named = new Set(GROUPS.flatMap(([, keys]) => keys.split(" ")));
    for (const [title, keys] of GROUPS) {
      const rows = keys
        ? keys.split(" ").flatMap((key) => options.find((row) => row.key === key) ?? [])
        : options.filter((row) => !named.has(row.key));
      panel.append(el("fieldset", {}, el("legend", {}, title), ...rows.map((row) => this.#field(row))));
    }
    this.#tell();
  }

  /** What differs from the defaults, as the other languages take it. */
  get connection(): string {
    return [...this.#values].map(([key, value]) => `${key}=${quoted(value)}`).join(";");
  }

  get(key: string): string | undefined {
    return this.#values.get(key);
  }

  set(key: string, value: string): void {
    const control = document.getElementById(`option-${key}`) as HTMLInputElement | null;
    if (control !== null) {
      control.value = value;
      control.dispatchEvent(new Event("change"));
    }
  }

  reset(): void {
    for (const key of [...this.#values.keys()]) {
      this.set(key, options.find((row) => row.key === key)?.kind === "choice" ? this.#default(key) : "");
    }
  }

  /** Marks the field that an error names; none without an error. */
  blame(message: string | undefined): void {
    for (const [key, field] of this.#fields) {
      const isMeant = message !== undefined && new RegExp(`\\b${key}\\b`, "i").test(message);
      field.classList.toggle("wrong", isMeant);
      field.querySelector("input, select")?.setAttribute("aria-invalid", String(isMeant));
    }
  }

  #default(key: string): string {
    return options.find((row) => row.key === key)?.default ?? "";
  }

  #field(row: OptionRow): HTMLElement {
    const id = `option-${row.key}`;
    const common = { id, "aria-describedby": `${id}-what` };
    const take = () => {
      const value = (control as HTMLInputElement).value;
      const isDefault = value === row.default || (value === "" && control instanceof HTMLInputElement);
      if (isDefault) {
        this.#values.delete(row.key);
      } else {
        this.#values.set(row.key, value);
      }
      field.classList.toggle("set", !isDefault);
      this.#tell();
      this.#changed();
    };
    let control: HTMLElement;
    const isSelect = (row.kind === "choice" || row.kind === "switch") && !row.isOpen;
    if (isSelect) {
      const words = row.default === "" ? ["", ...row.values] : row.values;
      const choices = words.map((word) =>
        el("option", { value: word, selected: word === row.default }, word === "" ? "(not set)" : word),
      );
      control = el("select", { ...common, change: take }, ...choices);
    } else {
      const list = row.kind === "losses" ? ["Yes", "No", ...losses.map((loss) => loss.kind)] : row.values;
      control = el("input", {
        ...common,
        type: "text",
        inputmode: row.kind === "number" ? "decimal" : undefined,
        placeholder: row.default || row.shape,
        list: list.length > 0 ? `${id}-list` : undefined,
        spellcheck: "false",
        autocomplete: "off",
        change: take,
        input: take,
      });
      control.title = row.shape;
    }
    const datalist =
      control.hasAttribute("list") &&
      el(
        "datalist",
        { id: `${id}-list` },
        ...(row.kind === "losses" ? ["Yes", "No", ...losses.map((loss) => loss.kind)] : row.values).map(
          (value) => el("option", { value }),
        ),
      );
    const initial =
      isSelect && row.default !== "" && el("span", { class: "default" }, ` Default: ${row.default}.`);
    const what = el("p", { id: `${id}-what`, class: "what" }, `${sentence(row.what)}.`, initial);
    const field = el("div", { class: "field" }, el("label", { for: id }, row.key), control, datalist, what);
    this.#fields.set(row.key, field);
    return field;
  }

  #tell(): void {
    this.#string.textContent = this.connection || "No option set: all defaults";
    this.#string.classList.toggle("nothing", this.#values.size === 0);
    this.#count.textContent = this.#values.size > 0 ? String(this.#values.size) : "";
    this.#count.title = this.#values.size > 0 ? `${many(this.#values.size, "option")} set` : "";
    show(this.#reset, this.#values.size > 0);
  }

  #find(words: string): void {
    const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
    for (const field of this.#fields.values()) {
      const text = field.textContent?.toLowerCase() ?? "";
      field.hidden = !wanted.every((word) => text.includes(word));
    }
    for (const set of document.querySelectorAll("#panel-options fieldset")) {
      (set as HTMLElement).hidden = set.querySelector(".field:not([hidden])") === null;
    }
  }
}

function sentence(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
