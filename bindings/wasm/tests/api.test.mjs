// What the package promises: every pair of formats, options, errors, places, memory, time, and another instance
// where one broke.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { test } from "node:test";
import { Worker } from "node:worker_threads";
import * as entry from "legacybridge";

const { LegacyBridge, LegacyBridgeError, connectionString, formats, load, losses, options, statuses, version } = entry;
const wasm = createRequire(import.meta.url).resolve("legacybridge/legacybridge.wasm");
const lb = await load();

function failure(call) {
  try {
    call();
  } catch (error) {
    assert.ok(error instanceof LegacyBridgeError, error);
    return error;
  }
  assert.fail("it should have failed");
}

test("every pair of formats", () => {
  const outputs = formats.filter((row) => row.isOutput).map((row) => row.name);
  assert.deepEqual([...outputs].sort(), ["csv", "html", "json", "markdown", "rtf", "text"]);
  const markdown = "# Title\n\nSome *text*.\n\n| a | b |\n|---|---|\n| 1 | 2 |\n";
  for (const from of outputs) {
    const source = lb.convert(markdown, { from: "markdown", to: from });
    for (const to of outputs) {
      const there = lb.convert(source.output, { from, to });
      assert.equal(there.output, new TextDecoder().decode(there.bytes));
      // Plain text has no tables.
      assert.equal(there.output.includes("1"), !(from === "text" && to === "csv"), `${from} to ${to}`);
      const same = lb.convert(source.bytes, { from, to });
      assert.deepEqual(same.bytes, there.bytes, `${from} to ${to}`);
    }
  }
});

test("formats are found", () => {
  const rtf = "{\\rtf1 a {\\b b}}";
  assert.equal(lb.convert(rtf, { to: "markdown" }).output, "a **b**\n");
  const found = [[rtf, "rtf"], ["<!DOCTYPE html><p>a", "html"], ['{"blocks":[],"meta":{}}', "json"], ["# a", undefined], ["", undefined]];
  for (const [text, format] of found) {
    assert.equal(lb.detect(text), format, text);
    assert.equal(lb.detect(new TextEncoder().encode(text)), format, text);
  }
  assert.equal(lb.detect(Buffer.from("\uFEFF{\\rtf1}", "utf16le")), "rtf");
});

test("options are an object or a string", () => {
  const rtf = (options) => lb.convert("# a\n\nb", { from: "markdown", to: "rtf", options }).output;
  assert.match(rtf({ BodyFont: "Courier New", BodySize: 10.5, Page: "A4" }), /\\paperw11906/);
  assert.match(rtf({ BodyFont: "Courier New", BodySize: 10.5 }), /\\fs21 b/);
  assert.equal(rtf({ BodyFont: "Courier New", Math: true }), rtf("BodyFont=Courier New;math=yes"));
  assert.equal(connectionString({ BodyFont: "a}b;c", Math: false, Table: 0, Strict: ["object", "html"], Page: undefined }), "BodyFont={a}}b;c};Math={No};Table={0};Strict={object,html}");
  assert.equal(connectionString({ Strict: [] }), "Strict={No}");
  for (const wrong of [{ Colour: 1 }, { Target: "Emacs" }, "Colour=1", { "a;Page": "A4" }, { Page: {} }, { Page: null }, [], 5, { Template: "a.rtf" }, { ImageRoot: "." }, { Images: "Folder:a" }]) {
    assert.equal(failure(() => rtf(wrong)).code, "BAD_OPTION", JSON.stringify(wrong));
  }
  assert.equal(failure(() => rtf("Page=A4;Colour=1")).offset, 8);
  // More sets of options than converters are kept.
  for (let n = 20; n < 120; n++) {
    assert.ok(rtf({ BodySize: n }).includes(`\\fs${2 * n} b`), n);
  }
});

