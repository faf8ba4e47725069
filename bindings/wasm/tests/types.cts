import legacybridge = require("legacybridge");

const made: Promise<legacybridge.Conversion> = legacybridge.convert("a", { to: "rtf", options: { Page: "A4" } });
void legacybridge.load().then((lb) => lb.convert("a", { from: "text", to: "html" }).report.length);
// @ts-expect-error no such option
void legacybridge.convert("a", { to: "rtf", options: { Colour: "red" } });
export = made;
