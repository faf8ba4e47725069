// What happens where the browser gives no more memory: here it gives 64 MB.

import assert from "node:assert/strict";
import { mkdtemp, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { browsing, convert, open } from "./kit.mjs";

const run = browsing({ args: ["--js-flags=--wasm-max-mem-pages=1000"] });

run("says that memory is at its end, and goes on with a fresh worker", async (page) => {
  const file = path.join(await mkdtemp(path.join(os.tmpdir(), "legacybridge-")), "large.md");
  await writeFile(file, "Some *words* and **more** of them.\n\n".repeat(700_000));
  await open(page);
  await convert(page, "*a*", "markdown", "rtf");
  const [old] = page.workers();
  await page.setInputFiles("#files", file);
  await page.waitForSelector("#failure:not([hidden])");
  assert.match(await page.textContent("#failure"), /MEMORY_LIMIT.*fresh worker/);
  await page.click("#clear");
  assert.match(await convert(page, "*b*", "markdown", "rtf"), /\\i b/);
  assert.deepEqual([page.workers().length, page.workers().includes(old)], [1, false]);
});

run("leaves out of a ZIP what memory is too small for", async (page) => {
  const folder = await mkdtemp(path.join(os.tmpdir(), "legacybridge-"));
  await writeFile(path.join(folder, "a.md"), "a");
  await writeFile(path.join(folder, "b.md"), "Some *words* and **more** of them.\n\n".repeat(700_000));
  await writeFile(path.join(folder, "c.md"), "c");
  await open(page);
  await page.selectOption("#to", "rtf");
  await page.setInputFiles("#folder-files", folder);
  await page.click("#folder-start");
  await page.waitForSelector("#folder-save:not([hidden])");
  assert.match(await page.textContent("#folder-told"), /2 documents converted.*1 document failed/);
});
