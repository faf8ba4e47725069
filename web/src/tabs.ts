// The tabs of the lower half, by mouse and by arrow keys.

import { show } from "./dom.js";

export class Tabs {
  readonly #tabs = [...document.querySelectorAll<HTMLElement>('[role="tab"]')];

  constructor() {
    for (const [number, tab] of this.#tabs.entries()) {
      tab.addEventListener("click", () => this.#choose(number));
      tab.addEventListener("keydown", (event) => {
        const last = this.#tabs.length - 1;
        const next: Record<string, number> = {
          ArrowRight: number === last ? 0 : number + 1,
          ArrowLeft: number === 0 ? last : number - 1,
          Home: 0,
          End: last,
        };
        const chosen = next[event.key];
        if (chosen !== undefined) {
          event.preventDefault();
          this.#choose(chosen);
          this.#tabs[chosen]?.focus();
        }
      });
    }
  }

  /** Shows the panel of that name. */
  select(name: string): void {
    this.#choose(this.#tabs.findIndex((tab) => tab.id === `tab-${name}`));
  }

  #choose(chosen: number): void {
    for (const [number, tab] of this.#tabs.entries()) {
      tab.setAttribute("aria-selected", String(number === chosen));
      tab.tabIndex = number === chosen ? 0 : -1;
      const panel = document.getElementById(tab.getAttribute("aria-controls") ?? "");
      if (panel !== null) {
        show(panel, number === chosen);
      }
    }
  }
}
