// The page: what the user does, and what it shows of it.
//
// Shape   one source; each change of it, of a format or of an option is a wish to the engine. Nothing that
//         takes long is done here.

import { formats, version, type Format, type OutputFormat, type Report, type Statistics } from "legacybridge";
import { Batch } from "./batch.js";
import { LANGUAGES } from "./calls.js";
import { copy, offerOf, type Offer } from "./clipboard.js";
import { byId, el, many, show, size, time } from "./dom.js";
import { Engine, Workshop } from "./engine.js";
import { Form } from "./form.js";
import { chosen, dropped } from "./intake.js";
import { Look } from "./look.js";
import { Losses } from "./losses.js";
import { extensionOf, formatOfName } from "./names.js";
import { SHOWN, type Answer, type Document, type Entry, type Failure, type Side } from "./protocol.js";
import { ENCODINGS, Source } from "./source.js";
import { Tabs } from "./tabs.js";
import { webAssembly, workerSource } from "./parts.js";
import { examples } from "./examples.js";

const NAMES: Record<Format, string> = {
  detect: "Detect",
  markdown: "Markdown",
  rtf: "RTF",
  text: "Plain text",
  html: "HTML",
  csv: "CSV",
  json: "JSON (pandoc)",
};

const box = byId<HTMLTextAreaElement>("source");
const out = byId<HTMLTextAreaElement>("result");
const fromBox = byId<HTMLSelectElement>("from");
const toBox = byId<HTMLSelectElement>("to");
const status = byId("status");

let source = new Source("");
/** The timer of a conversion that waits for a pause in typing. */
let soon = 0;
let side: Side = "result";
let result: { bytes: Uint8Array<ArrayBuffer>; text: string; to: OutputFormat } | undefined;
let report: Report = [];
let detected: Format | undefined;
/** What the conversion under way was asked for. */
let asked: { to: OutputFormat } = { to: "markdown" };

const from = () => fromBox.value as Format;
const to = () => toBox.value as OutputFormat;

// Pieces of the page.

const workshop = new Workshop(workerSource, webAssembly());
const look = new Look();
const tabs = new Tabs();
const form = new Form(byId("panel-options"), () => convertSoon(250));
const layout = el("input", {
  type: "checkbox",
  id: "layout",
  change: () => form.set("Report", layout.checked ? "Layout" : "Content"),
});
const losses = new Losses(
  byId("panel-losses"),
  byId("losses-count"),
  goTo,
  (place) => source.lineOf(place),
  el(
    "p",
    { class: "foot" },
    layout,
    el(
      "label",
      { for: "layout" },
      "Report also how things look on paper (alignment, page breaks, sizes): Report=Layout",
    ),
  ),
);
const batch = new Batch(
  byId("panel-folder"),
  workshop,
  () => ({ to: to(), options: form.connection }),
  () => byId("folder-files").click(),
  (entry) => void openFile(entry),
);
const engine = new Engine(workshop, {
  begun() {
    busy(true);
    busyTimer = window.setTimeout(() => show(byId("busy"), true), 250);
  },
  answered,
  ended(statistics, milliseconds) {
    idle();
    if (statistics === undefined) {
      say("Stopped.");
    } else {
      figures(statistics, milliseconds);
    }
  },
  failed({ failure, report: lost }) {
    idle();
    fail(failure);
    losses.report(lost);
  },
  broken(message) {
    idle();
    fail({
      code: "BROKEN",
      status: 0,
      message: `The browser ended the conversion: ${message || "out of memory"}. The page goes on with a fresh worker; nothing else is lost. A program with the native library has more room.`,
    });
  },
});
let busyTimer = 0;

function idle(): void {
  clearTimeout(busyTimer);
  show(byId("busy"), false);
  busy(!engine.isIdle || soon !== 0);
}

/** What stands in the panes is not yet what was wished. */
function busy(isBusy: boolean): void {
  byId("panes").setAttribute("aria-busy", String(isBusy));
}

// Converting.

