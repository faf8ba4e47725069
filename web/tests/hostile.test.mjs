// Hostile documents in a real browser: no script runs, and nothing is asked for.
//
// Shape   each document is converted to HTML on every way there is; what came of it is opened as a bare page,
//         without any policy, and put into the page's frame. First it is shown that the browser would notice:
//         the same documents unfiltered, on the same ways, do run and do ask.
// Limits  a picture whose address is one of the web stays a picture in HTML, and a bare page fetches it
//         (docs/untrusted.md): those alone may be asked for, and under a policy not even those.
//         HOSTILE=short takes every seventh of other people's payloads, and two of the sets of options.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { baiting } from "./bait.mjs";
import { executablePath, library, open, convert, root, why } from "./kit.mjs";
import { CONTROLS, vectors } from "./vectors.mjs";

const skip = why;
const isShort = process.env.HOSTILE === "short";
/** So many documents are open at once. */
const AT_ONCE = 40;
const POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'";
const SETS = [
  "",
  "Links=All;Html=Convert;Math=Yes;Styling=Html",
  "Untrusted=Yes",
  "HtmlOut=Mail;Changes=Markup;Comments=Keep",
  "HtmlOut=Page",
];
const WAYS = { html: [[], ["markdown"], ["rtf"]], markdown: [[], ["rtf"]], rtf: [[], ["markdown"]] };

let bait;
let lb;
let own;
let payloads;
if (skip !== undefined) {
  console.log(`SKIPPED: ${skip}`);
} else {
  before(async () => {
    bait = await baiting(executablePath);
    lb = await library();
    const all = await vectors(root);
    own = all.own;
    const some = (all.payloads ?? []).filter((_, at) => !isShort || at % 7 === 0);
    payloads = some.flatMap(all.holdersOf);
    console.log(
      `${own.length} documents of our own, ${payloads.length} of ${some.length} payloads of DOMPurify's`,
    );
  });
  after(() => bait?.close());
}

/** HTML by each way and with each set of options, each text once. */
function written(documents, sets = isShort ? SETS.slice(0, 2) : SETS) {
  const all = new Map();
  for (const options of sets) {
    for (const [from, text] of documents) {
      for (const way of WAYS[from]) {
        let [format, made] = [from, text];
        for (const to of [...way, "html"]) {
          made = lb.convert(made, { from: format, to, options }).output;
          format = to;
        }
        if (!all.has(made)) {
          all.set(made, `${[from, ...way, "html"].join(" to ")}, "${options}": ${text}`);
        }
      }
    }
  }
  return all;
}

const groups = (all, size) =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, at) => all.slice(at * size, (at + 1) * size));

/** What a request of a picture's looks like at the server. */
function requestOf(address) {
  const { protocol, host, hostname, href } = new URL(address);
  return protocol === "https:"
    ? `CONNECT ${hostname}:${host.split(":")[1] ?? 443}`
    : `GET ${href.split("#")[0]}`;
}

/** What is wrong with what documents did. */
function faults({ scripts, requests, pictures }, policy) {
  const allowed = policy ? [] : pictures.filter((address) => /^https?:/.test(address)).map(requestOf);
  return [
    ...scripts.map(({ text }) => `ran ${text}`),
    ...requests.filter((line) => !allowed.includes(line)).map((line) => `asked ${line}`),
  ];
}

/** Opens pages, and names those that do anything. */
async function bare(all, policy) {
  const found = [];
  for (const group of groups([...all.keys()], AT_ONCE)) {
    const problems = faults(await bait.look(group.map((html) => ({ html, policy }))), policy);
    if (problems.length > 0) {
      for (const html of group) {
        const own = faults(await bait.look([{ html, policy }]), policy);
        found.push(...own.map((problem) => `${problem}\n  ${all.get(html)}\n  ${html}`));
      }
      assert.notEqual(found.length, 0, `together, not one by one: ${problems}`);
    }
  }
  assert.deepEqual(found, []);
}

const run = (name, body) => test(name, { skip, timeout: 900_000 }, body);

run("would notice each thing that a page can do", async () => {
  const calm = await bait.look([{ html: "<p>words" }]);
  assert.deepEqual(calm, { scripts: [], requests: [], pictures: [] });
  // Each asks for a place of its own.
  const all = CONTROLS.map((html, at) => html.replaceAll("bait.example", `bait-${at}.example`));
  const { scripts, requests } = await bait.look(all.map((html) => ({ html })));
  for (const [at, html] of all.entries()) {
    const ran = scripts.filter(({ frame }) => frame === at).length;
    assert.equal(ran > 0, /ran=|\.js/.test(html), `${html}: ${ran} scripts`);
    const asked = requests.filter(
      (line) => line.includes(`bait-${at}.example`) || line.includes(`/${at}/`),
    ).length;
    assert.equal(asked > 0, /bait-|"a\.gif"/.test(html), `${html}: ${asked} requests`);
  }
});

