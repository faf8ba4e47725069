// The package makes the same bytes as the native library, and reports the same, of every document in every pair
// of formats.
//
// Shape   LEGACYBRIDGE_NATIVE is the program of native.c; LEGACYBRIDGE_DOCUMENTS and LEGACYBRIDGE_CORPUS are
//         folders. Without the program the test shows as skipped.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { formats, load } from "legacybridge";

const native = process.env.LEGACYBRIDGE_NATIVE;
const skip = native ? false : "LEGACYBRIDGE_NATIVE names no program";
const lb = await load();

function filesIn(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      return entry.name === "golden" ? [] : filesIn(path);
    }
    return [path];
  });
}

/** The format of a file's name, and `detect` where that says nothing. */
function formatOf(path) {
  const extension = path.slice(path.lastIndexOf(".") + 1).toLowerCase();
  return formats.find((row) => row.extensions.includes(extension)) ?? formats.find((row) => row.name === "detect");
}

function nativeOf(path, from, options) {
  const targets = formats.filter((row) => row.isOutput);
  const lines = targets.map((to) => `${from.number} ${to.number} ${path}\n`).join("");
  const ran = spawnSync(native, ["make", options], { input: lines, maxBuffer: 1 << 30 });
  assert.equal(ran.status, 0, `${path}: ${ran.stderr}`);
  let at = 0;
  const results = targets.map((to) => {
    const end = ran.stdout.indexOf(10, at);
    const [status, length, report] = ran.stdout.subarray(at, end).toString().split(" ").map(Number);
    at = end + 1 + length + report;
    const bytes = ran.stdout.subarray(end + 1, end + 1 + length);
    return { to: to.name, status, bytes, report: ran.stdout.subarray(at - report, at).toString() };
  });
  assert.equal(at, ran.stdout.length);
  return results;
}

function compare(path, options) {
  const from = formatOf(path);
  const input = readFileSync(path);
  for (const { to, status, bytes, report } of nativeOf(path, from, options)) {
    const where = `${path}: ${from.name} to ${to} with "${options}"`;
    let result;
    try {
      result = { status: 0, ...lb.convert(input, { from: from.name, to, options }) };
    } catch (error) {
      result = error;
    }
    assert.equal(result.status, status, `${where}: ${result.message}`);
    assert.deepEqual(result.report, JSON.parse(report), where);
    if (status === 0) {
      assert.ok(Buffer.compare(bytes, result.bytes) === 0, `${where}: other bytes`);
    }
  }
}

// 32 bit have a limit where 64 have none.
const limit = "MemoryLimit=512MB";
const sets = [
  "",
  "Target=Word;Theme=Modern;Page=A4;Report=Layout;Math=Yes;Styling=Html;Highlight=Yes",
  "Untrusted=Yes;HtmlOut=Page;Wrap=72;Changes=Markup;Comments=Keep;Headers=Keep;ComplexTables=Flatten",
  "CodePage=1252;LineEnds=CRLF;Table=0;Merged=Repeat;DefinitionLists=Yes;SuperSub=Yes;Html=Convert",
];

for (const [name, folder] of [
  ["documents", process.env.LEGACYBRIDGE_DOCUMENTS],
  ["corpus", process.env.LEGACYBRIDGE_CORPUS],
]) {
  test(`the same bytes as the native library: ${name}`, { skip: skip || (folder ? false : "no folder") }, (t) => {
    const files = filesIn(folder);
    assert.ok(files.length > 10, folder);
    for (const options of sets) {
      files.forEach((path) => compare(path, options && `${limit};${options}`));
    }
    t.diagnostic(`${files.length} files, ${sets.length} sets of options`);
  });
}