test("every option of the table takes its default, and each of its words", () => {
  for (const { key, default: value, values } of options) {
    const tried = values.length > 0 ? [...values] : [];
    if (value !== "" && !value.includes(" ")) {
      tried.push(value);
    }
    for (const word of tried) {
      lb.convert("a", { from: "markdown", to: "rtf", options: { [key]: word } });
    }
  }
  assert.ok(options.length > 50 && losses.length > 25 && statuses.length === 15);
});

test("errors have a status, a name and a place", () => {
  const error = failure(() => lb.convert(Uint8Array.of(0x61, 0xff, 0x62), { from: "markdown", to: "rtf" }));
  assert.deepEqual([error.status, error.code, error.offset, error.name], [-5, "BAD_ENCODING", 1, "LegacyBridgeError"]);
  assert.match(error.message, /not UTF-8/);
  for (const call of [
    () => lb.convert("a", { from: "pdf", to: "rtf" }),
    () => lb.convert("a", { from: "text", to: "detect" }),
    () => lb.convert("a", { from: "text" }),
    () => lb.convert(5, { from: "text", to: "rtf" }),
    () => lb.convert(undefined, { from: "text", to: "rtf" }),
  ]) {
    assert.equal(failure(call).code, "BAD_ARGUMENT");
  }
  assert.equal(failure(() => lb.convert("a\uD800b", { from: "markdown", to: "rtf" })).code, "BAD_UTF16");
  assert.equal(failure(() => lb.convert("a\uD800b", { from: "markdown", to: "rtf" })).offset, 1);
  assert.equal(failure(() => lb.convert("abc", { to: "rtf", options: "MaxInput=2" })).code, "LIMIT_REACHED");
});

test("places count in what was given", () => {
  const rtf = "{\\rtf1 {\\header x}a}";
  const first = (input, from = "rtf") => lb.convert(input, { from, to: "markdown" }).report[0].first;
  const at = first(rtf);
  assert.deepEqual(first(new TextEncoder().encode(rtf)), at);
  // Three characters of 2, 3 and 4 bytes of UTF-8 before it: 4 units.
  assert.equal(first(rtf.replace("{\\header", "ä€😀{\\header")), at + 4);
  assert.equal(first(rtf.replace("{\\header", "ä€😀{\\header"), "detect"), at + 4);
  const markdown = 'ä€😀 <script>x</script>';
  const lost = lb.convert(markdown, { from: "markdown", to: "html", options: { Html: "Drop" } }).report.find((loss) => loss.kind === "html");
  assert.equal(lost.first, markdown.indexOf("<script>"));
  const error = failure(() => lb.convert(rtf.replace("}a", "}ä"), { from: "rtf", to: "markdown", options: { Strict: true } }));
  assert.deepEqual([error.code, error.offset, error.report[0].kind], ["LOSS", at, "header_footer"]);
  const checked = lb.check("{\\rtf1 ä }}b", { from: "rtf" });
  assert.equal(checked.findings[0].offset, 10);
  assert.deepEqual(lb.check("# fine\n", { from: "markdown" }), { valid: true, format: "markdown", findings: [] });
});

test("letters of strings are what they show, whatever else is said", () => {
  const letters = "ä€😀";
  assert.equal(lb.convert(`{\\rtf1 ${letters}}`, { to: "text" }).output, `${letters}\n`);
  const html = `<html><head><meta charset="windows-1252"></head><body>${letters}</body></html>`;
  assert.match(lb.convert(html, { from: "html", to: "text" }).output, new RegExp(letters));
  const paged = lb.convert("ä€", { from: "text", to: "markdown", options: { CodePage: 1252 } });
  assert.deepEqual([paged.output, [...paged.bytes]], ["ä€\n", [0xe4, 0x80, 10]]);
  const wide = lb.convert("a€", { from: "text", to: "text", options: { CodePage: 1200 } });
  assert.deepEqual([wide.output, [...wide.bytes].slice(0, 4)], ["a€\n", [0x61, 0, 0xac, 0x20]]);
  const bytes = lb.convert(Uint8Array.of(0x87), { from: "text", to: "text", options: { CodePage: 850 } });
  assert.equal(bytes.output, "ç\n");
  assert.equal(lb.convert("a", { from: "csv", to: "csv", options: { Bom: true } }).output.charCodeAt(0), 0xfeff);
});