run("would notice the same documents unfiltered", async (t) => {
  // As they are written where the options let all through.
  const passed = [
    ...new Set(
      own
        .filter(([from]) => from === "markdown")
        .map(([, text]) => lb.convert(text, { from: "markdown", to: "html", options: "Html=Pass" }).output),
    ),
  ];
  const raw = [...new Set([...own, ...payloads].filter(([from]) => from === "html").map(([, text]) => text))];
  for (const [name, all] of Object.entries({ passed, raw })) {
    let [ran, asked] = [0, 0];
    for (const group of groups(all, AT_ONCE)) {
      // A dialog would hold up all others; a script is one whatever it calls.
      const calm = group.map((html) => ({ html: html.replace(/\b(alert|confirm|prompt)\b/g, "String") }));
      const { scripts, requests } = await bait.look(calm, false);
      ran += scripts.length;
      asked += requests.length;
    }
    t.diagnostic(`${all.length} ${name}: ${ran} scripts, ${asked} requests`);
    assert.ok(
      ran > all.length / 10 && asked > all.length / 10,
      `${ran} scripts and ${asked} requests of ${all.length} ${name}`,
    );
  }
});

run("documents of our own as bare pages", async (t) => {
  const all = written(own);
  t.diagnostic(`${all.size} pages`);
  await bare(all);
});

run("payloads of DOMPurify as bare pages", async (t) => {
  if (payloads.length === 0) {
    t.skip("LEGACYBRIDGE_CORPUS names no folder with suites/dompurify");
    return;
  }
  const all = written(payloads, SETS.slice(0, 2));
  t.diagnostic(`${all.size} pages`);
  await bare(all);
});

run("under a policy not even pictures are fetched", async () => {
  await bare(written(own, SETS.slice(0, 1)), POLICY);
});

/** The page in a browser whose every request is heard. */
async function inPage(options, body) {
  const context = await bait.browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  try {
    const page = await context.newPage();
    await open(page);
    const watched = await bait.watch(page);
    // The page's own scripts were there before.
    await watched.scripts();
    bait.heard();
    await body(page, watched);
  } finally {
    await context.close();
  }
}
/** Puts HTML into the frame as it is. */
const put = (html, more = "") => `(async () => {
  const frame = document.getElementById("look");
  ${more}
  const loaded = new Promise((resolve) => frame.addEventListener("load", resolve, { once: true }));
  frame.srcdoc = ${JSON.stringify(html)};
  await loaded;
  await new Promise((resolve) => setTimeout(resolve, 60));
})()
//# sourceURL=legacybridge-test`;

run("the page's frame runs nothing and fetches nothing, even unfiltered", async () => {
  const all = [
    ...new Set([...CONTROLS, ...payloads.filter(([from]) => from === "html").map(([, text]) => text)]),
  ];
  const does = async (html, watched, more) => {
    await watched.run(put(html, more));
    return { scripts: await watched.scripts(), requests: bait.heard() };
  };
  // Without the walls it would be noticed.
  await inPage({ bypassCSP: true }, async (_, watched) => {
    const open = 'frame.removeAttribute("sandbox");';
    assert.notDeepEqual((await does("<script>window.ran=1</script>", watched, open)).scripts, []);
    const { requests } = await does('<img src="http://bait.example/a.gif">', watched, open);
    assert.deepEqual(requests, ["GET http://bait.example/a.gif"]);
  });
  await inPage({}, async (_, watched) => {
    for (const html of all) {
      assert.deepEqual(await does(html, watched), { scripts: [], requests: [] }, html);
    }
  });
});

run("the page shows hostile documents, and nothing happens", async (t) => {
  // What the page writes is the same as above; that it is the page's own way is shown by some of it.
  const documents = [...own, ...payloads].filter(
    ([, text], at) => text.trim() !== "" && at % (isShort ? 41 : 7) === 0,
  );
  t.diagnostic(`${documents.length} documents`);
  await inPage({}, async (page) => {
    // Scripts of the page itself would drown those of the frame: they are counted by what they leave.
    const errors = [];
    page.on("dialog", (dialog) => errors.push(dialog.message()));
    page.on("pageerror", (error) => errors.push(String(error)));
    const shown = new Map();
    for (const [from, text] of documents) {
      await convert(page, text, from, from === "html" ? "markdown" : "html");
      shown.set(await page.getAttribute("#look", "srcdoc"), `the page's frame, ${from}: ${text}`);
      assert.deepEqual([errors, bait.heard()], [[], []], text);
      assert.ok(await page.evaluate(() => window.ran === undefined), text);
    }
    t.diagnostic(`${shown.size} frames`);
    // The same without the frame's walls.
    await bare(shown);
  });
});