function convertSoon(milliseconds = 0): void {
  clearTimeout(soon);
  busy(true);
  soon = window.setTimeout(convert, milliseconds);
}

function convert(): void {
  clearTimeout(soon);
  soon = 0;
  calls();
  batch.name();
  layout.checked = form.get("Report") === "Layout";
  if (source.length === 0) {
    nothing();
    return;
  }
  asked = { to: to() };
  engine.convert({ from: from(), to: to(), options: form.connection, look: side });
}

function nothing(): void {
  engine.stop();
  idle();
  result = undefined;
  report = [];
  detected = undefined;
  out.value = "";
  show(byId("failure"), false);
  show(byId("result-window"), false);
  show(byId("result-empty"), true);
  show(byId("look-empty"), true);
  look.show("<!doctype html><html><head></head><body></body></html>");
  losses.clear("Convert something, and what the target can’t hold stands here.");
  for (const id of ["result-meta", "look-meta"]) {
    byId(id).textContent = "";
  }
  buttons(false);
  form.blame(undefined);
  status.textContent = "";
}

function answered(answer: Answer): void {
  switch (answer.kind) {
    case "result": {
      result = { bytes: answer.bytes, text: answer.text, to: asked.to };
      ({ report } = answer);
      out.value = answer.text;
      out.scrollTop = 0;
      out.lang = asked.to === "text" ? "" : "zxx";
      show(byId("failure"), false);
      form.blame(undefined);
      byId("result-meta").textContent = size(answer.bytes.length);
      show(byId("result-empty"), false);
      show(byId("look-empty"), false);
      byId("result-window").textContent =
        `The first ${SHOWN.toLocaleString("en")} characters; Copy and Download have all of it.`;
      show(byId("result-window"), answer.isCut);
      buttons(true);
      losses.report(report);
      const { milliseconds, bytesIn } = answer.statistics;
      const lost = report.length === 0 ? "nothing lost" : `${many(report.length, "kind")} of loss`;
      say(`${size(bytesIn)} became ${size(answer.bytes.length)} in ${time(milliseconds)}; ${lost}.`);
      conversion = answer.statistics;
      break;
    }
    case "look":
      look.show(answer.html);
      byId("look-meta").textContent = answer.isCut ? "the beginning" : "";
      break;
    case "findings":
      detected = answer.format;
      losses.findings(answer.findings);
      sourceFacts();
      break;
  }
}

function fail(failure: Failure): void {
  result = undefined;
  out.value = "";
  buttons(false);
  const words =
    failure.code === "BROKEN" ? "Out of memory, or broken" : `${failure.code} (${failure.status})`;
  const place = failure.code === "BAD_OPTION" ? undefined : failure.offset;
  byId("failure").replaceChildren(
    el("p", { class: "big" }, words),
    el("p", {}, failure.message),
    ...(failure.code === "MEMORY_LIMIT"
      ? [
          el(
            "p",
            {},
            "The page goes on with a fresh worker. A program with the native library has more room.",
          ),
        ]
      : []),
    ...(place === undefined
      ? []
      : [el("button", { type: "button", click: () => goTo(place) }, "Show the place")]),
    ...(failure.code === "BAD_OPTION"
      ? [el("button", { type: "button", click: () => tabs.select("options") }, "Show the options")]
      : []),
    ...(failure.code === "BAD_ENCODING" && source.encoding === "windows-1252"
      ? [
          el(
            "button",
            { type: "button", click: () => form.set("CodePage", "1252") },
            "Read it as Windows-1252",
          ),
        ]
      : []),
  );
  show(byId("failure"), true);
  show(byId("result-empty"), false);
  show(byId("look-empty"), false);
  show(byId("result-window"), false);
  byId("result-meta").textContent = "";
  byId("look-meta").textContent = "";
  look.show("<!doctype html><html><head></head><body></body></html>");
  losses.clear("There is no result.");
  form.blame(failure.code === "BAD_OPTION" ? failure.message : undefined);
  status.textContent = "";
}

