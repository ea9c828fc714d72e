import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { bundle } from "../../web/bundle.js";

const WEB = new URL("../../web/", import.meta.url);

const made = await bundle();

test("nothing is kept that is not made", () => {
  const kept = readdirSync(new URL("bundled/", WEB)).map((name) => `bundled/${name}`);
  assert.deepEqual(kept.sort(), [...made.keys()].sort());
});

for (const [path, content] of made) {
  test(`${path} is made of what is written (make bundle)`, () => {
    assert.ok(readFileSync(new URL(path, WEB), "utf8") === content);
  });
}
