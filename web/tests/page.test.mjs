// The page by hand: each way in, each format, options, losses, what goes out.

import assert from "node:assert/strict";
import { mkdtemp, readFile, writeFile, mkdir } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { browsing, convert, drop, library, open, paste, result, root, selected, tables } from "./kit.mjs";

const run = browsing();
const MEMO = path.join(root, "tests/documents/memo.rtf");

run("opens from disk and asks for nothing", async (page, { requests, errors, sent }) => {
  await open(page);
  assert.deepEqual([requests, errors, sent()], [[], [], []]);
  const policy = await page.getAttribute('meta[http-equiv="Content-Security-Policy"]', "content");
  assert.match(policy, /default-src 'none'/);
  assert.match(policy, /script-src 'sha256-[^']+' 'wasm-unsafe-eval';/);
  // The policy is in force, not only written.
  const refused = await page.evaluate(() =>
    Promise.all([
      fetch("https://example.com/").catch(() => "refused"),
      new Promise((resolve) => {
        const picture = new Image();
        picture.onerror = () => resolve("refused");
        picture.src = "https://example.com/a.png";
      }),
    ]),
  );
  assert.deepEqual(refused, ["refused", "refused"]);
  assert.deepEqual(sent(), []);
});

run("converts what is typed", async (page) => {
  await open(page);
  await page.selectOption("#to", "rtf");
  await page.click("#source", { position: { x: 40, y: 20 } });
  await page.keyboard.type("# Hello\n\nSome *text*.");
  await page.waitForFunction(() => /text/.test(document.getElementById("result").value));
  assert.match(await page.inputValue("#result"), /^\{\\rtf1/);
  const look = page.frameLocator("#look");
  assert.equal(await look.locator("h1").textContent(), "Hello");
  assert.equal(await look.locator("em").textContent(), "text");
});

const SAMPLES = {
  markdown: "# Head\n\nOne **bold** word, ünd.\n\n| a | b |\n|---|---|\n| 1 | 2 |\n",
  rtf: "{\\rtf1\\ansi One {\\b bold} word, \\'fcnd.\\par}",
  text: "One bold word, ünd.\n",
  html: "<p>One <b>bold</b> word, ünd.</p>",
  csv: "word,bold\nOne,2\n",
  json: '{"pandoc-api-version":[1,23,1],"meta":{},"blocks":[{"t":"Para","c":[{"t":"Str","c":"bold"}]}]}',
};

for (const from of Object.keys(SAMPLES)) {
  run(`makes of ${from} the same as Node does, in every format`, async (page) => {
    const native = await library();
    await open(page);
    for (const to of Object.keys(SAMPLES)) {
      const expected = native.convert(SAMPLES[from], { from, to }).output;
      const { length } = expected;
      assert.equal(
        await convert(page, SAMPLES[from], from, to),
        expected.replaceAll("\r\n", "\n"),
        `${from} to ${to}`,
      );
      assert.ok(length > 0 || to === "csv", `${from} to ${to} is something`);
    }
  });
}

run("detects formats and says which", async (page) => {
  await open(page);
  await convert(page, SAMPLES.rtf);
  await page.waitForFunction(() =>
    /RTF, as detected/.test(document.getElementById("source-meta").textContent),
  );
});

run("takes the rich text of a paste, and offers the rest", async (page) => {
  await open(page);
  const rtf = "{\\rtf1\\ansi from {\\b Word}\\par}";
  await paste(page, {
    "text/plain": "from Word",
    "text/html": "<p>from <b>the web</b></p>",
    "text/rtf": rtf,
  });
  assert.match(await result(page), /from \*\*Word\*\*/);
  assert.equal(await page.inputValue("#source"), rtf);
  assert.equal(await page.inputValue("#from"), "rtf");
  await page.click("#offer >> text=HTML");
  await page.waitForFunction(() => /the web/.test(document.getElementById("result").value));
  assert.equal(await page.inputValue("#from"), "html");
  // A paste where something stands goes in as text, and the rest is offered.
  await paste(page, { "text/plain": "x", "text/rtf": rtf });
  await page.click("#offer >> text=Take its RTF");
  await page.waitForFunction(() => /\*\*Word\*\*/.test(document.getElementById("result").value));
});

run("takes the HTML of a paste that has no RTF", async (page) => {
  await open(page);
  await paste(page, { "text/plain": "ab", "text/html": "<ul><li>a<li>b</ul>" });
  assert.match(await result(page), /- a\n- b/);
});

run("copies as rich text, which comes back by Ctrl+V", async (page, { context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]).catch(() => {});
  await open(page);
  await convert(page, "Some **bold** words.", "markdown", "rtf");
  await page.click("#copy-rich");
  await page.waitForFunction(() => document.getElementById("copy-rich").textContent === "Copied");
  await page.click("#clear");
  await page.selectOption("#to", "markdown");
  await page.focus("#source");
  await page.keyboard.press("Control+V");
  assert.match(await result(page), /Some \*\*bold\*\* words\./);
  assert.match(await page.inputValue("#from"), /rtf|html/);
});

