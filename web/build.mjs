// Builds the page: one file without any address in it.
//
// Input   src/, and the package in bindings/wasm (LEGACYBRIDGE_PACKAGE names another folder), which is built
//         before this. Output: dist/web/index.html, or the file that is named.
// Errors  a missing package is said; so is a page that would load something.

import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.dirname(here);
const dist = path.join(process.env.LEGACYBRIDGE_PACKAGE ?? path.join(root, "bindings/wasm"), "dist");
const target = path.resolve(process.argv[2] ?? path.join(root, "dist/web/index.html"));

/** Examples: a title, the document (a chapter of the gallery, or a file), and what it becomes. */
const EXAMPLES = [
  ["A RichEdit memo", "tests/documents/memo.rtf", "markdown"],
  ["A doctor’s letter from WordPad", "examples-c/letter.rtf", "markdown"],
  ["Tracked changes and a comment", "tests/documents/changes.rtf", "markdown"],
  ["A release note", "# A release note", "rtf"],
  ["A mail newsletter", "tests/documents/newsletter.html", "markdown"],
  ["A damaged file", "tests/documents/damaged.rtf", "markdown"],
  ["A discharge letter", "# A discharge letter", "rtf"],
  ["A contract with numbered clauses", "# A contract with numbered clauses", "rtf"],
  ["An answer of a language model", "# An answer of a language model", "rtf"],
  ["A Hebrew page", "# A Hebrew page", "rtf"],
  ["A Chinese page", "# A Chinese page", "rtf"],
  ["Tables in RTF", "tests/documents/tables.rtf", "csv"],
  ["Headers and footers", "tests/documents/headers.rtf", "markdown"],
  ["Fields and embedded objects", "tests/documents/objects.rtf", "markdown"],
];

const FORMATS = { rtf: "rtf", md: "markdown", html: "html", txt: "text" };

async function examples() {
  const gallery = await readFile(path.join(root, "docs/gallery-documents.md"), "utf8");
  return Promise.all(
    EXAMPLES.map(async ([title, where, to]) => {
      if (where.startsWith("# ")) {
        const chapter = gallery.split(`\n## ${where.slice(2)}\n`)[1];
        const text = chapter?.match(/\n````markdown\n([\s\S]*?)\n````/)?.[1];
        if (text === undefined) {
          throw new Error(`docs/gallery-documents.md has no chapter ${where}`);
        }
        const file = `${where.slice(2).replace(/^An? /, "").replaceAll(" ", "-").toLowerCase()}.md`;
        return { title, file, format: "markdown", to, text: `${text}\n` };
      }
      const format = FORMATS[path.extname(where).slice(1)];
      const text = await readFile(path.join(root, where), format === "rtf" ? "latin1" : "utf8");
      return { title, file: path.basename(where), format, to, text };
    }),
  );
}

const virtual = (modules) => ({
  name: "virtual",
  setup(context) {
    context.onResolve({ filter: /^virtual:/ }, ({ path: name }) => ({ path: name, namespace: "virtual" }));
    context.onLoad({ filter: /.*/, namespace: "virtual" }, ({ path: name }) => ({
      contents: `export default ${JSON.stringify(modules[name])}`,
    }));
  },
});

async function bundle(entry, modules = {}) {
  const { outputFiles } = await build({
    entryPoints: [path.join(here, "src", entry)],
    absWorkingDir: here,
    bundle: true,
    format: "iife",
    target: "es2022",
    minify: true,
    charset: "utf8",
    write: false,
    // The package's own way to its WebAssembly is not used: nothing may be fetched.
    define: { "import.meta.url": '"about:blank"' },
    alias: { legacybridge: path.join(dist, "browser.js") },
    plugins: [virtual(modules)],
    logLevel: "warning",
  });
  // A script ends where these letters stand, in a string too.
  return outputFiles[0].text.trim().replaceAll("</script", "<\\/script").replaceAll("<!--", "<\\!--");
}

if (!existsSync(path.join(dist, "legacybridge.wasm"))) {
  console.error(
    `${path.relative(process.cwd(), dist)} has no legacybridge.wasm: build the package first ("make web" does both).`,
  );
  process.exit(1);
}
const worker = await bundle("worker.ts");
const script = await bundle("main.ts", { "virtual:worker": worker, "virtual:examples": await examples() });
const wasm = gzipSync(await readFile(path.join(dist, "legacybridge.wasm")), { level: 9 }).toString("base64");
const style = await readFile(path.join(here, "src/style.css"), "utf8");
const hash = (text) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

// Styles are not bound by a hash, for the frame of the look has this policy too and its pages have styles of
// their own; what a style could load, the policy forbids.
const policy = [
  "default-src 'none'",
  `script-src ${hash(script)} 'wasm-unsafe-eval'`,
  "worker-src blob:",
  "style-src 'unsafe-inline'",
  "img-src data:",
  "frame-src 'none'",
  "connect-src 'none'",
  "form-action 'none'",
  "base-uri about:",
].join("; ");

const page = (await readFile(path.join(here, "src/index.html"), "utf8")).replace(
  /\s*(?:\/[/*] )?\{\{(\w+)\}\}(?: \*\/)?\s*/g,
  (_, name) => ({ policy, style, wasm, script })[name],
);
await mkdir(path.dirname(target), { recursive: true });
await writeFile(target, page);
const size = (text) => `${Math.round(Buffer.byteLength(text) / 1024)} KB`;
console.log(
  `${path.relative(process.cwd(), target)}: ${size(page)}, of which the library ${size(wasm)}, scripts ${size(script)}`,
);
