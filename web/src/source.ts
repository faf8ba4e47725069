// The source: a document, the part of it that is shown, and places in it.
//
// Input   bytes of a file, or text that was typed or pasted. Bytes stay as they are until they are edited.
// Units   places are bytes of a file's bytes and UTF-16 units of a text; the text box has `\n` for each line end.
// Errors  none: bytes that are no UTF-8 are shown as Windows-1252.

import { SHOWN, type Document } from "./protocol.js";

type Encoding = "utf-8" | "utf-16le" | "utf-16be" | "windows-1252";

export const ENCODINGS: Record<Encoding, string> = {
  "utf-8": "UTF-8",
  "utf-16le": "UTF-16",
  "utf-16be": "UTF-16",
  "windows-1252": "Windows-1252",
};

export class Source {
  readonly document: Document;
  readonly name: string;
  readonly encoding: Encoding | undefined;
  /** What is shown: from here to there. */
  start = 0;
  end: number;

  constructor(document: Document, name = "") {
    this.document = document;
    this.name = name;
    this.encoding = typeof document === "string" ? undefined : encodingOf(document);
    this.end = this.isWhole ? this.length : this.#boundary(SHOWN);
  }

  get length(): number {
    return this.document.length;
  }

  /** Whether all of it is shown, and can be edited. */
  get isWhole(): boolean {
    return this.length <= SHOWN;
  }

  /** What the text box shows. */
  get text(): string {
    return this.#between(this.start, this.end);
  }

  /** Shows the part in which a place stands; says whether another part is shown now. */
  turnTo(place: number): boolean {
    if (this.isWhole || (place >= this.start && place < this.end)) {
      return false;
    }
    this.start = this.#boundary(Math.max(0, Math.min(place, this.length - 1) - SHOWN / 10));
    this.end = this.#boundary(this.start + SHOWN);
    return true;
  }

  /** Shows the part behind or before what is shown. */
  turn(direction: 1 | -1): void {
    this.start = this.#boundary(Math.max(0, Math.min(this.start + direction * SHOWN, this.length - 1)));
    this.end = this.#boundary(this.start + SHOWN);
  }

  /** Where a place of the document stands in the text box, and how much there belongs together. */
  selection(place: number): [number, number] {
    const shown = this.text;
    const from = Math.min(this.#between(this.start, place).length, shown.length);
    const here = shown.slice(from, from + 120);
    const token =
      /^(\{?\\\*)?[{}]*\\[a-zA-Z]+-?\d* ?/.exec(here) ??
      /^\\'[0-9a-fA-F]{2}/.exec(here) ??
      /^<[^>]*>/.exec(here) ??
      /^\S+/.exec(here);
    return [from, Math.min(shown.length, from + Math.max(1, token?.[0].length ?? 1))];
  }

  /** Line and column of a place, counted from 1. */
  lineOf(place: number): number {
    let line = 1;
    const { document } = this;
    const end = Math.min(place, document.length);
    if (typeof document === "string") {
      for (let at = document.indexOf("\n"); at >= 0 && at < end; at = document.indexOf("\n", at + 1)) {
        line++;
      }
      return line;
    }
    const other = this.encoding === "utf-16le" ? 1 : this.encoding === "utf-16be" ? -1 : 0;
    for (let at = document.indexOf(10); at >= 0 && at < end; at = document.indexOf(10, at + 1)) {
      line += other === 0 || document[at + other] === 0 ? 1 : 0;
    }
    return line;
  }

  #between(start: number, end: number): string {
    const { document } = this;
    const text =
      typeof document === "string"
        ? document.slice(start, end)
        : new TextDecoder(this.encoding, { ignoreBOM: start > 0 }).decode(document.subarray(start, end));
    return text.replace(/\r\n?/g, "\n");
  }

  /** The place at or before this one that parts no letter. */
  #boundary(place: number): number {
    const { document } = this;
    let at = Math.min(Math.floor(place), document.length);
    if (typeof document === "string") {
      const unit = document.charCodeAt(at);
      return unit >= 0xdc00 && unit < 0xe000 ? at - 1 : at;
    }
    if (this.encoding === "utf-8") {
      while (at > 0 && ((document[at] ?? 0) & 0xc0) === 0x80) {
        at--;
      }
      return at;
    }
    return this.encoding === "windows-1252" ? at : at & ~1;
  }
}

/** What bytes are shown as. */
function encodingOf(bytes: Uint8Array): Encoding {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) {
    return "utf-16le";
  }
  if (bytes[0] === 0xfe && bytes[1] === 0xff) {
    return "utf-16be";
  }
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return "utf-8";
  } catch {
    return "windows-1252";
  }
}
