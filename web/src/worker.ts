// The worker: it has the library, and all that takes long happens here.
//
// Shape   one worker holds one document, or one job with a folder. A worker whose library is lost says so and
//         is thrown away by the page.
// Errors  `failed` for what the library says; anything else is of the code BROKEN.

import { LegacyBridge, LegacyBridgeError, type Report } from "legacybridge";
import { failureOf } from "./failure.js";
import { convertFolder } from "./folder.js";
import { SHOWN, DRAWN, type Answer, type Ask, type ConvertAsk, type Document } from "./protocol.js";

const host = self as unknown as {
  onmessage: ((event: MessageEvent<Ask>) => void) | null;
  postMessage(answer: Answer, transfer?: Transferable[]): void;
};

let module: WebAssembly.Module;
let library: LegacyBridge;
let given: Document = "";

host.onmessage = ({ data: ask }) => {
  switch (ask.kind) {
    case "start":
      module = ask.module;
      library = new LegacyBridge(module);
      host.postMessage({ kind: "ready" });
      break;
    case "document":
      given = ask.document;
      break;
    case "convert":
      answering(ask.id, () => convert(ask));
      break;
    case "rich":
      answering(ask.id, () => {
        const { from } = ask;
        const options = `${ask.options};Strict=No`;
        const html = library.convert(given, { from, to: "html", options: `${options};HtmlOut=Mail` });
        const rtf = library.convert(given, { from, to: "rtf", options });
        const text = library.convert(given, { from, to: "text", options: `${options};CodePage=65001` });
        host.postMessage({ kind: "rich", id: ask.id, html: html.output, rtf: rtf.output, text: text.output });
      });
      break;
    case "batch":
      convertFolder(library, ask, (answer, transfer) => host.postMessage(answer, transfer)).then(
        () => host.postMessage({ kind: "done", id: ask.id, statistics: library.statistics() }),
        (error: unknown) => fail(ask.id, error),
      );
      break;
  }
};

function answering(id: number, work: () => void): void {
  try {
    work();
    host.postMessage({ kind: "done", id, statistics: library.statistics() });
  } catch (error) {
    fail(id, error);
  }
}

function fail(id: number, error: unknown): void {
  const report: Report = error instanceof LegacyBridgeError ? error.report : [];
  host.postMessage({ kind: "failed", id, failure: failureOf(error), report });
}

function convert({ id, from, to, options, look }: ConvertAsk): void {
  const { output, bytes, report, statistics } = library.convert(given, { from, to, options });
  const isCut = output.length > SHOWN;
  // The look below needs the bytes; what goes to the page is a copy of its own.
  const own = bytes.slice();
  const text = isCut ? output.slice(0, whole(output, SHOWN)) : output;
  host.postMessage({ kind: "result", id, bytes: own, text, isCut, report, statistics }, [own.buffer]);

  const drawn = look === "source" ? draw(given, from, options) : draw(bytes, to, options);
  const end = drawn.length > DRAWN ? drawn.lastIndexOf(">", DRAWN) + 1 : drawn.length;
  host.postMessage({ kind: "look", id, html: drawn.slice(0, end), isCut: end < drawn.length });

  const { format, findings } = library.check(given, { from, options });
  host.postMessage({ kind: "findings", id, format, findings });
}

/** A document as a page. What the options say of raw HTML and of losses is not the look's concern. */
function draw(document: Document, from: ConvertAsk["from"], options: string): string {
  const html = /\bHtml\s*=\s*[{"']?\s*Pass/i.test(options) ? "Html=Convert;" : "";
  const settings = `${options};${html}HtmlOut=Page;Strict=No;MaxOutput=0;Delimiter=Auto;IdPrefix=`;
  try {
    return library.convert(document, { from, to: "html", options: settings }).output;
  } catch (error) {
    if (error instanceof LegacyBridgeError) {
      const words = error.message.replace(/[<>&]/g, (sign) => `&#${sign.charCodeAt(0)};`);
      return `<!doctype html><html><head></head><body><p>It can't be drawn: ${words}</p></body></html>`;
    }
    throw error;
  }
}

/** The place at or before `at` that parts no letter. */
function whole(text: string, at: number): number {
  const unit = text.charCodeAt(at - 1);
  return unit >= 0xd800 && unit < 0xdc00 ? at - 1 : at;
}
