// For everybody: keyboard alone, screen readers (axe's rules), dark and light, a phone's width.

import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { browsing, convert, open, result, selected } from "./kit.mjs";

const run = browsing();
const axe = createRequire(import.meta.url).resolve("axe-core");
const LOSSY = "# A [go](javascript:alert(1))\n\n![p](https://away.invalid/a.png)";

/** Goes on by Tab until an element is reached; the page must let it. */
async function tabTo(page, selector) {
  for (let presses = 0; presses < 120; presses++) {
    if (await page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector)) {
      return;
    }
    await page.keyboard.press("Tab");
  }
  assert.fail(`${selector} is not reached by Tab`);
}

run("all is done by keyboard alone", async (page) => {
  await open(page);
  await tabTo(page, ".chips button");
  await page.keyboard.press("Enter");
  assert.match(await result(page), /very/);
  // Out of the source's text box and on to the losses; Enter leads back to the place.
  await tabTo(page, "#tab-losses");
  await tabTo(page, "button.loss");
  await page.keyboard.press("Enter");
  assert.notEqual(await selected(page), "");
  await tabTo(page, "#tab-losses");
  await page.keyboard.press("ArrowRight");
  assert.equal(await page.evaluate(() => document.activeElement.id), "tab-options");
  await tabTo(page, "#option-Emphasis");
  await page.keyboard.press("_");
  assert.match(await page.textContent("#connection"), /Emphasis=_/);
  await page.focus("#tab-options");
  await page.keyboard.press("End");
  assert.equal(await page.isVisible("#panel-figures"), true);
  await page.keyboard.press("Home");
  assert.equal(await page.isVisible("#panel-losses"), true);
});

for (const colorScheme of ["light", "dark"]) {
  for (const width of [1440, 360]) {
    run(
      `axe finds nothing: ${colorScheme}, ${width} pixels`,
      async (page) => {
        await page.setViewportSize({ width, height: 900 });
        await open(page);
        const look = async (state) => {
          await page.addScriptTag({ path: axe }).catch(() => {});
          const { violations } = await page.evaluate(() =>
            window.axe.run(document, {
              runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"],
            }),
          );
          const words = violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).join(" ")}`);
          assert.deepEqual(words, [], state);
        };
        await look("start");
        await convert(page, LOSSY, "markdown", "rtf");
        for (const tab of ["losses", "options", "call", "folder", "figures"]) {
          await page.click(`#tab-${tab}`);
          await look(tab);
        }
        await page.click("#tab-folder");
        await page.setInputFiles("#files", [
          { name: "a.md", mimeType: "text/markdown", buffer: Buffer.from("a") },
          { name: "b.json", mimeType: "application/json", buffer: Buffer.from("{") },
        ]);
        await page.click("#folder-start");
        await page.waitForSelector("#folder-save:not([hidden])");
        await look("a folder that is done");
        await page.click("#tab-options");
        await page.fill("#option-BodySize", "9999");
        await page.waitForSelector("#failure:not([hidden])", { state: "attached" });
        await look("a failure");
      },
      { colorScheme, bypassCSP: true },
    );
  }
}

run("a phone shows one pane at a time, and nothing beyond its width", async (page) => {
  await page.setViewportSize({ width: 360, height: 740 });
  await open(page);
  await convert(page, LOSSY, "markdown", "rtf");
  for (const name of ["result", "look", "source"]) {
    await page.click(`[data-pane="${name}"]`);
    for (const other of ["source", "result", "look"]) {
      assert.equal(
        await page.isVisible(`.pane[data-name="${other}"]`),
        other === name,
        `${other} of ${name}`,
      );
    }
  }
  for (const tab of ["losses", "options", "call", "folder", "figures"]) {
    await page.click(`#tab-${tab}`);
    const { width, shown } = await page.evaluate(() => ({
      width: document.documentElement.scrollWidth,
      shown: document.documentElement.clientWidth,
    }));
    assert.ok(width <= shown, `${tab}: ${width} of ${shown}`);
  }
});

run("what was said is in a live region, and the result is busy while it is not done", async (page) => {
  await open(page);
  await convert(page, "a");
  await page.waitForFunction(() => /became/.test(document.querySelector('[role="status"]').textContent));
  assert.equal(await page.getAttribute("#failure", "role"), "alert");
});
