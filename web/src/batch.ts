// The panel of a folder: what is in it, its job, its ZIP.
//
// Shape   the files wait here until they are converted; what became of each stands in a table afterwards.

import type { OutputFormat } from "legacybridge";
import { byId, el, many, show, size, time } from "./dom.js";
import type { Workshop } from "./engine.js";
import { Job } from "./job.js";
import { formatOfName } from "./names.js";
import type { Entry, FileResult } from "./protocol.js";

/** So many rows of the table are shown. */
const ROWS = 500;

export class Batch {
  readonly #workshop: Workshop;
  readonly #settings: () => { to: OutputFormat; options: string };
  readonly #open: (entry: Entry) => void;
  readonly #count = byId("folder-count");
  readonly #facts = el("p", { class: "quiet", id: "folder-facts" });
  readonly #start = el("button", {
    type: "button",
    class: "primary",
    id: "folder-start",
    click: () => void this.start(),
  });
  readonly #cancel = el(
    "button",
    { type: "button", id: "folder-cancel", click: () => this.#job?.cancel() },
    "Cancel",
  );
  readonly #bar = el("progress", { id: "folder-bar", "aria-label": "Documents converted", value: 0, max: 1 });
  readonly #told = el("p", { id: "folder-told", role: "status" });
  readonly #save = el("a", { class: "button primary", id: "folder-save" }, "Save the ZIP");
  readonly #rows = el("tbody", {});
  readonly #table = el(
    "div",
    { class: "tablebox", tabindex: 0, role: "region", "aria-label": "Documents of the folder" },
    el(
      "table",
      {},
      el(
        "thead",
        {},
        el(
          "tr",
          {},
          ...["Document", "Became", "Size", "Losses"].map((name) => el("th", { scope: "col" }, name)),
        ),
      ),
      this.#rows,
    ),
  );
  #entries: Entry[] = [];
  #job: Job | undefined;

  constructor(
    panel: HTMLElement,
    workshop: Workshop,
    settings: () => { to: OutputFormat; options: string },
    choose: () => void,
    open: (entry: Entry) => void,
  ) {
    this.#workshop = workshop;
    this.#settings = settings;
    this.#open = open;
    panel.append(
      el("h3", {}, "A folder of documents into a ZIP"),
      this.#facts,
      el(
        "div",
        { class: "buttons" },
        el("button", { type: "button", click: choose }, "Open folder…"),
        this.#start,
        this.#cancel,
        this.#save,
      ),
      this.#bar,
      this.#told,
      this.#table,
    );
    this.take([]);
  }

  /** The files that are to be converted; others than documents are left out. */
  take(entries: Entry[]): void {
    this.#job?.cancel();
    this.#entries = entries.filter((entry) => formatOfName(entry.path) !== undefined);
    const others = entries.length - this.#entries.length;
    const bytes = this.#entries.reduce((sum, entry) => sum + entry.file.size, 0);
    this.#count.textContent = this.#entries.length > 0 ? String(this.#entries.length) : "";
    this.#facts.textContent =
      entries.length === 0
        ? "Drop a folder anywhere on this page. Its documents, and those of all folders in it, are converted to the chosen format with the chosen options; the ZIP has a report of what each has lost."
        : `${many(this.#entries.length, "document")}, ${size(bytes)}${others > 0 ? `; ${many(others, "other file")} left out` : ""}. The format of each is told by its name.`;
    this.#told.textContent = "";
    this.#rows.replaceChildren();
    show(this.#table, false);
    show(this.#bar, false);
    show(this.#cancel, false);
    show(this.#save, false);
    this.name();
  }

  /** Says what the button would do now. */
  name(): void {
    show(this.#start, this.#entries.length > 0 && this.#job === undefined);
    this.#start.textContent = `Convert ${many(this.#entries.length, "document")} to ${this.#settings().to.toUpperCase()}`;
  }

  async start(): Promise<void> {
    const { to, options } = this.#settings();
    const entries = this.#entries;
    const job = new Job();
    this.#job = job;
    const begun = performance.now();
    const sums = { failed: 0, lossy: 0, rows: 0 };
    this.#rows.replaceChildren();
    this.#bar.max = entries.length;
    this.#bar.value = 0;
    show(this.#bar, true);
    show(this.#cancel, true);
    show(this.#save, false);
    show(this.#table, true);
    this.name();
    this.#cancel.focus();
    this.#told.textContent = "Converting…";

    // Rows are put in once for each picture that the browser draws: a quick job would stand still for them.
    let waiting: FileResult[] = [];
    let done = 0;
    const draw = () => {
      this.#bar.value = done;
      this.#bar.textContent = `${done} of ${entries.length}`;
      const room = Math.max(0, ROWS - sums.rows);
      // Those that failed are shown always.
      const rows = waiting.filter((result, at) => at < room || result.failure !== undefined);
      sums.rows += rows.length;
      this.#rows.append(...rows.map((result) => this.#row(result, entries)));
      waiting = [];
    };
    let frame = 0;
    const outcome = await job.run(this.#workshop, entries, to, options, (result, number) => {
      done = number;
      sums.failed += result.failure === undefined ? 0 : 1;
      sums.lossy += result.report.length > 0 ? 1 : 0;
      waiting.push(result);
      if (frame === 0) {
        frame = requestAnimationFrame(() => {
          frame = 0;
          draw();
        });
      }
    });
    cancelAnimationFrame(frame);
    draw();
    if (this.#job === job) {
      this.#job = undefined;
      show(this.#cancel, false);
      this.name();
    }
    if ("cancelled" in outcome) {
      this.#told.textContent = `Cancelled after ${many(done, "document")}. Nothing was saved.`;
      show(this.#bar, false);
      this.#start.focus();
    } else if ("message" in outcome) {
      this.#told.textContent = `The job broke off after ${many(done, "document")}: ${outcome.message}`;
    } else {
      const good = entries.length - sums.failed;
      this.#told.textContent =
        `${many(good, "document")} converted in ${time(performance.now() - begun)}, ` +
        `${sums.failed > 0 ? `${many(sums.failed, "document")} failed, ` : ""}${many(sums.lossy, "document")} with losses.`;
      URL.revokeObjectURL(this.#save.href);
      this.#save.href = URL.createObjectURL(outcome.zip);
      this.#save.download = `${entries[0]?.path.match(/^([^/]+)\//)?.[1] ?? "documents"}-${to}.zip`;
      this.#save.textContent = `Save the ZIP, ${size(outcome.zip.size)}`;
      show(this.#save, true);
      this.#save.focus();
    }
  }

  #row(result: FileResult, entries: Entry[]): HTMLElement {
    const { path, failure, report } = result;
    const open = () => {
      const entry = entries.find((one) => one.path === path);
      if (entry !== undefined) {
        this.#open(entry);
      }
    };
    const losses = report.map((loss) => `${loss.count} ${loss.kind.replaceAll("_", " ")}`).join(", ");
    return el(
      "tr",
      { class: failure && "failed" },
      el("td", {}, el("button", { type: "button", class: "link", click: open }, path)),
      el("td", {}, failure ? `failed: ${failure.message}` : result.output),
      el("td", { class: "figure" }, failure ? "" : size(result.bytesOut)),
      el("td", {}, failure ? "" : losses || "none"),
    );
  }
}