test("templates are filled", () => {
  const filled = lb.fill("Dear {{name}},", { name: "Ms *Møller*" }, { from: "markdown", to: "text" });
  assert.equal(filled.output, "Dear Ms *Møller*,\n");
  assert.equal(failure(() => lb.fill("{{a}}", "5", { from: "markdown", to: "text" })).code, "BAD_ARGUMENT");
});

test("what was lost is reported", () => {
  const { report } = lb.convert("{\\rtf1 {\\header x}a{\\*\\annotation y}}", { to: "text" });
  for (const { kind, count } of report) {
    assert.ok(count > 0 && losses.some((row) => row.kind === kind), kind);
  }
  assert.deepEqual(lb.convert("a", { from: "text", to: "rtf" }).report, []);
});

test("a time limit ends a conversion, by the host's clock", () => {
  const long = "*a* `b` [c](d) **e**\n\n".repeat(200_000);
  const begun = performance.now();
  const error = failure(() => lb.convert(long, { from: "markdown", to: "rtf", options: { Timeout: 20 } }));
  assert.equal(error.code, "TIMEOUT");
  assert.ok(performance.now() - begun >= 20);
  assert.equal(lb.convert("a", { from: "text", to: "text", options: { Timeout: 60_000 } }).output, "a\n");
});

test("a memory limit holds, and the next call works", async () => {
  const own = await load();
  const options = { MemoryLimit: "1MB" };
  const small = own.convert("# a", { from: "markdown", to: "rtf", options }).output;
  for (const text of ["*a* b\n\n".repeat(100_000), "- [a](b) `c`\n".repeat(20_000), "|a|b|\n|-|-|\n" + "|1|2|\n".repeat(50_000)]) {
    for (const from of ["markdown", "html", "text"]) {
      let result;
      try {
        result = own.convert(text, { from, to: "rtf", options });
      } catch (error) {
        assert.equal(error.code, "MEMORY_LIMIT", error.message);
      }
      assert.ok(own.statistics().memoryPeak <= 1 << 20);
      assert.equal(own.convert("# a", { from: "markdown", to: "rtf", options }).output, small);
      assert.ok(result === undefined || result.output.length > 0);
    }
  }
  const statistics = own.statistics();
  assert.ok(statistics.instances > 1, "some of that can't be refused in order");
});

test("what was converted before decides nothing", async () => {
  // An instance that keeps much, and then a document that fits alone.
  const [used, fresh] = [await load(), await load()];
  const options = "MemoryLimit=6MB";
  const text = "*a* b `c`\n\n".repeat(12_000);
  const outcome = (own) => {
    try {
      return own.convert(text, { from: "markdown", to: "html", options }).output.length;
    } catch (error) {
      return error.code;
    }
  };
  used.convert(text.repeat(3), { from: "markdown", to: "rtf" });
  assert.equal(outcome(used), outcome(fresh));
});

test("an instance that breaks is thrown away", async () => {
  const own = await load();
  const expected = own.convert("# a\n\n*b*", { from: "markdown", to: "rtf" }).output;
  const seen = [];
  // The deepest calls find no stack, in the middle of whatever they do.
  const dive = () => {
    try {
      dive();
    } catch {
      try {
        seen.push(own.convert("# a\n\n*b*", { from: "markdown", to: "rtf" }).output);
      } catch (error) {
        seen.push(error);
        throw error;
      }
    }
  };
  dive();
  assert.ok(seen.some((one) => typeof one !== "string"), "no call failed");
  assert.ok(seen.filter((one) => typeof one === "string").every((one) => one === expected));
  assert.equal(own.convert("# a\n\n*b*", { from: "markdown", to: "rtf" }).output, expected);
  assert.ok(own.statistics().instances > 1);
});

