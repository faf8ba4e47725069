// What the compiler lets in, and what not: types.mts and types.cts are compiled against the installed package.
//
// Shape   LEGACYBRIDGE_TSC is TypeScript's program; without it the test shows as skipped.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { dirname } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const tsc = process.env.LEGACYBRIDGE_TSC;
const folder = dirname(fileURLToPath(import.meta.url));

for (const [name, settings] of [
  ["Node's ES modules", ["--module", "nodenext", "types.mts"]],
  ["Node's CommonJS", ["--module", "nodenext", "types.cts"]],
  ["bundlers", ["--module", "esnext", "--moduleResolution", "bundler", "types.mts"]],
]) {
  test(`types for ${name}`, { skip: tsc ? false : "LEGACYBRIDGE_TSC names no compiler" }, () => {
    const always = ["--noEmit", "--strict", "--target", "es2022", "--lib", "es2022,dom", "--typeRoots", "."];
    const ran = spawnSync(process.execPath, [tsc, ...always, ...settings], { cwd: folder, encoding: "utf8" });
    assert.equal(ran.status, 0, ran.stdout + ran.stderr);
  });
}
