// How many memos of 2 KB the package converts in a second of the processor's time, beside the native library in
// the same run.
//
//   node bench.mjs PACKAGE NATIVE [SECONDS]   the folder of a built package; the program of tests/native.c
//
// Shape   both take turns, five times, and the medians are compared: a noisy machine disturbs both. Before
//         that Node converts until its engine has compiled with optimization what it uses.

import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [folder, native, seconds = "1"] = process.argv.slice(2);
const { load, formats } = await import(pathToFileURL(resolve(folder, "dist/node.js")).href);
const lb = await load();

const paragraph = (n) =>
  `## Visit ${n}\n\nThe patient was seen on *${n} May* and is **better**. Take \`5 mg\` twice a day, and call\n` +
  `the [ward](https://ward.example/${n}) if the fever comes back. Häufig genügt ein Anruf.\n\n` +
  `- rest, and much to drink\n- no sport for ${n} days\n- see Dr. Møller after that\n\n`;
const grown = (convert, bytes) => {
  let text = "";
  for (let n = 1; convert(text).length < bytes; n++) {
    text += paragraph(n);
  }
  return convert(text);
};
const toRtf = (text) => lb.convert(text, { from: "markdown", to: "rtf", options: { Target: "RichEdit" } }).output;
const memos = [
  ["markdown", "rtf", grown((text) => text, 1800)],
  ["rtf", "markdown", grown(toRtf, 1200)],
  ["markdown", "html", grown((text) => text, 1800)],
];

const scratch = mkdtempSync(join(tmpdir(), "legacybridge-"));
const numberOf = (name) => String(formats.find((row) => row.name === name).number);
const median = (values) => values.sort((a, b) => a - b)[values.length >> 1];

function inNode(input, settings) {
  // All threads of Node's together: collecting garbage is part of it.
  const spent = () => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1e6;
  };
  const begun = spent();
  let conversions = 0;
  do {
    for (let i = 0; i < 50; i++) {
      lb.convert(input, settings);
      conversions++;
    }
  } while (spent() - begun < Number(seconds));
  return conversions / (spent() - begun);
}

for (const [from, to, text] of memos) {
  const file = join(scratch, "memo");
  writeFileSync(file, text);
  const bytes = new TextEncoder().encode(text);
  for (let warm = 0; warm < 3; warm++) {
    inNode(bytes, { from, to });
  }
  const rates = { native: [], string: [], bytes: [] };
  for (let turn = 0; turn < 5; turn++) {
    const [count, time] = execFileSync(native, ["rate", numberOf(from), numberOf(to), seconds, file], { encoding: "utf8" })
      .trim()
      .split(" ")
      .map(Number);
    rates.native.push(count / time);
    rates.bytes.push(inNode(bytes, { from, to }));
    rates.string.push(inNode(text, { from, to }));
  }
  const floor = median(rates.native);
  const say = (name, rate) => `${name} ${Math.round(rate)}/s (${(rate / floor).toFixed(2)})`;
  console.log(
    `${from} to ${to}, ${bytes.length} bytes: native ${Math.round(floor)}/s, ` +
      `${say("Node with bytes", median(rates.bytes))}, ${say("with strings", median(rates.string))}`,
  );
}
rmSync(scratch, { recursive: true });