test("memory is given back", async () => {
  const own = await load();
  own.convert("*a* b\n\n".repeat(500_000), { from: "markdown", to: "rtf" });
  const before = own.statistics();
  own.release();
  const after = own.statistics();
  assert.ok(after.memoryReserved < before.memoryReserved / 4, `${before.memoryReserved} ${after.memoryReserved}`);
  // What is counted is counted since the instance was made.
  for (let n = 0; n < 101; n++) {
    own.convert("a", { from: "text", to: "rtf" });
  }
  failure(() => own.convert("{", { from: "json", to: "text" }));
  const { conversions, memoryInUse, memoryPeak, instances } = own.statistics();
  assert.deepEqual([conversions.done, conversions.failed, instances], [101, 1, 2]);
  assert.ok(memoryPeak >= memoryInUse && memoryInUse > 0);
  const { statistics } = own.convert("abc", { from: "text", to: "text" });
  assert.deepEqual([statistics.bytesIn, statistics.bytesOut], [3, 4]);
  assert.ok(statistics.milliseconds >= 0 && statistics.memoryPeak > 0);
});

test("an output is the caller's", () => {
  const first = lb.convert("a".repeat(1000), { from: "text", to: "text" }).bytes;
  const copy = first.slice();
  lb.convert("b".repeat(1000), { from: "text", to: "text" });
  assert.deepEqual(first, copy);
});

test("every way to load it", async () => {
  const bytes = readFileSync(wasm);
  const module = await WebAssembly.compile(bytes);
  const response = new Response(bytes, { headers: { "content-type": "application/wasm" } });
  for (const own of [await load(bytes), await load(module), await load(Promise.resolve(bytes)), await load(response), new LegacyBridge(module)]) {
    assert.equal(own.convert("a", { from: "text", to: "text" }).output, "a\n");
    assert.equal(own.version, version);
  }
  assert.equal((await entry.convert("*a*", { from: "markdown", to: "text" })).output, "a\n");
  await assert.rejects(load(new Response("", { status: 404 })));
  await assert.rejects(load(Uint8Array.of(1, 2, 3)));
  // What it asks of a host is a clock, and to be told why it stopped.
  assert.deepEqual(WebAssembly.Module.imports(module).map(({ module, name, kind }) => [module, name, kind]).sort(), [
    ["host", "fail_with", "function"],
    ["host", "milliseconds", "function"],
  ]);
});

test("the entry for browsers", async () => {
  const path = wasm.replace("legacybridge.wasm", "browser.js");
  const browser = await import(path);
  assert.doesNotMatch(readFileSync(path, "utf8"), /\brequire\(|node:/);
  const own = await browser.load(readFileSync(wasm));
  assert.equal(own.convert("*a*", { from: "markdown", to: "text" }).output, "a\n");
  assert.deepEqual(Object.keys(browser).sort(), Object.keys(entry).sort());
});

test("workers", async () => {
  const code = `
    const { parentPort, workerData } = require("node:worker_threads");
    const { load } = require(workerData);
    load().then((lb) => parentPort.postMessage(lb.convert("*a*", { from: "markdown", to: "rtf" })));`;
  const module = createRequire(import.meta.url).resolve("legacybridge");
  const answers = [1, 2].map(() => {
    const worker = new Worker(code, { eval: true, workerData: module });
    return new Promise((resolve, reject) => worker.once("message", resolve).once("error", reject));
  });
  const expected = lb.convert("*a*", { from: "markdown", to: "rtf" });
  for (const answer of await Promise.all(answers)) {
    assert.deepEqual(answer.bytes, expected.bytes);
  }
});
