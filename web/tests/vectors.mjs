// Documents that want to do harm: scripts, handlers, addresses and requests, in each format.
//
// Shape   each is `[format, text]`. RUN and ASK are what harm would be: any script, and any request to a place
//         of that name. Others come from files: tests/html/hostile.txt, and DOMPurify's payloads where a
//         folder of other people's documents is there.

import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";

const RUN = "window.ran=1";
const ASK = "http://bait.example";

/** Addresses that a link or a picture must not have, in the spellings that filters miss. */
const ADDRESSES = [
  `javascript:${RUN}`,
  `JaVaScRiPt:${RUN}`,
  `java\tscript:${RUN}`,
  `java\nscript:${RUN}`,
  ` \u0001javascript:${RUN}`,
  `\u00a0javascript:${RUN}`,
  `java\u200bscript:${RUN}`,
  `javascript&colon;${RUN}`,
  `&#106;avascript:${RUN}`,
  `&#x6A avascript:${RUN}`,
  `java&Tab;script:${RUN}`,
  `javascript&#58;${RUN}`,
  `javascript%3A${RUN}`,
  `javascript://example.com/%0a${RUN}`,
  `vbscript:${RUN}`,
  `data:text/html,<script>${RUN}</script>`,
  `data:text/html;base64,PHNjcmlwdD53aW5kb3cucmFuPTE8L3NjcmlwdD4=`,
  `data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' onload='${RUN}'/>`,
  `blob:${RUN}`,
  `view-source:javascript:${RUN}`,
  `x" onerror="${RUN}" onclick="${RUN}`,
  `x' onerror='${RUN}' onclick='${RUN}`,
  `x><img src=x onerror=${RUN}>`,
];

/** HTML that does something by itself, or when it is touched: unfiltered, each of these is noticed. */
export const CONTROLS = [
  `<script>${RUN}</script>`,
  `<script src="${ASK}/a.js"></script>`,
  `<script type="module">${RUN}</script>`,
  `<img src="data:," onerror="${RUN}">`,
  `<svg onload="${RUN}"></svg>`,
  `<svg><script>${RUN}</script></svg>`,
  `<math><mtext><img src="data:," onerror="${RUN}"></mtext></math>`,
  `<body onload="${RUN}">`,
  `<iframe srcdoc="<script>${RUN}</script>"></iframe>`,
  `<iframe src="javascript:${RUN}"></iframe>`,
  `<details open ontoggle="${RUN}"><summary>a</summary></details>`,
  `<input autofocus onfocus="${RUN}">`,
  `<p onmouseover="${RUN}">a</p>`,
  `<a href="javascript:${RUN}">a</a>`,
  `<a href="java&Tab;script&colon;${RUN}">a</a>`,
  `<form action="javascript:${RUN}"><button>a</button></form>`,
  `<button formaction="javascript:${RUN}" form="f">a</button><form id="f"></form>`,
  `<img src="${ASK}/a.gif">`,
  `<img src="a.gif">`,
  `<img srcset="${ASK}/a.gif 1x">`,
  `<img src="https://bait.example/a.gif">`,
  `<input type="image" src="${ASK}/a.gif">`,
  `<video poster="${ASK}/a.gif"></video>`,
  `<video src="${ASK}/a.mp4" autoplay></video>`,
  `<audio src="${ASK}/a.mp3" autoplay></audio>`,
  `<table background="${ASK}/a.gif"><tr><td>a</table>`,
  `<p style="background:url(${ASK}/a.gif)">a</p>`,
  `<style>p{background:url(${ASK}/a.gif)}</style><p>a</p>`,
  `<style>@import "${ASK}/a.css";</style>`,
  `<link rel="stylesheet" href="${ASK}/a.css">`,
  `<iframe src="${ASK}/a.html"></iframe>`,
  `<object data="${ASK}/a.html"></object>`,
  `<embed src="${ASK}/a.html">`,
  `<meta http-equiv="refresh" content="0;url=${ASK}/a.html">`,
  `<base href="${ASK}/"><img src="a.gif">`,
  `<svg><image href="${ASK}/a.gif"/></svg>`,
  `<form action="${ASK}/a.html"><button>a</button></form>`,
];

