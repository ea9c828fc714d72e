import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { duePrints, withPrinted } from "../../web/kitchen/printing/due-prints.js";
import { claim, takeTurn } from "../../web/kitchen/printing/one-tab.js";
import { allNames, shortId } from "../../web/kitchen/printing/slip.js";
import { revenueOf } from "../../web/kitchen/today/day-sheet.js";
import { stopTime } from "./socket.js";

/** @import { Order } from "../../web/contract.js" */

beforeEach(stopTime);

const at = (/** @type {number} */ minutes) => new Date(minutes * 60_000).toISOString();
const minutes = (/** @type {number} */ count) => count * 60_000;

/** @param {Partial<Order>} members */
const order = (members) =>
  /** @type {Order} */ ({ id: "a", placed_at: at(0), accepted_at: null, ...members });

/** @param {Order[]} orders */
const ids = (orders) => orders.map(({ id }) => id);

const BOARD = [
  order({ id: "old", placed_at: at(1), accepted_at: at(2) }),
  order({ id: "late", placed_at: at(2), accepted_at: at(9) }),
  order({ id: "new", placed_at: at(7) }),
  order({ id: "early", placed_at: at(6), accepted_at: at(8) }),
];

test("what arrives or is accepted after somebody chose so is printed, in the order it happened", () => {
  const since = minutes(5);
  const due = (/** @type {"never" | "placed" | "accepted"} */ moment) =>
    ids(duePrints(BOARD, { moment, copies: 1, since }, []));
  assert.deepEqual(due("never"), []);
  assert.deepEqual(due("placed"), ["early", "new"]);
  assert.deepEqual(due("accepted"), ["early", "late"]);
});

test("what was printed is not printed again", () => {
  const due = duePrints(BOARD, { moment: "accepted", copies: 1, since: 0 }, ["early", "old"]);
  assert.deepEqual(ids(due), ["late"]);
});

test("as many printed orders are remembered as may be on a board", () => {
  let printed = /** @type {string[]} */ ([]);
  for (let count = 0; count < 1500; count += 1) printed = withPrinted(printed, `${count}`);
  assert.equal(printed.length, 1000);
  assert.equal(printed.at(-1), "1499");
  assert.equal(withPrinted(printed, "1499").length, 1000);
});

test("a lease is held by who finds it its own", () => {
  const first = claim(null, "a", 0);
  assert.deepEqual(first, { lease: { holder: "a", until: 15_000 }, isHeld: false });
  assert.equal(claim(first.lease, "a", 3000).isHeld, true);
  assert.deepEqual(claim(first.lease, "b", 3000), { lease: first.lease, isHeld: false });
});

test("of two that claim at once, the last to write has it", () => {
  const written = claim(null, "b", 0).lease;
  assert.equal(claim(written, "a", 3000).isHeld, false);
  assert.equal(claim(written, "b", 3000).isHeld, true);
});

test("a lease ends, also when the clock was set back meanwhile", () => {
  const { lease } = claim(null, "a", 100_000);
  assert.equal(claim(lease, "b", 114_999).lease.holder, "a");
  assert.equal(claim(lease, "b", 115_000).lease.holder, "b");
  assert.equal(claim(lease, "b", 50_000).lease.holder, "b");
  assert.equal(claim(lease, "a", 500_000).isHeld, true, "nobody else took it");
});

test("without the browser's locks, one tab has its turn until it lets go", () => {
  const page = { addEventListener: () => {}, removeEventListener: () => {} };
  Object.assign(globalThis, page);
  Object.defineProperty(globalThis, "navigator", { value: {}, configurable: true });
  const one = takeTurn("turn");
  const other = takeTurn("turn");
  mock.timers.tick(3000);
  assert.deepEqual([one.isHeld(), other.isHeld()], [true, false]);
  mock.timers.tick(60_000);
  assert.deepEqual([one.isHeld(), other.isHeld()], [true, false]);
  one.release();
  assert.equal(one.isHeld(), false);
  mock.timers.tick(6000);
  assert.equal(other.isHeld(), true);
  other.release();
});

test("a dish is called by all its names, the reader's first", () => {
  const names = { zh: "红烧肉", en: "Braised pork" };
  assert.deepEqual(allNames({ name: "红烧肉", names }, "en"), ["Braised pork", "红烧肉"]);
  assert.deepEqual(allNames({ name: "红烧肉", names }, "zh"), ["红烧肉", "Braised pork"]);
  assert.deepEqual(allNames({ name: "Tea", names: null }, "zh"), ["Tea"]);
  assert.deepEqual(allNames({ name: "Tea", names: { en: "Tea", zh: "Tea" } }, "zh"), ["Tea"]);
});

test("a short id is the end that differs", () => {
  assert.equal(shortId("0193a0b2-1111-7abc-8def-0123456789ab"), "456789ab");
});

test("a day's sheet sums up what was sold, as the day's figures do", () => {
  const sold = /** @type {const} */ (["accepted", "ready", "completed"]);
  const unsold = /** @type {const} */ (["placed", "rejected", "cancelled"]);
  assert.equal(
    revenueOf([...sold, ...unsold].map((status) => order({ status, total: 700 }))),
    2100,
  );
  assert.equal(revenueOf([]), 0);
});
