// What the caller gave, as the bytes that the library reads, and its places back again.
//
// Shape   a string goes in as UTF-8, behind its mark where that says more than ASCII does; RTF with letters
//         beyond ASCII as UTF-16 behind a mark, for there letters count as what they show.
// Units   the library's places are bytes of what it got; those of `Input.place` are the caller's.
// Errors  BAD_UTF16 for a string with half a letter in it; BAD_ARGUMENT for what is no input.

import { LegacyBridgeError, numberOf } from "./error.js";
import type { Format } from "./tables.js";

/** Strings up to here are encoded without asking for memory. */
const SMALL = 64 * 1024;
const scratch = new Uint8Array(3 * SMALL);
const encoder = new TextEncoder();

/** An input that the library can read. */
export interface Input {
  /** Valid until the next input is made. */
  readonly bytes: Uint8Array;
  /** Turns places of the library's into the caller's. */
  place(offset: number): number;
}

const same = (offset: number): number => offset;

/** `isPaged`: the options name a code page, which says nothing about a string. */
export function inputOf(given: string | Uint8Array, from: Format, isPaged: boolean): Input {
  if (typeof given !== "string") {
    if (given instanceof Uint8Array || Object.prototype.toString.call(given) === "[object Uint8Array]") {
      return { bytes: given, place: same };
    }
    throw new LegacyBridgeError(numberOf("BAD_ARGUMENT"), "the input is a string or a Uint8Array");
  }
  const bytes = encoded(given);
  if (bytes.length === given.length && !isPaged) {
    return { bytes, place: same };
  }
  const half = /[\uD800-\uDFFF]/u.exec(given);
  if (half) {
    throw new LegacyBridgeError(numberOf("BAD_UTF16"), "the string has an unpaired surrogate", half.index);
  }
  const isAscii = bytes.length === given.length;
  if (!isAscii && (from === "rtf" || (from === "detect" && /^\s*\{\\u?rtf/.test(given)))) {
    return { bytes: wide(given), place: (offset) => Math.max(0, (offset - 2) >> 1) };
  }
  // The mark says that it is UTF-8, whatever a code page of the options or a page's own charset says.
  const marked = new Uint8Array(bytes.length + 3);
  marked.set([0xef, 0xbb, 0xbf]);
  marked.set(bytes, 3);
  return { bytes: marked, place: (offset) => unitOf(given, offset - 3) };
}

function encoded(text: string): Uint8Array {
  if (text.length > SMALL) {
    return encoder.encode(text);
  }
  return scratch.subarray(0, encoder.encodeInto(text, scratch).written);
}

/** UTF-16, the low byte first, behind its mark. */
function wide(text: string): Uint8Array {
  const bytes = new Uint8Array(2 * text.length + 2);
  bytes[0] = 0xff;
  bytes[1] = 0xfe;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    bytes[2 * at + 2] = unit & 0xff;
    bytes[2 * at + 3] = unit >> 8;
  }
  return bytes;
}

/** The unit at which the character of a byte of its UTF-8 begins. */
function unitOf(text: string, offset: number): number {
  let [bytes, at] = [0, 0];
  while (at < text.length) {
    const letter = text.codePointAt(at)!;
    bytes += letter < 0x80 ? 1 : letter < 0x800 ? 2 : letter < 0x10000 ? 3 : 4;
    if (bytes > offset) {
      break;
    }
    at += letter < 0x10000 ? 1 : 2;
  }
  return at;
}