/** HTML that harms where a filter and a browser read it differently. */
const MUTATIONS = [
  `<noscript><p title="</noscript><img src=x onerror=${RUN}>">`,
  `<svg></p><style><a id="</style><img src=x onerror=${RUN}>">`,
  `<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=x onerror=${RUN}&gt;">`,
  `<form><math><mtext></form><form><mglyph><style></math><img src onerror=${RUN}>`,
  `<select><template><style><!--</style><a rel="--></style></template></select><img src=x onerror=${RUN}>">`,
  `<title><a title="</title><img src=x onerror=${RUN}>">`,
  `<textarea></textarea><img src=x onerror=${RUN}>`,
  `<xmp><p title="</xmp><img src=x onerror=${RUN}>">`,
  `<!--><img src=x onerror=${RUN}>-->`,
  `<!--a--!><img src=x onerror=${RUN}>-->`,
  `<![CDATA[><img src=x onerror=${RUN}>]]>`,
  `<?x ><img src=x onerror=${RUN}>?>`,
  `<scr<script>ipt>${RUN}</script>`,
  `<p title='"><script>${RUN}</script>'>a`,
  `&lt;script&gt;${RUN}&lt;/script&gt;`,
  `<pre>&lt;img src=x onerror=${RUN}&gt;</pre>`,
  `<a href="#" id="x&quot;><script>${RUN}</script>">a</a>`,
  `<td style="x:expression(${RUN});background:url(${ASK}/a)">a`,
  `<font color="red;background:url(${ASK}/a)" face='x"><script>${RUN}</script>'>a</font>`,
  `<ol type="a&quot; onclick=&quot;${RUN}" start="1&quot; onclick=&quot;${RUN}"><li>a</ol>`,
  `<ins datetime='"><script>${RUN}</script>' cite="javascript:${RUN}">a</ins>`,
  `<html lang='"><script>${RUN}</script>'><title>&lt;/title>&lt;script>${RUN}&lt;/script></title><p>a`,
  `<meta name=description content='"><script>${RUN}</script>'><p>a`,
  `<script>${RUN}<!--<script></script>--></script><p>a`,
  `<img src="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' onload='${RUN}'/%3E">`,
  `<img src="\\\\bait.example\\a.gif"><img src="/\\bait.example/a.gif">`,
];

const entities = (text) => [...text].map((sign) => `&#${sign.codePointAt(0)};`).join("");

/** Text as RTF that any control word may stand before. */
const inRtf = (text) =>
  Array.from({ length: text.length }, (_, at) => `\\u${(text.charCodeAt(at) << 16) >> 16}?`).join("");
const argument = (text) => inRtf(text.replaceAll("\\", "\\\\").replaceAll('"', '\\"'));
const field = (instruction, result) => `{\\field{\\*\\fldinst ${instruction}}{\\fldrslt ${result}}}`;
const wrapped = (html) => `{\\rtf1\\ansi\\fromhtml1 {\\*\\htmltag64 ${inRtf(html)}}\\htmlrtf x\\htmlrtf0 }`;

/** Where an address can stand. */
const placesOf = (address) => [
  ["html", `<a href="${address.replaceAll('"', "&quot;")}">words</a>`],
  ["html", `<img alt="words" src="${address.replaceAll('"', "&quot;")}">`],
  ["markdown", `[words](<${entities(address)}> "title")\n`],
  ["markdown", `![words](<${entities(address)}>)\n`],
  ["markdown", `[words](${address.replace(/[\n ]/g, "")})\n\n<${address}>\n`],
  ["markdown", `[words][a]\n\n[a]: <${address.replaceAll("\n", "")}>\n`],
  ["rtf", `{\\rtf1 ${field(`HYPERLINK "${argument(address)}" \\\\o "${argument(address)}"`, "words")}}`],
  ["rtf", `{\\rtf1 ${field(`INCLUDEPICTURE "${argument(address)}" \\\\d`, "words")}}`],
];

