// A folder's documents into a ZIP, one after the other.
//
// Input   files with their paths; output: pieces of the ZIP as they are made, and what became of each file.
// Errors  a document that fails fails no other: it is missing in the ZIP and named in the report inside.

import { strToU8, Zip, ZipDeflate } from "fflate";
import type { LegacyBridge, OutputFormat } from "legacybridge";
import { failureOf } from "./failure.js";
import { extensionOf, formatOfName, Names } from "./names.js";
import type { Answer, Entry, FileResult } from "./protocol.js";

type Send = (answer: Answer, transfer?: Transferable[]) => void;

export async function convertFolder(
  library: LegacyBridge,
  ask: { id: number; entries: Entry[]; to: OutputFormat; options: string },
  send: Send,
): Promise<void> {
  const { id, entries, to, options } = ask;
  const names = new Names();
  const results: FileResult[] = [];
  let broken: Error | null = null;
  const zip = new Zip((error, piece) => {
    broken = error ?? broken;
    if (piece !== undefined && piece.length > 0) {
      const bytes = piece.slice();
      send({ kind: "piece", id, bytes }, [bytes.buffer]);
    }
  });
  const add = (name: string, bytes: Uint8Array) => {
    const file = new ZipDeflate(name, { level: 6 });
    zip.add(file);
    file.push(bytes, true);
  };

  for (const { path, file } of entries) {
    const result: FileResult = { path, output: "", bytesIn: file.size, bytesOut: 0, report: [] };
    try {
      const input = new Uint8Array(await file.arrayBuffer());
      const converted = library.convert(input, { from: formatOfName(path) ?? "detect", to, options });
      result.output = names.of(path, extensionOf(to));
      result.bytesOut = converted.bytes.length;
      result.report = converted.report;
      add(result.output, converted.bytes);
    } catch (error) {
      result.failure = failureOf(error);
    }
    if (broken) {
      throw broken;
    }
    results.push(result);
    send({ kind: "file", id, result, done: results.length });
  }
  add(names.of("legacybridge-report", "json"), strToU8(JSON.stringify(results, null, 1)));
  zip.end();
}