run("opens a file that is chosen, its bytes as they are", async (page) => {
  const native = await library();
  await open(page);
  await page.setInputFiles("#files", MEMO);
  const expected = native.convert(new Uint8Array(await readFile(MEMO)), {
    from: "rtf",
    to: "markdown",
  }).output;
  assert.equal(await result(page), expected);
  assert.match(await page.textContent("#source-meta"), /memo\.rtf · 691 bytes · RTF/);
});

run("opens a file that is dropped", async (page) => {
  await open(page);
  await drop(page, [MEMO]);
  assert.match(await result(page), /He was \*\*very\*\* pleased/);
  assert.equal(await page.isHidden("#dropping"), true);
});

run("keeps a folder that is dropped, and all in it", async (page) => {
  const folder = await mkdtemp(path.join(os.tmpdir(), "legacybridge-"));
  await mkdir(path.join(folder, "letters/old"), { recursive: true });
  await writeFile(path.join(folder, "letters/a.md"), "# A");
  await writeFile(path.join(folder, "letters/old/b.rtf"), SAMPLES.rtf);
  await writeFile(path.join(folder, "letters/program.exe"), "MZ");
  await open(page);
  await drop(page, [path.join(folder, "letters")]);
  await page.waitForFunction(() => document.getElementById("folder-count").textContent === "2");
  assert.match(await page.textContent("#folder-facts"), /2 documents.*1 other file left out/);
  assert.equal(await page.getAttribute("#tab-folder", "aria-selected"), "true");
});

run("saves the result under the document's name", async (page) => {
  await open(page);
  await page.setInputFiles("#files", MEMO);
  const text = await result(page);
  const [download] = await Promise.all([page.waitForEvent("download"), page.click("#download")]);
  assert.equal(download.suggestedFilename(), "memo.md");
  assert.equal(await readFile(await download.path(), "utf8"), text);
});