/** Where HTML can stand in other formats. */
const holdersOf = (html) => [
  ["html", html],
  ["markdown", `${html}\n`],
  ["markdown", `Words ${html.replaceAll("\n", " ")} and *more*.\n`],
  ["rtf", wrapped(html)],
  ["rtf", `{\\rtf1 {\\v ${inRtf(html)}} {\\b ${inRtf(html)}}\\par}`],
];

/** What only one format has. */
const OTHERS = [
  ["markdown", `\`\`\`"><script>${RUN}</script>\ncode\n\`\`\`\n`],
  ["markdown", `a[^"><script>]\n\n[^"><script>]: <script>${RUN}</script>\n`],
  ["markdown", `| <script>${RUN}</script> | a |\n|---|---|\n| <img src=x onerror=${RUN}> | b |\n`],
  ["markdown", `# <img src=x onerror=${RUN}> {#"><script>${RUN}</script>}\n`],
  ["markdown", `---\ntitle: "</title><script>${RUN}</script>"\nlang: "\\"><script>"\n---\n\na\n`],
  ["markdown", `$</math><script>${RUN}</script>$ {>>--><script>${RUN}</script><<}\n`],
  [
    "rtf",
    `{\\rtf1{\\info{\\title ${inRtf(`</title><script>${RUN}</script>`)}}{\\author "><script>${RUN}</script>}}a}`,
  ],
  ["rtf", `{\\rtf1{\\fonttbl{\\f0 ";}</style><script>${RUN}</script>;}}\\f0 a}`],
  ["rtf", `{\\rtf1 {\\*\\bkmkstart ${inRtf(`"><script>${RUN}</script>`)}}a{\\*\\bkmkend x}}`],
  [
    "rtf",
    `{\\rtf1 {\\*\\atnauthor "><script>${RUN}</script>}\\chatn{\\*\\annotation <script>${RUN}</script>}}`,
  ],
  ["rtf", `{\\rtf1 ${field(`DDEAUTO cmd "/c ${RUN}"`, "a")}${field(`INCLUDETEXT "${ASK}/a.html"`, "b")}}`],
  ["rtf", `{\\rtf1{\\object\\objautlink{\\*\\objclass "><script>}{\\*\\objdata 00}{\\result a}}}`],
  ["rtf", `{\\rtf1{\\pict\\pngblip 3c7363726970743e77696e646f772e72616e3d313c2f7363726970743e}}`],
  [
    "rtf",
    `{\\rtf1{\\*\\template ${ASK}/a.dot}{\\*\\background{\\shp{\\*\\shpinst{\\sp{\\sn pibName}{\\sv ${ASK}/a.gif}}}}}a}`,
  ],
];

/** All documents, `[format, text]`; without what needs another folder where there is none. */
export async function vectors(root, corpus = process.env.LEGACYBRIDGE_CORPUS) {
  const pieces = (await readFile(path.join(root, "tests/html/hostile.txt"), "utf8")).split("\n");
  const file = corpus && path.join(corpus, "suites/dompurify/expect.mjs");
  const payloads =
    file && existsSync(file)
      ? (await import(pathToFileURL(file))).default.map(({ payload }) => payload)
      : undefined;
  const html = [...CONTROLS, ...MUTATIONS];
  return {
    own: [
      ...ADDRESSES.flatMap(placesOf),
      ...html.flatMap(holdersOf),
      ...OTHERS,
      ...pieces.filter((line) => line && !line.startsWith("#")).map((line) => ["html", line]),
    ],
    payloads,
    holdersOf,
  };
}