function buttons(areOn: boolean): void {
  for (const id of ["copy", "copy-rich", "download"]) {
    byId<HTMLButtonElement>(id).disabled = !areOn;
  }
}

/** Says it once typing has paused: a screen reader would read each letter's. */
let saying = 0;
function say(words: string): void {
  clearTimeout(saying);
  saying = window.setTimeout(() => (status.textContent = words), 150);
}

// Times and memory.

let conversion: { milliseconds: number; bytesIn: number; bytesOut: number } | undefined;

function figures(statistics: Statistics, milliseconds: number): void {
  const row = (name: string, value: string) => [el("dt", {}, name), el("dd", {}, value)];
  const rate =
    conversion && conversion.milliseconds > 0
      ? conversion.bytesIn / 1048576 / (conversion.milliseconds / 1000)
      : 0;
  byId("panel-figures").replaceChildren(
    el("h3", {}, "The last conversion"),
    el(
      "dl",
      { class: "figures" },
      ...(conversion
        ? [
            ...row("Conversion", time(conversion.milliseconds)),
            ...row("Input", size(conversion.bytesIn)),
            ...row("Output", size(conversion.bytesOut)),
            ...(conversion.bytesIn > 100_000 ? row("Speed", `${rate.toFixed(0)} MB/s`) : []),
          ]
        : []),
      ...row("With look and check", time(milliseconds)),
    ),
    el("h3", {}, "The library in this page"),
    el(
      "dl",
      { class: "figures" },
      ...row("Memory in use", size(statistics.memoryInUse)),
      ...row("Most in use", size(statistics.memoryPeak)),
      ...row("Set aside by the browser", size(statistics.memoryReserved)),
      ...row(
        "Conversions",
        `${statistics.conversions.done.toLocaleString("en")} done, ${statistics.conversions.failed.toLocaleString("en")} failed`,
      ),
      ...row("Read", size(statistics.bytesIn)),
      ...row("Written", size(statistics.bytesOut)),
      ...row(
        "Blocks of memory",
        `${statistics.allocations.toLocaleString("en")} asked for, ${statistics.reused.toLocaleString("en")} of those kept ready`,
      ),
    ),
    el(
      "p",
      { class: "quiet" },
      "WebAssembly in one thread. The native library is faster, and converts folders with several threads.",
    ),
  );
}

// The source.

function setSource(next: Source, format?: Format): void {
  source = next;
  box.value = source.text;
  box.readOnly = !source.isWhole;
  box.scrollTop = 0;
  if (format !== undefined) {
    fromBox.value = format;
  }
  show(byId("offer"), false);
  given();
  convert();
}

/** The engine and the page know of the source. */
function given(): void {
  detected = undefined;
  engine.give(source.document);
  show(byId("source-empty"), source.length === 0);
  show(byId("clear"), source.length > 0);
  sourceFacts();
}

function sourceFacts(): void {
  const format = from() === "detect" ? detected : from();
  const facts = [
    source.name,
    source.length > 0 &&
      size(typeof source.document === "string" ? new Blob([source.document]).size : source.length),
    source.length > 0 &&
      format !== undefined &&
      `${NAMES[format]}${from() === "detect" ? ", as detected" : ""}`,
    source.encoding !== undefined && source.encoding !== "utf-8" && ENCODINGS[source.encoding],
  ];
  byId("source-meta").textContent = facts.filter(Boolean).join(" · ");
  const bar = byId("source-window");
  show(bar, !source.isWhole);
  if (!source.isWhole) {
    const unit = typeof source.document === "string" ? "Characters" : "Bytes";
    const turn = (direction: 1 | -1) => () => {
      source.turn(direction);
      box.value = source.text;
      box.scrollTop = 0;
      sourceFacts();
    };
    bar.replaceChildren(
      el(
        "span",
        {},
        `${unit} ${source.start.toLocaleString("en")} to ${source.end.toLocaleString("en")} of ${source.length.toLocaleString("en")}; too long to be edited here.`,
      ),
      el("button", { type: "button", click: turn(-1), disabled: source.start === 0 }, "Before"),
      el("button", { type: "button", click: turn(1), disabled: source.end >= source.length }, "After"),
    );
  }
}

