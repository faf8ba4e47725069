// Names of files: what they say of a format, and what they become.
//
// Errors  none: every name becomes one that can be written.

import { formats, type Format, type OutputFormat } from "legacybridge";

/** The format that a file's name tells of; `undefined` for what is no document. */
export function formatOfName(name: string): Format | undefined {
  const extension = /\.([^./\\]+)$/.exec(name)?.[1]?.toLowerCase();
  return formats.find((row) => extension !== undefined && row.extensions.includes(extension))?.name;
}

/** What files of a format are called. */
export function extensionOf(format: OutputFormat): string {
  return formats.find((row) => row.name === format)?.extensions[0] ?? format;
}

/** A path that stays inside of the folder where a ZIP is unpacked, and that Windows can hold. */
export function safePath(path: string): string {
  const parts = path
    .split(/[/\\]/)
    .map((part) => part.replace(/[\u0000-\u001f<>:"|?*]/g, "_").replace(/[. ]+$/, ""))
    .filter((part) => part !== "" && part !== ".." && part !== ".");
  return parts.join("/") || "document";
}

/** Names that no other file of the ZIP has; Windows tells no `A` from `a`. */
export class Names {
  readonly #taken = new Set<string>();

  of(path: string, extension: string): string {
    const safe = safePath(path);
    const bare = safe.replace(/\.[^./]+$/, "");
    // `a.rtf` and `a.txt` of one folder: `a.md` and `a.txt.md`.
    for (const name of [`${bare}.${extension}`, `${safe}.${extension}`]) {
      if (this.#take(name)) {
        return name;
      }
    }
    for (let number = 2; ; number++) {
      const name = `${safe}.${number}.${extension}`;
      if (this.#take(name)) {
        return name;
      }
    }
  }

  #take(name: string): boolean {
    const key = name.toLowerCase();
    return !this.#taken.has(key) && this.#taken.add(key) !== undefined;
  }
}
