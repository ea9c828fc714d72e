/**
 * Long random walks through the model that the search goes through in small bounds, here with more orders and with faults
 * without end. A failure names its seed: `SEED=17 node --test tests/web/merge-walk.test.js`; `WALKS=100000` takes more.
 */

import { test } from "node:test";
import * as merge from "../../web/merge.js";
import { calm, checkRest, faults, firstOf, settle } from "./model/model.js";
import { Violation } from "./model/page.js";
import { changes, receipts } from "./model/server.js";

const WALKS = Number(process.env.WALKS ?? 2000);
const STEPS = 150;
const BOUNDS = { orders: "abcdef", changes: Infinity, faults: Infinity };
/** What the next step is drawn from, the likelier the more often it stands here. */
const KINDS = [calm, calm, calm, calm, changes, receipts, faults];

/** mulberry32, by Tommy Ettinger, public domain. @param {number} seed */
function generator(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** Raises a Violation, with the last steps before it. @param {number} seed */
function walk(seed) {
  const random = generator(seed);
  /** @template T @param {T[]} from @returns {T | undefined} */
  const choose = (from) => from[Math.floor(random() * from.length)];
  /** @type {string[]} */
  const names = [];
  let world = firstOf(merge, BOUNDS);
  try {
    for (let step = 0; step < STEPS; step += 1) {
      const next = choose(choose(KINDS)?.(world) ?? []);
      if (!next) continue;
      names.push(next.name);
      world = next.happen();
    }
    checkRest(settle(world, choose));
  } catch (error) {
    if (!(error instanceof Violation)) throw error;
    throw new Violation([`seed ${seed}: ${error.message}`, ...names.slice(-30)].join("\n"));
  }
}

test(`${WALKS} random walks end with the truth on the page`, () => {
  const seeds = Array.from({ length: WALKS }, (_, index) => index + 1);
  for (const seed of process.env.SEED ? [Number(process.env.SEED)] : seeds) walk(seed);
});
