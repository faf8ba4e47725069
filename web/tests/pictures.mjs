// Pictures of the page for the documentation: node pictures.mjs FOLDER. After `make web`.
//
// Shape   five states of it, each as the page is when somebody has done that.
// Errors  without Chromium, 1.

import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { chromium } from "playwright-core";
import { executablePath, open, result, why } from "./kit.mjs";
import { png } from "./png.mjs";

const [folder] = process.argv.slice(2);
if (why !== undefined || folder === undefined) {
  console.error(why ?? "node pictures.mjs FOLDER");
  process.exit(1);
}
await mkdir(folder, { recursive: true });
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--hide-scrollbars"] });

/** What takes screenshots apart. */
const decoder = await browser.newPage();

async function picture(name, work, { width = 1280, height = 1000, ...options } = {}) {
  const context = await browser.newContext({ viewport: { width, height }, ...options });
  const page = await context.newPage();
  await open(page);
  await work(page);
  await page.waitForTimeout(600);
  await page.evaluate(() => scrollTo(0, 0));
  const shot = (await page.screenshot()).toString("base64");
  await context.close();
  const [rgba, across, down] = await decoder.evaluate(async (address) => {
    const image = await createImageBitmap(await (await fetch(address)).blob());
    const canvas = new OffscreenCanvas(image.width, image.height).getContext("2d");
    canvas.drawImage(image, 0, 0);
    const { data } = canvas.getImageData(0, 0, image.width, image.height);
    const binary = Array.from(data, (byte) => String.fromCharCode(byte)).join("");
    return [btoa(binary), image.width, image.height];
  }, `data:image/png;base64,${shot}`);
  const bytes = png(new Uint8Array(Buffer.from(rgba, "base64")), across, down);
  await writeFile(path.join(folder, `${name}.png`), bytes);
  console.log(`${name}.png: ${bytes.length} bytes`);
}

await picture("start", async () => {});

await picture("losses", async (page) => {
  await page.selectOption("#example", { label: "Fields and embedded objects" });
  await result(page);
  await page.click("#panel-losses button.loss >> nth=1");
});

await picture("options", async (page) => {
  await page.selectOption("#example", { label: "A release note" });
  await result(page);
  await page.click("#tab-options");
  await page.fill("#option-BodyFont", "Segoe UI");
  await page.selectOption("#option-Theme", "Modern");
  await result(page);
  await page.click("#tab-options");
});

await picture("folder", async (page) => {
  const place = path.join(await mkdtemp(path.join(os.tmpdir(), "legacybridge-")), "letters");
  const line = "Some *words* and **more** of them, with a [link](https://example.com/).\n\n";
  for (let n = 1; n <= 60; n++) {
    const file = path.join(place, String(2001 + (n % 3)), `letter-${String(n).padStart(2, "0")}.md`);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, `# Letter ${n}\n\n${line.repeat(n > 12 ? 30_000 : 200)}`);
  }
  await page.selectOption("#to", "rtf");
  await page.setInputFiles("#folder-files", place);
  await page.click("#folder-start");
  await page.waitForFunction(() => document.getElementById("folder-bar").value > 15);
});

await picture(
  "phone",
  async (page) => {
    await page.selectOption("#example", { label: "A discharge letter" });
    await result(page);
    await page.click('[data-pane="look"]');
  },
  { width: 390, height: 844, colorScheme: "dark", deviceScaleFactor: 1.5 },
);

await browser.close();