/** Selects a place in the source and brings it into view. */
function goTo(place: number): void {
  pane("source");
  if (source.turnTo(place)) {
    box.value = source.text;
    sourceFacts();
  }
  const [start, end] = source.selection(place);
  box.focus({ preventScroll: false });
  box.setSelectionRange(start, end);
  // No browser scrolls to a selection that was made by a program: a copy that ends there is as high as what
  // stands above it.
  const copyOf = box.cloneNode() as HTMLTextAreaElement;
  copyOf.id = "";
  copyOf.style.cssText = `position:absolute;visibility:hidden;height:0;min-height:0;flex:none;width:${box.clientWidth}px;overflow:hidden`;
  copyOf.value = box.value.slice(0, end);
  box.parentElement?.append(copyOf);
  box.scrollTop = Math.max(0, copyOf.scrollHeight - box.clientHeight / 2);
  copyOf.remove();
  box.scrollIntoView({ block: "nearest" });
}

async function openFile(entry: Entry): Promise<void> {
  const name = entry.file.name;
  try {
    const bytes = new Uint8Array(await entry.file.arrayBuffer());
    const format = formatOfName(name) ?? "detect";
    turnAway(format);
    setSource(new Source(bytes, name), format);
    pane("source");
  } catch {
    fail({ code: "IO", status: -11, message: `${name} could not be read.` });
  }
}

/** A document into its own format says little: another is what was meant. */
function turnAway(format: Format): void {
  if (format === to()) {
    toBox.value = format === "markdown" ? "rtf" : "markdown";
  }
}

function takeEntries(entries: Entry[], isFolder: boolean): void {
  const [first] = entries;
  if (first === undefined) {
    say("There is no file in it.");
  } else if (entries.length === 1 && !isFolder) {
    void openFile(first);
  } else {
    batch.take(entries);
    tabs.select("folder");
    byId("tab-folder").scrollIntoView({ block: "nearest" });
    byId("folder-start").focus();
  }
}

/** Takes the richest of what was pasted, or what was asked for. */
function takeOffer(offer: Offer, kind: keyof Offer): void {
  const format: Format = kind === "text" ? "detect" : kind;
  turnAway(format);
  setSource(new Source(offer[kind], ""), format);
  offerOthers(offer, kind);
}

const KINDS: Record<keyof Offer, string> = { rtf: "RTF", html: "HTML", text: "plain text" };

function offerOthers(offer: Offer, taken: keyof Offer | undefined): void {
  const others = (["rtf", "html", "text"] as const).filter((kind) => kind !== taken && offer[kind] !== "");
  const words =
    taken === undefined ? "Pasted as text. The clipboard has more:" : `Pasted as ${KINDS[taken]}. Instead:`;
  byId("offer").replaceChildren(
    el("span", {}, words),
    ...others.map((kind) =>
      el(
        "button",
        { type: "button", click: () => takeOffer(offer, kind) },
        taken === undefined ? `Take its ${KINDS[kind]}` : KINDS[kind],
      ),
    ),
    el(
      "button",
      { type: "button", class: "icon", click: () => show(byId("offer"), false) },
      el("span", { "aria-hidden": "true" }, "×"),
      el("span", { class: "hidden" }, "Close"),
    ),
  );
  show(byId("offer"), others.length > 0);
}

