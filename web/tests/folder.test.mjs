// What takes long: folders into a ZIP, a large file, cancelling, and a worker that is lost.
//
// How fast it is, no test says; that the page answers meanwhile, these do.

import assert from "node:assert/strict";
import { mkdir, mkdtemp, readFile, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { unzipSync } from "fflate";
import { browsing, convert, library, open, result, selected } from "./kit.mjs";

const run = browsing();
const temporary = () => mkdtemp(path.join(os.tmpdir(), "legacybridge-"));

/** 200 documents of five formats in folders, three of them bad, and two things that are none. */
async function archive() {
  const folder = path.join(await temporary(), "archive");
  const files = {};
  for (let n = 0; n < 200; n++) {
    const place = `archive/${["2001", "2002/spring", "2003"][n % 3]}/memo-${n}`;
    const [extension, text] = [
      ["rtf", `{\\rtf1\\ansi Memo {\\b ${n}}, \\'fcnd {\\object x}.\\par}`],
      ["md", `# Memo ${n}\n\n- one\n- two\n`],
      ["html", `<h1>Memo ${n}</h1><p onclick="x()">words</p>`],
      ["txt", `Memo ${n}\nwords`],
      ["csv", `memo,number\nwords,${n}\n`],
    ][n % 5];
    files[`${place}.${extension}`] = Buffer.from(text);
  }
  files["archive/2001/bad.md"] = Buffer.from([0x61, 0xff, 0xfe, 0xff]);
  files["archive/2001/bad.txt"] = Buffer.from([0xff, 0x62, 0xff]);
  files["archive/2001/bad.json"] = Buffer.from("{]");
  files["archive/same.rtf"] = Buffer.from("{\\rtf1 a}");
  files["archive/Same.txt"] = Buffer.from("b");
  files["archive/program.exe"] = Buffer.from("MZ");
  files["archive/noname"] = Buffer.from("x");
  for (const [name, bytes] of Object.entries(files)) {
    const file = path.join(path.dirname(folder), name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, bytes);
  }
  return { folder, files };
}

run("makes a ZIP of 200 files, the same bytes as one by one", async (page) => {
  const { folder, files } = await archive();
  const native = await library();
  await open(page);
  await page.setInputFiles("#folder-files", folder);
  await page.waitForFunction(() => document.getElementById("folder-count").textContent === "205");
  await page.evaluate(() => {
    window.values = [];
    const bar = document.getElementById("folder-bar");
    new MutationObserver(() => window.values.push(bar.value)).observe(bar, { attributes: true });
  });
  await page.click("#folder-start");
  await page.waitForSelector("#folder-save:not([hidden])");
  assert.match(await page.textContent("#folder-told"), /202 documents converted in .*3 documents failed/);
  assert.ok((await page.evaluate(() => window.values)).at(-1) === 205, "the bar is full");
  const [download] = await Promise.all([page.waitForEvent("download"), page.click("#folder-save")]);
  assert.equal(download.suggestedFilename(), "archive-markdown.zip");
  const zip = unzipSync(new Uint8Array(await readFile(await download.path())));

  const report = JSON.parse(Buffer.from(zip["legacybridge-report.json"]).toString());
  assert.equal(report.length, 205);
  assert.equal(Object.keys(zip).length, 203);
  const formats = { rtf: "rtf", md: "markdown", html: "html", txt: "text", csv: "csv" };
  for (const { path: name, output, failure, report: losses } of report) {
    if (/bad\./.test(name)) {
      assert.ok(failure.message, name);
      continue;
    }
    const from = formats[name.split(".").pop()];
    const expected = native.convert(new Uint8Array(files[name]), { from, to: "markdown" });
    assert.deepEqual(Buffer.from(zip[output]).toString(), expected.output, name);
    assert.deepEqual(losses, expected.report, name);
  }
  assert.deepEqual(
    Object.keys(zip)
      .filter((name) => /same/i.test(name))
      .sort(),
    ["archive/Same.md", "archive/same.rtf.md"],
  );

  // A row opens its document.
  await page.click('#panel-folder >> text="archive/2001/memo-0.rtf"');
  assert.match(await result(page), /Memo \*\*0\*\*/);
});

run("cancels a folder, and begins another", async (page) => {
  const folder = path.join(await temporary(), "large");
  await mkdir(folder);
  const text = "Some *words* and **more** of them, with a [link](https://example.com/).\n\n".repeat(30_000);
  for (let n = 0; n < 40; n++) {
    await writeFile(path.join(folder, `${n}.md`), text);
  }
  await open(page);
  await page.selectOption("#to", "rtf");
  await page.setInputFiles("#folder-files", folder);
  await page.click("#folder-start");
  await page.waitForFunction(() => document.getElementById("folder-bar").value > 0);
  // The source is there for typing meanwhile.
  await page.fill("#source", "*typed*");
  await page.waitForFunction(() => /typed/.test(document.getElementById("result").value));
  assert.ok(await page.isVisible("#folder-cancel"), "it was typed and converted while the job ran");
  await page.click("#folder-cancel");
  await page.waitForFunction(() =>
    /^Cancelled after \d+ document/.test(document.getElementById("folder-told").textContent),
  );
  assert.equal(await page.isHidden("#folder-save"), true);

  const small = path.join(await temporary(), "small");
  await mkdir(small);
  await writeFile(path.join(small, "a.md"), "a");
  await page.setInputFiles("#folder-files", small);
  await page.click("#folder-start");
  await page.waitForSelector("#folder-save:not([hidden])");
});

/** A file of 20 MB whose last words are of their own. */
async function large() {
  const file = path.join(await temporary(), "large.md");
  const line = "Some *words* and **more** of them, ünd a [link](https://example.com/), in a line.\n\n";
  const many = Math.ceil((20 * 1024 * 1024) / Buffer.byteLength(line));
  await writeFile(file, `${line.repeat(many)}[go](javascript:alert(1))\n`);
  return file;
}

run("opens a file of 20 MB while the page answers", async (page) => {
  await open(page);
  await page.selectOption("#to", "rtf");
  await page.evaluate(() => {
    window.frames_ = [];
    const note = (now) => {
      window.frames_.push(now);
      requestAnimationFrame(note);
    };
    requestAnimationFrame(note);
    window.begun = performance.now();
  });
  await page.setInputFiles("#files", await large());
  await page.waitForSelector('#panes[aria-busy="true"]');
  await page.click("#tab-options");
  await page.fill("#option-search", "theme");
  const wasBusy = (await page.getAttribute("#panes", "aria-busy")) === "true";
  await page.waitForSelector('#panes[aria-busy="false"]');
  const { gap, whole, count } = await page.evaluate(() => {
    const times = window.frames_.filter((time) => time >= window.begun);
    const gaps = times.slice(1).map((time, at) => time - times[at]);
    return { gap: Math.max(...gaps), whole: performance.now() - window.begun, count: times.length };
  });
  assert.ok(wasBusy, "clicked and typed while it converted");
  assert.ok(
    gap < whole / 2,
    `the longest pause between frames was ${gap} ms of ${whole} ms, ${count} frames`,
  );
  assert.equal(await page.isHidden("#failure"), true, await page.textContent("#failure"));
  // Only a part is shown, and a loss at the end turns to it.
  assert.ok((await page.inputValue("#source")).length <= 200_000);
  assert.ok(await page.isVisible("#source-window"));
  await page.click("#tab-losses");
  await page.click("#panel-losses button.loss");
  assert.match(await selected(page), /^javascript:/);
  const [download] = await Promise.all([page.waitForEvent("download"), page.click("#download")]);
  assert.ok((await readFile(await download.path())).length > 20 * 1024 * 1024);
});

run("stops a long conversion when asked, and goes on", async (page) => {
  await open(page);
  await page.selectOption("#to", "rtf");
  await page.setInputFiles("#files", await large());
  await page.click("#stop");
  assert.equal(await page.getAttribute("#panes", "aria-busy"), "false");
  await page.click("#clear");
  assert.match(await convert(page, "*a*", "markdown", "rtf"), /\\i a/);
});

run("has a fresh worker when the old one is lost", async (page) => {
  await open(page);
  await convert(page, "*a*", "markdown", "rtf");
  const [worker] = page.workers();
  await worker.evaluate(() => {
    setTimeout(() => {
      throw new Error("lost");
    });
  });
  await page.waitForSelector("#failure:not([hidden])");
  assert.match(await page.textContent("#failure"), /fresh worker/);
  assert.match(await convert(page, "*b*", "markdown", "rtf"), /\\i b/);
  assert.equal(await page.isHidden("#failure"), true);
});
