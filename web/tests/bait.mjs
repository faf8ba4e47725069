// Who would notice a document that runs something or asks for something: a browser, and a server as bait.
//
// Shape   the server is the proxy of all addresses, and the answer to each; the browser reaches nothing else.
//         `look` opens documents, each in a frame and a folder of its own, does what a reader could do (every
//         handler, every link that is no address of the web), and tells what came of all of them together.
// Notice  a script is what the engine compiles, so that it matters neither what it does nor whether it does it
//         at once; a request is what reaches the server, so that it matters not who sent it.
// Errors  without Chromium there is nothing: who calls skips.

import http from "node:http";
import { chromium } from "playwright-core";

/** What the tests themselves run carries this name. */
const OURS = "legacybridge-test";
const PIXEL = Buffer.from("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7", "base64");
/** Where Chromium asks of its own accord, whatever the page; none of the documents names such a place. */
const ITS_OWN = /^\S+ (https?:\/\/)?[^/:]*\.(google|googleapis|gstatic|gvt1)\.com[:/]/;

/** Does in all frames what a reader could do; the addresses of each frame's pictures. */
const PROVOKE = `(async () => {
  const rest = (time) => new Promise((resolve) => setTimeout(resolve, time));
  const each = (work) => [...document.querySelectorAll("iframe")].map((frame) => {
    try { return work(frame.contentDocument); } catch { return []; }
  });
  const addresses = each((inside) => [...inside.images].map((image) => image.src));
  each((inside) => {
    for (const element of inside.querySelectorAll("*")) {
      for (const { name } of [...element.attributes].filter(({ name }) => name.startsWith("on"))) {
        element.dispatchEvent(new Event(name.slice(2), { bubbles: true, cancelable: true }));
      }
      const isOfTheWeb = /^(https?|mailto|tel|ftp|sms|cid|file):/.test(element.protocol ?? "");
      if ((element.hasAttribute("href") && !isOfTheWeb) || element.matches("button, summary, [type=submit], [type=image]")) {
        element.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }));
      }
      element.focus?.();
    }
  });
  await rest(200);
  return addresses;
})()
//# sourceURL=${OURS}`;

/** The server and the browser. */
export async function baiting(executablePath) {
  let heard = [];
  let served = [];
  const hear = (line) => ITS_OWN.test(line) || heard.push(line);
  const server = http.createServer((request, response) => {
    const address = new URL(request.url, `http://${request.headers.host}`);
    const own = address.origin === origin && /^\/(?:look|(\d+)\/)$/.exec(address.pathname);
    const answer = (type, body, more = {}) => {
      response.writeHead(200, { "content-type": type, "cache-control": "no-store", ...more });
      response.end(body);
    };
    if (own && own[1] === undefined) {
      const frames = served.map((_, at) => `<iframe src="/${at}/"></iframe>`).join("");
      answer("text/html", `<!doctype html><link rel="icon" href="data:,">${frames}`);
    } else if (own && served[own[1]]?.asked === false) {
      const { html, policy } = served[own[1]];
      served[own[1]].asked = true;
      answer("text/html; charset=utf-8", html, policy && { "content-security-policy": policy });
    } else {
      // Whatever it was to be: something that goes on to do harm.
      hear(`${request.method} ${address.href}`);
      const isPicture = /^image\//.test(request.headers.accept);
      answer(isPicture ? "image/gif" : "text/html", isPicture ? PIXEL : "self.ran = 1");
    }
  });
  for (const event of ["connect", "upgrade"]) {
    server.on(event, (request, socket) => {
      hear(`${request.method === "CONNECT" ? "CONNECT" : "UPGRADE"} ${request.url}`);
      socket.on("error", () => {});
      socket.end("HTTP/1.1 502 No\r\n\r\n");
    });
  }
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const origin = `http://127.0.0.1:${server.address().port}`;
  const browser = await chromium.launch({
    executablePath,
    args: [
      "--no-sandbox",
      "--disable-component-update",
      `--proxy-server=${origin}`,
      "--proxy-bypass-list=<-loopback>",
      // All frames in one process, so that one session hears their scripts.
      "--disable-site-isolation-trials",
      "--disable-features=IsolateOrigins,site-per-process,IsolateSandboxedIframes",
    ],
  });

  /** Hears what a page and its frames run from now on. */
  async function watch(page) {
    const scripts = [];
    const session = await page.context().newCDPSession(page);
    session.on("Debugger.scriptParsed", ({ url, scriptId, executionContextAuxData: { frameId } = {} }) => {
      // What shows that a frame could not be loaded is the browser's own page.
      if (url !== OURS && !url.startsWith("chrome-error:")) {
        scripts.push({ scriptId, frameId });
      }
    });
    await session.send("Debugger.enable");
    page.on("dialog", (dialog) => {
      scripts.push({});
      void dialog.dismiss().catch(() => {});
    });
    const source = async (scriptId) =>
      scriptId === undefined
        ? "a dialog"
        : session.send("Debugger.getScriptSource", { scriptId }).then(
            ({ scriptSource }) => scriptSource.slice(0, 200),
            () => "a script that is gone",
          );
    /** Whose frame it is: the frames of the page are counted, and those in them belong to them. */
    const owners = async () => {
      const all = new Map();
      const { frameTree } = await session.send("Page.getFrameTree");
      const add = ({ frame, childFrames = [] }, at) => {
        all.set(frame.id, at);
        childFrames.forEach((inside) => add(inside, at));
      };
      frameTree.childFrames?.forEach(add);
      return all;
    };
    return {
      /** Runs an expression of the tests' own, which nobody counts. */
      async run(expression) {
        const { result, exceptionDetails } = await session.send("Runtime.evaluate", {
          expression,
          awaitPromise: true,
          returnByValue: true,
        });
        if (exceptionDetails) {
          throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
        }
        return result.value;
      },
      /** What has run since the last time, and in which of the page's frames. Empty scripts are those of the
       * tools, and do nothing. */
      async scripts() {
        const frames = await owners();
        const all = scripts.splice(0).map(async ({ scriptId, frameId }) => ({
          text: await source(scriptId),
          frame: frames.get(frameId),
        }));
        return (await Promise.all(all)).filter(({ text }) => text !== "");
      },
    };
  }

  return {
    origin,
    browser,
    watch,
    /** What was asked for since the last time. */
    heard: () => heard.splice(0),

    /** What documents do: `[{ html, policy }]` gives scripts, requests, and the pictures that they show.
     * Documents that nobody has filtered may keep themselves from being loaded. */
    async look(documents, mustLoad = true) {
      const context = await browser.newContext({ viewport: { width: 400, height: 300 } });
      try {
        served = documents.map((one) => ({ ...one, asked: false }));
        heard = [];
        const page = await context.newPage();
        const watched = await watch(page);
        await page.goto(`${origin}/look`, { waitUntil: "commit" });
        await page.waitForLoadState("load", { timeout: mustLoad ? 180_000 : 45_000 }).catch((error) => {
          if (mustLoad) {
            throw error;
          }
        });
        const pictures = await watched.run(PROVOKE);
        const missing = served.filter(({ asked }) => !asked).length;
        if (mustLoad && missing > 0) {
          throw new Error(`${missing} documents were not opened`);
        }
        return { scripts: await watched.scripts(), requests: heard.splice(0), pictures: pictures.flat() };
      } finally {
        await context.close();
      }
    },

    async close() {
      await browser.close();
      server.closeAllConnections();
      server.close();
    },
  };
}