function paste(event: ClipboardEvent): void {
  const data = event.clipboardData;
  const target = event.target as HTMLElement;
  if (data === null || (target !== box && target.matches("input, textarea:not([readonly])"))) {
    return;
  }
  if (data.files.length > 0 && data.getData("text/plain") === "") {
    event.preventDefault();
    takeEntries(chosen(data.files), false);
    return;
  }
  const offer = offerOf(data);
  const isWhole =
    target !== box || box.value === "" || (box.selectionStart === 0 && box.selectionEnd === box.value.length);
  const richest = offer.rtf ? "rtf" : offer.html ? "html" : "text";
  if (isWhole || !source.isWhole || offer.text.length > SHOWN) {
    if (offer[richest] !== "") {
      event.preventDefault();
      takeOffer(offer, richest);
    }
  } else if (richest !== "text") {
    // Into the midst of a text goes text.
    setTimeout(() => offerOthers({ ...offer, text: "" }, undefined));
  }
}

// What the user does.

box.addEventListener("input", () => {
  source = new Source(box.value, source.name);
  if (box.value === "") {
    source = new Source("");
  }
  box.readOnly = !source.isWhole;
  given();
  convertSoon(120);
});
document.addEventListener("paste", paste);
fromBox.addEventListener("change", () => {
  sourceFacts();
  convert();
});
toBox.addEventListener("change", convert);
byId("clear").addEventListener("click", () => {
  setSource(new Source(""), "detect");
  box.focus();
});
byId("stop").addEventListener("click", () => engine.stop());
byId("swap").addEventListener("click", () => {
  if (result !== undefined) {
    const { bytes, to: was } = result;
    const old = from() === "detect" ? detected : from();
    toBox.value = old === undefined || old === "detect" || old === was ? "markdown" : old;
    const isPaged = form.get("CodePage") !== undefined;
    const document: Document = isPaged || bytes.length > SHOWN ? bytes : new TextDecoder().decode(bytes);
    setSource(new Source(document, ""), was);
  }
});

byId("open").addEventListener("click", () => byId("files").click());
byId("open-folder").addEventListener("click", () => byId("folder-files").click());
for (const [id, isFolder] of [
  ["files", false],
  ["folder-files", true],
] as const) {
  const input = byId<HTMLInputElement>(id);
  input.addEventListener("change", () => {
    takeEntries(chosen(input.files), isFolder);
    input.value = "";
  });
}

let depth = 0;
const isFiles = (event: DragEvent) => event.dataTransfer?.types.includes("Files") ?? false;
document.addEventListener("dragenter", (event) => {
  if (isFiles(event)) {
    depth++;
    show(byId("dropping"), true);
  }
});
document.addEventListener("dragleave", (event) => {
  if (isFiles(event) && --depth <= 0) {
    depth = 0;
    show(byId("dropping"), false);
  }
});
document.addEventListener("dragover", (event) => {
  if (isFiles(event)) {
    event.preventDefault();
  }
});
document.addEventListener("drop", (event) => {
  depth = 0;
  show(byId("dropping"), false);
  const data = event.dataTransfer;
  if (data === null) {
    return;
  }
  if (isFiles(event)) {
    event.preventDefault();
    void dropped(data).then(({ entries, hasFolder }) => takeEntries(entries, hasFolder));
  } else if (event.target !== box || box.value === "") {
    const offer = offerOf(data);
    const richest = offer.rtf ? "rtf" : offer.html ? "html" : "text";
    if (offer[richest] !== "") {
      event.preventDefault();
      takeOffer(offer, richest);
    }
  }
});

