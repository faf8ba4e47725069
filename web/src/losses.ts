// The panel of losses: what could not be kept, and what is wrong with the source, each with its place.
//
// Shape   two lists; an entry whose place is known is a button that selects it in the source.

import { losses, type Finding, type Report } from "legacybridge";
import { el, many } from "./dom.js";

const CLASSES = new Map(losses.map((row) => [row.kind as string, row]));

/** A kind as words: `header_footer` is `Header, footer`. */
export function nameOf(kind: string): string {
  const words: Record<string, string> = {
    html: "HTML",
    not_rtf: "Not RTF",
    header_footer: "Header or footer",
    math: "Formula",
  };
  return words[kind] ?? kind.charAt(0).toUpperCase() + kind.slice(1).replaceAll("_", " ");
}

export class Losses {
  readonly #panel: HTMLElement;
  readonly #count: HTMLElement;
  readonly #go: (place: number) => void;
  readonly #lineOf: (place: number) => number;
  readonly #kept = el("div", { class: "column" });
  readonly #wrong = el("div", { class: "column" });

  constructor(
    panel: HTMLElement,
    count: HTMLElement,
    go: (place: number) => void,
    lineOf: (place: number) => number,
    layout: HTMLElement,
  ) {
    this.#panel = panel;
    this.#count = count;
    this.#go = go;
    this.#lineOf = lineOf;
    this.#panel.append(el("div", { class: "columns" }, this.#kept, this.#wrong), layout);
    this.clear("Convert something, and what the target can’t hold stands here.");
  }

  clear(words: string): void {
    this.#count.textContent = "";
    this.#kept.replaceChildren(el("h3", {}, "What was lost"), el("p", { class: "quiet" }, words));
    this.#wrong.replaceChildren();
  }

  report(report: Report): void {
    this.#count.textContent = report.length > 0 ? String(report.length) : "";
    const total = report.reduce((sum, loss) => sum + loss.count, 0);
    const words =
      report.length === 0
        ? "Nothing was lost."
        : `${many(total, "thing")} of ${many(report.length, "kind")}.`;
    this.#kept.replaceChildren(
      el("h3", {}, "What was lost"),
      el("p", { class: report.length === 0 ? "good" : "quiet" }, words),
      el(
        "ul",
        { class: "losses" },
        ...report.map((loss) => {
          const row = CLASSES.get(loss.kind);
          const counts = row?.counts.replaceAll("`", "") ?? "";
          return this.#entry(loss.first, row?.class === "Layout" ? "layout" : "content", [
            el("span", { class: "number" }, `${loss.count.toLocaleString("en")} ×`),
            el(
              "span",
              { class: "words" },
              el("strong", {}, nameOf(loss.kind)),
              el("span", { class: "counts" }, counts),
            ),
          ]);
        }),
      ),
    );
  }

  findings(findings: readonly Finding[]): void {
    if (findings.length === 0) {
      this.#wrong.replaceChildren(
        el("h3", {}, "What is wrong with the source"),
        el("p", { class: "good" }, "Nothing was found."),
      );
      return;
    }
    const shown = findings.slice(0, 200);
    this.#wrong.replaceChildren(
      el("h3", {}, "What is wrong with the source"),
      el(
        "p",
        { class: "quiet" },
        `${many(findings.length, "finding")}${shown.length < findings.length ? ", the first 200" : ""}.`,
      ),
      el(
        "ul",
        { class: "losses" },
        ...shown.map((finding) =>
          this.#entry(finding.offset, "finding", [
            el(
              "span",
              { class: "words" },
              el("strong", {}, nameOf(finding.kind)),
              el("span", { class: "counts" }, finding.message),
            ),
          ]),
        ),
      ),
    );
  }

  #entry(place: number | null, look: string, parts: HTMLElement[]): HTMLElement {
    if (place === null) {
      return el("li", {}, el("div", { class: `loss ${look}` }, ...parts));
    }
    const where = el("span", { class: "where" }, `line ${this.#lineOf(place).toLocaleString("en")}`);
    const words = el("span", { class: "hidden" }, "Show the first in the source: ");
    return el(
      "li",
      {},
      el(
        "button",
        { type: "button", class: `loss ${look}`, click: () => this.#go(place) },
        words,
        ...parts,
        where,
      ),
    );
  }
}
