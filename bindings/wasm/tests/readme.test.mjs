// The examples of the README and of docs/hosts/javascript.md run, as they stand there.
//
// Shape   each block of JavaScript is a program of its own, run in a folder where the package is installed; what
//         a comment `// prints …` says at the end of a line is what it prints. Blocks in TypeScript are compiled
//         by types.test.mjs. LEGACYBRIDGE_GUIDE is the guide's path, if it is there.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { test } from "node:test";

const folder = dirname(createRequire(import.meta.url).resolve("legacybridge/package.json"));
const documents = [join(folder, "README.md"), process.env.LEGACYBRIDGE_GUIDE].filter(Boolean);

for (const document of documents) {
  const text = readFileSync(document, "utf8");
  const blocks = [...text.matchAll(/^```(js|cjs)\n(.*?)^```$/gms)];
  test(`examples of ${document.split("/").at(-1)}`, () => {
    assert.ok(blocks.length >= 3, document);
    for (const [, kind, code] of blocks) {
      // Those that need a page are compiled only.
      const isForPages = /document\.|onmessage|new Worker/.test(code);
      // Beside this file, where the package is found.
      const scratch = mkdtempSync(join(import.meta.dirname ?? dirname(new URL(import.meta.url).pathname), "example-"));
      try {
        const program = join(scratch, `example.${kind === "cjs" ? "cjs" : "mjs"}`);
        writeFileSync(program, code);
        writeFileSync(join(scratch, "letter.rtf"), "{\\rtf1 Dear {\\b reader}}");
        const ran = spawnSync(process.execPath, isForPages ? ["--check", program] : [program], { cwd: scratch, encoding: "utf8" });
        assert.equal(ran.status, 0, `${code}\n${ran.stderr}`);
        const printed = [...code.matchAll(/\/\/ prints (.*)$/gm)].map(([, line]) => line);
        assert.deepEqual(ran.stdout.split("\n").slice(0, -1), printed, code);
      } finally {
        rmSync(scratch, { recursive: true });
      }
    }
  });
}
