/**
 * Every interleaving, within small bounds, of what may happen between the database and a kitchen's page that merges by
 * web/merge.js: see model/world.js for what is modelled, and model/page.js and model/model.js for what must hold.
 *
 * `SEARCH=long node --test tests/web/merge-search.test.js` goes through wider bounds, some two million worlds: for that it
 * takes minutes and up to 3 GB.
 */

import assert from "node:assert/strict";
import { test } from "node:test";
import * as merge from "../../web/merge.js";
import { firstOf } from "./model/model.js";
import { search } from "./model/search.js";

/** @import { Bounds } from "./model/world.js" */

/** @type {Bounds[]} */
const SHORT = [
  { orders: "a", changes: 3, faults: 0, begin: "loaded" },
  { orders: "a", changes: 1, faults: 2, begin: "loaded" },
  { orders: "a", changes: 4, faults: 0 },
  { orders: "a", changes: 3, faults: 1 },
  { orders: "a", changes: 2, faults: 1, clock: "still" },
  { orders: "a", changes: 2, faults: 1, begin: "accepted" },
  { orders: "ab", changes: 3, faults: 0 },
];
/** @type {Bounds[]} */
const LONG = [
  { orders: "a", changes: 4, faults: 1 },
  { orders: "a", changes: 3, faults: 2 },
  { orders: "a", changes: 3, faults: 1, begin: "loaded" },
  { orders: "a", changes: 3, faults: 1, begin: "accepted" },
  { orders: "ab", changes: 4, faults: 0 },
  { orders: "ab", changes: 2, faults: 1 },
];
const WORLDS_MAX = 3_000_000;

for (const bounds of process.env.SEARCH === "long" ? LONG : SHORT) {
  test(`no interleaving breaks a promise: ${JSON.stringify(bounds)}`, (context) => {
    const { worlds, violation, trace, isComplete } = search(firstOf(merge, bounds), WORLDS_MAX);
    assert.equal(violation, null, [violation, ...trace].join("\n"));
    assert.ok(isComplete, `there are more than ${worlds} worlds`);
    context.diagnostic(`${worlds} worlds`);
  });
}
