import {
  convert,
  load,
  options,
  LegacyBridgeError,
  type Conversion,
  type Format,
  type Options,
  type Report,
} from "legacybridge";

const all: Options = {
  Target: "RichEdit",
  Page: "A4",
  BodySize: 10.5,
  MaxInput: "8MB",
  MemoryLimit: 1_000_000,
  Math: true,
  Tables: "No",
  HeaderRow: true,
  FrontMatter: "Auto",
  Delimiter: ";",
  Strict: ["object", "picture"],
};
const lb = await load();
const from: Format = "detect";
const made: Conversion = lb.convert("# a", { from, to: "rtf", options: all });
const bytes: Uint8Array = made.bytes;
const report: Report = made.report;
const lost: number = report.reduce((sum, loss) => sum + loss.count, 0);
const again: Promise<Conversion> = convert(bytes, { to: "markdown", options: "Math=Yes" });
const keys: string[] = options.map((option) => option.key);
try {
  lb.check("a");
} catch (error) {
  if (error instanceof LegacyBridgeError && error.code === "BUSY") {
    const offset: number | undefined = error.offset;
    console.log(offset, lost, again, keys);
  }
}

// @ts-expect-error no such option
lb.convert("a", { to: "rtf", options: { Colour: "red" } });
// @ts-expect-error no such word
lb.convert("a", { to: "rtf", options: { Target: "Emacs" } });
// @ts-expect-error no size
lb.convert("a", { to: "rtf", options: { MaxInput: "much" } });
// @ts-expect-error no such kind
lb.convert("a", { to: "rtf", options: { Strict: ["pictures"] } });
// @ts-expect-error no files
lb.convert("a", { to: "rtf", options: { Template: "house.rtf" } });
// @ts-expect-error outputs are named
lb.convert("a", { to: "detect" });
// @ts-expect-error no such format
lb.convert("a", { from: "pdf", to: "rtf" });
// @ts-expect-error neither text nor bytes
lb.convert(5, { to: "rtf" });
// @ts-expect-error no output is named
lb.convert("a", {});
