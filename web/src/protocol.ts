// What the page and its worker say to each other.
//
// Shape   the page asks (`Ask`), the worker answers (`Answer`) with the number of the question; one question
//         may have several answers, of which `done` or `failed` is the last.
// Units   milliseconds, bytes; places are bytes of a Uint8Array and UTF-16 units of a string.

import type { ConversionStatistics, Finding, Format, OutputFormat, Report, Statistics } from "legacybridge";

/** A document as it came: bytes of a file, or text that was typed or pasted. */
export type Document = Uint8Array | string;

/** Whether the look is that of the source or of the result. */
export type Side = "source" | "result";

/** A file of a folder and its path there. */
export interface Entry {
  path: string;
  file: File;
}

/** Why something failed. */
export interface Failure {
  /** The status by name, or `BROKEN` where the library's instance is lost. */
  code: string;
  status: number;
  message: string;
  offset?: number;
}

export interface ConvertAsk {
  kind: "convert";
  id: number;
  from: Format;
  to: OutputFormat;
  options: string;
  look: Side;
}

export type Ask =
  | { kind: "start"; module: WebAssembly.Module }
  | { kind: "document"; document: Document }
  | ConvertAsk
  | { kind: "rich"; id: number; from: Format; options: string }
  | { kind: "batch"; id: number; entries: Entry[]; to: OutputFormat; options: string };

/** How one file of a folder ended. */
export interface FileResult {
  path: string;
  /** The name in the ZIP; empty where the file failed. */
  output: string;
  bytesIn: number;
  bytesOut: number;
  report: Report;
  failure?: Failure;
}

export type Answer =
  | { kind: "ready" }
  | {
      kind: "result";
      id: number;
      bytes: Uint8Array<ArrayBuffer>;
      /** The beginning as text, to be shown. */
      text: string;
      isCut: boolean;
      report: Report;
      statistics: ConversionStatistics;
    }
  | { kind: "look"; id: number; html: string; isCut: boolean }
  | { kind: "findings"; id: number; format: Format; findings: readonly Finding[] }
  | { kind: "rich"; id: number; html: string; rtf: string; text: string }
  | { kind: "file"; id: number; result: FileResult; done: number }
  | { kind: "piece"; id: number; bytes: Uint8Array<ArrayBuffer> }
  | { kind: "failed"; id: number; failure: Failure; report: Report }
  | { kind: "done"; id: number; statistics: Statistics };

/** So many characters of a document are shown at once: a text box with more makes every page slow. */
export const SHOWN = 200_000;

/** So much HTML is drawn. */
export const DRAWN = 1_000_000;