async function copied(button: HTMLElement, isDone: Promise<boolean>): Promise<void> {
  const words = button.textContent;
  button.textContent = (await isDone) ? "Copied" : "Not copied";
  say(button.textContent);
  setTimeout(() => (button.textContent = words), 1500);
}
byId("copy").addEventListener("click", ({ currentTarget }) => {
  if (result !== undefined) {
    const isPaged = form.get("CodePage") !== undefined;
    const text = isPaged ? result.text : new TextDecoder().decode(result.bytes);
    void copied(currentTarget as HTMLElement, copy({ "text/plain": text }));
  }
});
byId("copy-rich").addEventListener("click", ({ currentTarget }) => {
  const rich = engine
    .rich(from(), form.connection)
    .then((answer) =>
      answer?.kind === "rich"
        ? copy({ "text/rtf": answer.rtf, "text/html": answer.html, "text/plain": answer.text })
        : false,
    );
  void copied(currentTarget as HTMLElement, rich);
});
byId("download").addEventListener("click", () => {
  if (result !== undefined) {
    const name = `${source.name.replace(/\.[^.]*$/, "") || "document"}.${extensionOf(result.to)}`;
    const link = el("a", { href: URL.createObjectURL(new Blob([result.bytes])), download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  }
});

/** Which pane a narrow window shows. */
function pane(name: string): void {
  byId("panes").dataset["shown"] = name;
  for (const button of document.querySelectorAll<HTMLElement>("[data-pane]")) {
    button.setAttribute("aria-pressed", String(button.dataset["pane"] === name));
  }
}
for (const button of document.querySelectorAll<HTMLElement>("[data-pane]")) {
  button.addEventListener("click", () => pane(button.dataset["pane"] ?? "source"));
}
for (const button of document.querySelectorAll<HTMLElement>("[data-look]")) {
  button.addEventListener("click", () => {
    side = button.dataset["look"] as Side;
    for (const other of document.querySelectorAll("[data-look]")) {
      other.setAttribute("aria-pressed", String(other === button));
    }
    convert();
  });
}

// The call in programs.

let language = 0;
const callCode = el(
  "pre",
  { tabindex: 0, role: "region", "aria-label": "The call" },
  el("code", { id: "call" }),
);
const callGuide = el("p", { class: "quiet" });
const callCopy: HTMLButtonElement = el(
  "button",
  {
    type: "button",
    click: () => void copied(callCopy, copy({ "text/plain": byId("call").textContent ?? "" })),
  },
  "Copy",
);
byId("panel-call").append(
  el(
    "div",
    { class: "languages", role: "group", "aria-label": "Language" },
    ...LANGUAGES.map(({ name }, number) =>
      el(
        "button",
        {
          type: "button",
          "aria-pressed": String(number === 0),
          click: ({ currentTarget }) => {
            language = number;
            for (const button of document.querySelectorAll(".languages [aria-pressed]")) {
              button.setAttribute("aria-pressed", String(button === currentTarget));
            }
            calls();
          },
        },
        name,
      ),
    ),
    callCopy,
  ),
  callCode,
  callGuide,
);

function calls(): void {
  const row = LANGUAGES[language];
  if (row !== undefined) {
    byId("call").textContent = row.call({ from: from(), to: to(), options: form.connection });
    callGuide.textContent = `With the formats and options chosen above. The way from an empty project to this call: ${row.guide} of the source.`;
  }
}

// The start.

function example(number: number): void {
  const one = examples[number];
  if (one !== undefined) {
    toBox.value = one.to;
    const bytes = Uint8Array.from(one.text, (letter) => letter.charCodeAt(0));
    const isText = one.format !== "rtf";
    setSource(new Source(isText ? one.text : bytes, one.file), one.format);
    pane("source");
  }
}

byId("version").textContent = version;
for (const { name, isOutput } of formats) {
  fromBox.append(el("option", { value: name, selected: name === "detect" }, NAMES[name]));
  if (isOutput) {
    toBox.append(el("option", { value: name, selected: name === "markdown" }, NAMES[name]));
  }
}
const exampleBox = byId<HTMLSelectElement>("example");
exampleBox.append(
  el("option", { value: "" }, "Examples…"),
  ...examples.map((one, number) => el("option", { value: number }, one.title)),
);
exampleBox.addEventListener("change", () => {
  if (exampleBox.value !== "") {
    example(Number(exampleBox.value));
    exampleBox.value = "";
  }
});
byId("chips").append(
  ...examples.slice(0, 6).map((one, number) =>
    el(
      "li",
      {},
      el(
        "button",
        {
          type: "button",
          click: () => {
            example(number);
            box.focus();
          },
        },
        one.title,
      ),
    ),
  ),
);
setSource(new Source(""));
