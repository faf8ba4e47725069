// Builds the package: `node build.mjs WASM FOLDER` makes the folder that `npm pack` packs.
//
// Shape   three entries, each one file: ES module and CommonJS for Node, ES module for browsers and bundlers;
//         one file of types for each kind of module; the WebAssembly beside them.
// Errors  esbuild's and TypeScript's; the exit status is 1 then.

import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const [wasm, folder] = process.argv.slice(2);
if (!wasm || !folder) {
  console.error("node build.mjs WASM FOLDER");
  process.exit(1);
}
const dist = join(folder, "dist");
rmSync(folder, { recursive: true, force: true });
mkdirSync(dist, { recursive: true });

const common = { bundle: true, target: "es2022", legalComments: "none", logLevel: "warning" };
const entry = (name) => join(here, "src", `${name}.ts`);
await build({ ...common, entryPoints: [entry("node")], format: "esm", platform: "node", outfile: join(dist, "node.js") });
await build({ ...common, entryPoints: [entry("browser")], format: "esm", outfile: join(dist, "browser.js") });
await build({
  ...common,
  entryPoints: [entry("node")],
  format: "cjs",
  platform: "node",
  // CommonJS has no import.meta.
  define: { "import.meta.url": "here" },
  banner: { js: 'const here = require("node:url").pathToFileURL(__filename).href;' },
  outfile: join(dist, "node.cjs"),
});

// One file of types, for CommonJS takes none that refers to ES modules.
const types = join(folder, "types");
const tsc = join(here, "node_modules", "typescript", "bin", "tsc");
execFileSync(process.execPath, [tsc, "-p", join(here, "tsconfig.json"), "--outDir", types], { stdio: "inherit" });
const inOrder = ["tables", "error", "options", "bridge"];
const text = (name) => readFileSync(join(types, `${name}.d.ts`), "utf8");
const exported = text("public").replace(/ from "[^"]*"/g, "");
// What `public` names is exported there; what else there is stays inside.
const inside = inOrder.map((name) =>
  text(name)
    .replace(/^import [^;]*;\n/gm, "")
    .replace(/^export (?=declare|interface|type)/gm, "")
    .replace(/^(?=class|const|function)/gm, "declare "),
);
const lazy = text("lazy").match(/^export type [^;]*;\n/gm).join("").replace(/^export /gm, "");
const entryTypes = text("node").replace(/^(import|export \*) [^;]*;\n/gm, "");
const whole = [...inside, lazy, exported, entryTypes].join("");
writeFileSync(join(dist, "index.d.ts"), whole);
writeFileSync(join(dist, "index.d.cts"), whole);
rmSync(types, { recursive: true });

copyFileSync(wasm, join(dist, "legacybridge.wasm"));
copyFileSync(join(here, "README.md"), join(folder, "README.md"));
// What builds it is nothing to who uses it.
const { scripts, devDependencies, ...about } = JSON.parse(readFileSync(join(here, "package.json"), "utf8"));
writeFileSync(join(folder, "package.json"), `${JSON.stringify(about, null, 2)}\n`);
const licences = join(folder, "licences");
mkdirSync(licences);
const root = join(here, "..", "..");
for (const name of readdirSync(root).filter((name) => name.startsWith("LICENSE"))) {
  copyFileSync(join(root, name), join(licences, name));
}