run("has a field for each option, and the connection string of those that are set", async (page) => {
  const { options } = await tables();
  await open(page);
  await page.click("#tab-options");
  for (const { key } of options) {
    assert.equal(await page.locator(`#option-${key}`).count(), 1, key);
  }
  assert.doesNotMatch(await page.textContent("#panel-options"), /\[object|undefined/);
  assert.match(await page.textContent("#option-Theme-what"), /Default: \w+\.$/);
  await convert(page, "A {~~old~>new~~} *word*.", "markdown", "markdown");
  await page.selectOption("#option-Emphasis", "_");
  await page.waitForFunction(() => /_word_/.test(document.getElementById("result").value));
  await page.fill("#option-LinkBase", "C:\\a;b");
  assert.equal(await page.textContent("#connection"), "Emphasis=_;LinkBase={C:\\a;b}");
  assert.equal(await page.textContent("#options-count"), "2");
  const calls = {
    C: 'legacybridge_create("Emphasis=_;LinkBase={C:\\\\a;b}", &handle)',
    VB6: 'bridge.Options = "Emphasis=_;LinkBase={C:\\a;b}"',
    Delphi: "TLegacyBridge.Create('Emphasis=_;LinkBase={C:\\a;b}')",
    "C#": 'new Converter("Emphasis=_;LinkBase={C:\\\\a;b}")',
    Python: 'lb.Converter("Emphasis=_;LinkBase={C:\\\\a;b}")',
    JavaScript: 'options: "Emphasis=_;LinkBase={C:\\\\a;b}"',
  };
  await page.click("#tab-call");
  for (const [language, call] of Object.entries(calls)) {
    await page.click(`.languages >> text="${language}"`);
    assert.ok(
      (await page.textContent("#call")).includes(call),
      `${language}: ${await page.textContent("#call")}`,
    );
  }
  await page.click("#tab-options");
  await page.click("text=All defaults");
  assert.match(await page.textContent("#connection"), /No option set/);
  await page.waitForFunction(() => /\*word\*/.test(document.getElementById("result").value));
});

run("shows a refused value at its field", async (page) => {
  await open(page);
  await convert(page, "a", "markdown", "rtf");
  await page.click("#tab-options");
  await page.fill("#option-BodySize", "9999");
  await page.waitForSelector("#failure:not([hidden])");
  assert.match(await page.textContent("#failure"), /BAD_OPTION/);
  assert.equal(await page.getAttribute("#option-BodySize", "aria-invalid"), "true");
  await page.fill("#option-BodySize", "12");
  await page.waitForFunction(() => /\\rtf1/.test(document.getElementById("result").value));
  assert.equal(await page.getAttribute("#option-BodySize", "aria-invalid"), "false");
});

run("selects the place of a loss in the source", async (page) => {
  await open(page);
  const filler = "Words and words, ünd more of them.\n\n".repeat(400);
  await convert(page, `${filler}[go](javascript:alert(1)) there`, "markdown", "rtf");
  await page.click("#panel-losses button.loss");
  assert.match(await selected(page), /^javascript:/);
  const { top, height } = await page.$eval("#source", (box) => ({
    top: box.scrollTop,
    height: box.clientHeight,
  }));
  assert.ok(top > height, "it is scrolled to");
  assert.equal(await page.evaluate(() => document.activeElement.id), "source");
});

run("selects the place of a loss in bytes of another code page", async (page) => {
  const file = path.join(await mkdtemp(path.join(os.tmpdir(), "legacybridge-")), "a.rtf");
  await writeFile(
    file,
    Buffer.from(
      "{\\rtf1\\ansi\r\n \xe4\xf6\xfc \r\n{\\colortbl;\\red255\\green0\\blue0;}{\\cf1 red} {\\object x}}",
      "latin1",
    ),
  );
  await open(page);
  await page.setInputFiles("#files", file);
  await result(page);
  await page.click("#panel-losses button.loss:has-text('colour')");
  assert.match(await selected(page), /red|\\cf1/);
  assert.match(await page.textContent("#source-meta"), /Windows-1252/);
});

run("says what is wrong with the source, and where", async (page) => {
  await open(page);
  await page.setInputFiles("#files", path.join(root, "tests/documents/damaged.rtf"));
  await result(page);
  await page.waitForSelector("button.loss.finding");
  await page.click("button.loss.finding >> nth=0");
  assert.notEqual(await selected(page), "");
});

run("shows an error with its place", async (page) => {
  const file = path.join(await mkdtemp(path.join(os.tmpdir(), "legacybridge-")), "a.md");
  await writeFile(file, Buffer.from("caf\xe9 au lait", "latin1"));
  await open(page);
  await page.setInputFiles("#files", file);
  await page.waitForSelector("#failure:not([hidden])");
  assert.match(await page.textContent("#failure"), /BAD_ENCODING \(-5\)/);
  await page.click("text=Show the place");
  assert.match(await selected(page), /^é/);
  await page.click("text=Read it as Windows-1252");
  assert.match(
    await (await page.waitForFunction(() => document.getElementById("result").value)).jsonValue(),
    /caf/,
  );
});

run("shows the look of the source beside that of the result", async (page) => {
  await open(page);
  await page.click(".chips >> text=A RichEdit memo");
  const look = page.frameLocator("#look");
  await look.locator("text=very").waitFor();
  assert.equal(await look.locator("[style*=color]").count(), 0);
  await page.click("text=of the source");
  await look.locator("[style*=color]").first().waitFor();
});

run("converts back what has become", async (page) => {
  await open(page);
  await convert(page, "Some *words*.", "markdown", "rtf");
  await page.click("#swap");
  await page.waitForFunction(() => document.getElementById("result").value === "Some *words*.\n");
  assert.equal(await page.inputValue("#from"), "rtf");
});

run("has examples, each of which converts", async (page, { errors }) => {
  await open(page);
  const titles = await page.$$eval("#example option", (all) => all.slice(1).map((one) => one.textContent));
  assert.ok(titles.length > 10);
  for (const title of titles) {
    await page.selectOption("#example", { label: title });
    assert.notEqual(await result(page), "", title);
    assert.equal(await page.isHidden("#failure"), true, title);
  }
  assert.deepEqual(errors, []);
});

run("tells times and memory", async (page) => {
  await open(page);
  await convert(page, "# a");
  await page.click("#tab-figures");
  const words = await page.textContent("#panel-figures");
  assert.match(words, /Memory in use[\d.,]+ (bytes|KB|MB)/);
  assert.match(words, /Conversion[\d.]+ ms/);
});
