// The package from CommonJS.

const assert = require("node:assert/strict");
const { test } = require("node:test");
const legacybridge = require("legacybridge");

test("CommonJS has the same", async () => {
  assert.deepEqual(Object.keys(legacybridge).sort(), Object.keys(await import("legacybridge")).sort());
  const lb = await legacybridge.load();
  assert.equal(lb.convert("*a*", { from: "markdown", to: "text" }).output, "a\n");
  assert.equal((await legacybridge.convert("*a*", { from: "markdown", to: "text" })).output, "a\n");
  assert.throws(() => lb.convert("a", { to: "pdf" }), legacybridge.LegacyBridgeError);
});
