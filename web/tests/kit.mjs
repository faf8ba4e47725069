// What the tests share: a browser, the page in it, and who sees that nothing leaves.
//
// Shape   `browsing` makes a browser for a file of tests and ends it; each test has a window of its own.
//         Everything that the browser sends goes to a proxy that counts and refuses.
// Errors  without Chromium the tests are skipped, and say so.

import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import net from "node:net";
import path from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const here = path.dirname(fileURLToPath(import.meta.url));
export const root = path.dirname(path.dirname(here));
export const pageFile = process.env.LEGACYBRIDGE_PAGE ?? path.join(root, "dist/web/index.html");
export const packageFolder = process.env.LEGACYBRIDGE_PACKAGE ?? path.join(root, "bindings/wasm");

function found() {
  const names = [process.env.CHROMIUM, "chromium", "chromium-browser", "google-chrome"];
  for (const name of names.filter(Boolean)) {
    try {
      return execFileSync("sh", ["-c", 'command -v "$0"', name], { encoding: "utf8" }).trim();
    } catch {
      // The next one.
    }
  }
  return undefined;
}

export const executablePath = found();
export const why = !executablePath
  ? "no Chromium here (apt install chromium, or CHROMIUM=path)"
  : !existsSync(pageFile)
    ? `${pageFile} is not there: make web`
    : undefined;

/** The package as Node loads it. */
export const tables = () => import(pathToFileURL(path.join(packageFolder, "dist/node.js")));

/** Its library, to compare with. */
export const library = async () => (await tables()).load();

/** A row of tests in one browser. `run(name, body, options)`: body gets the page and what is known of it. */
export function browsing({ args = [] } = {}) {
  let browser;
  const sent = [];
  const proxy = net.createServer((socket) => {
    socket.on("error", () => {});
    socket.once("data", (data) => {
      sent.push(String(data).split("\r\n")[0]);
      socket.end("HTTP/1.1 502 No\r\n\r\n");
    });
  });
  if (why !== undefined) {
    console.log(`SKIPPED: ${why}`);
  } else {
    before(async () => {
      await new Promise((resolve) => proxy.listen(0, "127.0.0.1", resolve));
      browser = await chromium.launch({
        executablePath,
        args: [
          "--no-sandbox",
          "--disable-component-update",
          `--proxy-server=127.0.0.1:${proxy.address().port}`,
          "--proxy-bypass-list=<-loopback>",
          ...args,
        ],
      });
    });
    after(async () => {
      await browser?.close();
      proxy.close();
    });
  }

  return (name, body, options = {}) =>
    test(name, { skip: why, timeout: 240_000 }, async (t) => {
      const context = await browser.newContext({ viewport: { width: 1440, height: 1000 }, ...options });
      const seen = { requests: [], dialogs: [], errors: [] };
      try {
        const page = await context.newPage();
        context.on("request", (request) => {
          if (!/^(file|blob|data|about):/.test(request.url())) {
            seen.requests.push(`${request.resourceType()} ${request.url()}`);
          }
        });
        page.on("dialog", (dialog) => {
          seen.dialogs.push(dialog.message());
          void dialog.dismiss();
        });
        page.on("pageerror", (error) => seen.errors.push(String(error)));
        sent.length = 0;
        await body(page, { ...seen, sent: () => foreign(sent), context, t });
      } finally {
        await context.close();
      }
    });
}

/** What the browser asks for of itself is not the page's doing. */
function foreign(lines) {
  return lines.filter((line) => !/google|gstatic|gvt1|chromium/i.test(line));
}

export const pageAddress = String(pathToFileURL(pageFile));

/** The page, opened from disk and ready. */
export async function open(page) {
  await page.goto(pageAddress);
  await page.waitForFunction(() => document.querySelectorAll("#from option").length > 0);
}

/** Waits until nothing is being converted, and gives the result. */
export async function result(page) {
  await page.waitForFunction(
    () =>
      document.getElementById("panes").getAttribute("aria-busy") === "false" &&
      (document.getElementById("result").value !== "" || !document.getElementById("failure").hidden),
  );
  return page.inputValue("#result");
}

/** Puts a text into the source and gives the result. */
export async function convert(page, text, from = "detect", to = "markdown") {
  await page.selectOption("#from", from);
  await page.selectOption("#to", to);
  await page.fill("#source", text);
  await page.waitForSelector('#panes[aria-busy="false"]');
  return page.inputValue("#result");
}

/** The text that is selected in the source. */
export function selected(page) {
  return page.$eval("#source", (box) => box.value.slice(box.selectionStart, box.selectionEnd));
}

/** Drops files and folders on the page, as the system would. */
export async function drop(page, files, x = 300, y = 400) {
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files, dragOperationsMask: 1 };
  for (const type of ["dragEnter", "dragOver", "drop"]) {
    await session.send("Input.dispatchDragEvent", { type, x, y, data });
  }
}

/** A paste with these texts, by their types. */
export async function paste(page, texts, selector = "#source") {
  await page.focus(selector);
  await page.evaluate(
    ([texts, selector]) => {
      const data = new DataTransfer();
      for (const [type, text] of Object.entries(texts)) {
        data.setData(type, text);
      }
      const event = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
      document.querySelector(selector).dispatchEvent(event);
    },
    [texts, selector],
  );
}
