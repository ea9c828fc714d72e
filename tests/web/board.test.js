import assert from "node:assert/strict";
import { test } from "node:test";
import { reasonsFor } from "../../web/kitchen/board/declining.js";
import { canBeRecalled, handedOver } from "../../web/kitchen/board/last-ones.js";
import { cameElsewhere, hasChangedElsewhere } from "../../web/kitchen/board/moves.js";
import { numbered } from "../../web/kitchen/board/numbering.js";
import { notOvertaken, outcome, ticketsOf } from "../../web/kitchen/board/pending.js";
import { lastCooked, suggestedMinutes } from "../../web/kitchen/board/suggestion.js";
import {
  elapsed,
  isLastCall,
  joined,
  minutesLate,
  percentLeft,
  THRESHOLDS,
  urgency,
} from "../../web/kitchen/board/tickets.js";
import { goneWhenDue, timedOutMeanwhile, withOne } from "../../web/kitchen/board/timed-out.js";
import { totals } from "../../web/kitchen/board/totals.js";

/** @import { Order } from "../../web/contract.js" */
/** @import { Pending } from "../../web/kitchen/board/pending.js" */

const at = (/** @type {number} */ minutes) => new Date(minutes * 60_000).toISOString();
const minutes = (/** @type {number} */ count) => count * 60_000;

/** @param {Partial<Order>} members */
const order = (members) =>
  /** @type {Order} */ ({
    id: "a",
    status: "placed",
    version: 1,
    placed_at: at(0),
    accept_by: at(5),
    accepted_at: null,
    ready_at: null,
    items: [],
    ...members,
  });

/** @param {Order} acted @param {Partial<Pending>} members @returns {[string, Pending]} */
const pendingOf = (acted, members) => [
  acted.id,
  { order: acted, action: "accept", body: {}, until: null, token: null, ...members },
];

const ids = (/** @type {Order[]} */ list) => list.map(({ id }) => id);

test("tickets stand the oldest first, doubtful ones among them, and alike on every screen", () => {
  const verified = [order({ id: "c", placed_at: at(3) }), order({ id: "b", status: "ready" })];
  const unverified = [order({ id: "d", placed_at: at(1) })];
  const tickets = ticketsOf(verified, unverified, new Map());
  assert.deepEqual(
    tickets.map(({ order: { id }, verified: is, column }) => [id, is, column]),
    [
      ["b", true, "ready"],
      ["d", false, "placed"],
      ["c", true, "placed"],
    ],
  );
  const [a, b] = [order({ id: "a" }), order({ id: "b" })];
  assert.deepEqual(ticketsOf([a, b], [], new Map()), ticketsOf([b, a], [], new Map()));
});

test("what is being sent stands where it leads to, unless that is off the board or it is held", () => {
  const cooking = order({ status: "accepted" });
  const columns = (/** @type {Partial<Pending>} */ members) =>
    ticketsOf([cooking], [], new Map([pendingOf(cooking, members)])).map(({ column }) => column);
  assert.deepEqual(columns({ action: "ready" }), ["ready"]);
  assert.deepEqual(columns({ action: "complete" }), ["accepted"]);
  assert.deepEqual(columns({ action: "reject" }), ["accepted"]);
  assert.deepEqual(columns({ action: "reject", until: 5 }), ["accepted"]);
  assert.equal(outcome({ action: "recall", body: { to: "ready" } }), "ready");
});

test("an action shows until the server tells of another state, be it its outcome or not", () => {
  const placed = order({});
  const pending = new Map([pendingOf(placed, {})]);
  // Being confirmed is no other state.
  const confirmed = order({ version: 2, received_at: at(1) });
  assert.equal(notOvertaken(pending, [confirmed]), pending);
  assert.equal(ticketsOf([confirmed], [], pending)[0]?.column, "accepted");
  const ready = order({ version: 4, status: "ready" });
  assert.equal(notOvertaken(pending, [ready]).size, 0);
  assert.deepEqual(
    ticketsOf([ready], [], pending).map(({ column, pending: left }) => [column, left]),
    [["ready", null]],
  );
  // What has gone is still being sent, but nothing is held back for it.
  assert.equal(notOvertaken(pending, []), pending);
  const held = new Map([pendingOf(placed, { action: "reject", until: 5 })]);
  assert.equal(notOvertaken(held, [placed]), held);
  assert.equal(notOvertaken(held, []).size, 0);
});

test("what moves for one's own action is expected, and for anybody else's is not", () => {
  const [own, other] = [order({ id: "a" }), order({ id: "b" })];
  const tickets = (/** @type {Order[]} */ ...orders) => ticketsOf(orders, [], new Map());
  const before = tickets(own, other);
  const accepted = (/** @type {Order} */ one) => ({ ...one, status: "accepted" });
  const isElsewhere = (
    /** @type {import("../../web/kitchen/board/tickets.js").Ticket[]} */ after,
  ) => hasChangedElsewhere(before, after, new Set(["a"]));
  assert.equal(isElsewhere(tickets(/** @type {Order} */ (accepted(own)), other)), false);
  assert.equal(isElsewhere(tickets(other)), false);
  assert.equal(isElsewhere(tickets(own, /** @type {Order} */ (accepted(other)))), true);
  assert.equal(isElsewhere(tickets(own)), true);
  assert.equal(isElsewhere([...before, ...tickets(order({ id: "c" }))]), true);
});

test("what moved, or came to where another one stood, was not meant by a finger; what came last was", () => {
  const places = (/** @type {Record<string, string>} */ all) => new Map(Object.entries(all));
  const before = places({ a: "0 0", b: "0 100", c: "200 0" });
  const after = (/** @type {Record<string, string>} */ all) => cameElsewhere(before, places(all));
  assert.deepEqual(after({ a: "0 0", b: "0 100", c: "200 0", new: "200 100" }), []);
  assert.deepEqual(after({ b: "0 0", c: "200 0" }), ["b"]);
  assert.deepEqual(after({ a: "0 0", recalled: "0 100", b: "0 200", c: "200 0" }), [
    "recalled",
    "b",
  ]);
  assert.deepEqual(after({ b: "0 100", new: "0 0" }), ["new"]);
});

test("urgency follows the age, by the shop's thresholds, and what was promised", () => {
  const seen = (/** @type {Order} */ one, /** @type {number} */ age, thresholds = THRESHOLDS) =>
    urgency(one, minutes(age), thresholds);
  const waiting = order({ accept_by: at(60) });
  assert.deepEqual(
    [7, 8, 14.9, 15].map((age) => seen(waiting, age)),
    ["calm", "soon", "soon", "late"],
  );
  assert.equal(seen(waiting, 5, { soonMinutes: 3, lateMinutes: 4 }), "late");
  assert.equal(seen(order({ accept_by: at(5) }), 5), "late");
  const cooking = order({ status: "accepted", promised_at: at(6) });
  assert.equal(seen(cooking, 5), "calm");
  assert.equal(seen(cooking, 6), "late");
  const ready = order({ status: "ready", ready_at: at(30) });
  assert.equal(seen(ready, 44), "calm");
  assert.equal(seen(ready, 45), "soon");
});

test("the time to accept runs out in whole percent, and its last two minutes call", () => {
  const waiting = order({ accept_by: at(10) });
  assert.equal(percentLeft(waiting, minutes(0)), 100);
  assert.equal(percentLeft(waiting, minutes(7.5)), 25);
  assert.equal(percentLeft(waiting, minutes(11)), 0);
  assert.equal(percentLeft(order({ status: "accepted" }), 0), null);
  assert.equal(percentLeft(order({ accept_by: null }), 0), null);
  assert.equal(isLastCall(waiting, minutes(7.9)), false);
  assert.equal(isLastCall(waiting, minutes(8)), true);
  assert.equal(isLastCall(order({ status: "accepted" }), minutes(8)), false);
});

test("seconds count until ten minutes are over", () => {
  assert.deepEqual(elapsed(at(0), 0), { minutes: 0, seconds: "00" });
  assert.deepEqual(elapsed(at(0), minutes(9.99)), { minutes: 9, seconds: "59" });
  assert.deepEqual(elapsed(at(0), minutes(10)), { minutes: 10, seconds: null });
  assert.deepEqual(elapsed(at(1), 0), { minutes: 0, seconds: "00" });
});

test("the median of what cooking took is suggested, rounded up to five minutes", () => {
  const cooked = (/** @type {number[]} */ ...took) =>
    took.map((count, n) => order({ id: `${n}`, accepted_at: at(n), ready_at: at(n + count) }));
  assert.equal(suggestedMinutes(cooked(9, 9)), null);
  assert.equal(suggestedMinutes([...cooked(9, 9), order({ accepted_at: at(1) })]), null);
  assert.equal(suggestedMinutes(cooked(9, 10, 60)), 10);
  assert.equal(suggestedMinutes(cooked(9, 10.1, 60)), 15);
  assert.equal(suggestedMinutes(cooked(10, 20, 10, 20)), 15);
  assert.equal(suggestedMinutes(cooked(0, 0, 0)), 5);
  assert.equal(suggestedMinutes(cooked(999, 999, 999)), 180);
});

test("of cooked orders the last twenty are kept, each once", () => {
  const cooked = (/** @type {number} */ n) =>
    order({ id: `${n}`, accepted_at: at(n), ready_at: at(n + 5) });
  const many = Array.from({ length: 25 }, (_, n) => cooked(n));
  const kept = lastCooked([], many.toReversed());
  assert.deepEqual(ids(kept), ids(many.slice(5)));
  assert.equal(lastCooked(kept, [many[9] ?? order({}), order({ id: "new" })]), kept);
  const again = order({ id: "9", accepted_at: at(9), ready_at: at(99) });
  assert.equal(lastCooked(kept, [again]).at(-1), again);
});

test("what is to cook is summed over new and cooking tickets, the largest first", () => {
  const item = (
    /** @type {string} */ dish_id,
    /** @type {number} */ quantity,
    /** @type {string | null} */ note = null,
  ) => ({ dish_id, name: dish_id, price: 1, quantity, note });
  const orders = [
    order({ id: "a", items: [item("egg", 1), item("rice", 2, "no salt")] }),
    order({ id: "b", status: "accepted", items: [item("rice", 1), item("egg", 1, "hard")] }),
    order({ id: "c", status: "ready", items: [item("egg", 9)] }),
    order({ id: "d", items: [item("egg", 7)] }),
  ];
  const declined = pendingOf(order({ id: "d" }), { action: "reject", until: 5 });
  const found = totals(ticketsOf(orders, [], new Map([declined])));
  assert.deepEqual(
    found.map(({ dishId, quantity, fresh, cooking, noted }) => [
      dishId,
      quantity,
      fresh,
      cooking,
      noted,
    ]),
    [
      ["rice", 3, 2, 1, 2],
      ["egg", 2, 1, 1, 1],
    ],
  );
});

test("a ticket keeps its key; a free one goes to the first ticket without", () => {
  const all = Array.from({ length: 11 }, (_, n) => `${n}`);
  const first = numbered(new Map(), all);
  assert.deepEqual([...first.values()], [1, 2, 3, 4, 5, 6, 7, 8, 9]);
  assert.equal(first.get("9"), undefined);
  const moved = numbered(first, [...all.slice(4), "1", "0"]);
  assert.equal(moved.get("0"), 1);
  assert.equal(moved.get("4"), 5);
  assert.equal(moved.get("9"), 3);
  assert.equal(moved.get("10"), 4);
});

test("what a customer did not give leaves no gap", () => {
  assert.equal(joined("", "555 0100"), " · 555 0100");
  assert.equal(joined("", "", "¥74.00"), " · ¥74.00");
  assert.equal(joined("", "1 Long Lane", "¥74.00"), " · 1 Long Lane · ¥74.00");
});

test("a kitchen is late by the minutes since it promised, while it cooks", () => {
  const promised = order({ status: "accepted", promised_at: at(10) });
  assert.equal(minutesLate(promised, minutes(9)), 0);
  assert.equal(minutesLate(promised, minutes(13)), 3);
  assert.equal(minutesLate({ ...promised, status: "ready" }, minutes(13)), 0);
});

test("only what was ready can have been left behind", () => {
  assert.ok(!reasonsFor(order({ status: "placed" })).includes("no_show"));
  assert.ok(!reasonsFor(order({ status: "accepted" })).includes("no_show"));
  assert.equal(reasonsFor(order({ status: "ready" }))[0], "no_show");
});

test("the last ten that were handed over can be taken back for half an hour", () => {
  const ended = Array.from({ length: 12 }, (_, n) =>
    order({ id: `${n}`, status: "completed", completed_at: at(n) }),
  );
  const last = handedOver([order({ status: "rejected" }), ...ended]);
  assert.deepEqual(ids(last), ids(ended.slice(2).toReversed()));
  assert.equal(canBeRecalled({ completed_at: at(0) }, minutes(29)), true);
  assert.equal(canBeRecalled({ completed_at: at(0) }, minutes(30)), false);
});

test("an order that leaves the board when its time is over may have cancelled itself", () => {
  const due = order({ id: "due", accept_by: at(5) });
  const early = order({ id: "early", accept_by: at(6) });
  const cooking = order({ id: "cooking", status: "accepted" });
  const gone = (/** @type {Order[]} */ after, /** @type {number} */ now) =>
    ids(goneWhenDue([due, early, cooking], after, minutes(now)));
  assert.deepEqual(gone([due, early, cooking], 9), []);
  assert.deepEqual(gone([], 1), []);
  // This page's clock may be a little behind the server's.
  assert.deepEqual(gone([], 4.6), ["due"]);
  assert.deepEqual(gone([], 9), ["due", "early"]);
  assert.deepEqual(gone([order({ id: "due", status: "accepted" })], 5), []);
});

test("of orders that cancelled themselves the last twenty are told, the oldest first, each once", () => {
  const orders = Array.from({ length: 25 }, (_, n) => order({ id: `${n}`, placed_at: at(n) }));
  const told = [...orders.slice(5), ...orders].reduceRight(withOne, /** @type {Order[]} */ ([]));
  assert.deepEqual(told, orders.slice(5));
});

test("of what ended while a kitchen was away it is told what cancelled itself, of the last half day", () => {
  const ended = (
    /** @type {string} */ id,
    /** @type {number} */ when,
    reason = "kitchen_timeout",
  ) => order({ id, status: "cancelled", closed_reason: reason, updated_at: at(when) });
  const all = [ended("a", 5), ended("b", 10), ended("c", 11), ended("d", 12, "customer")];
  assert.deepEqual(ids(timedOutMeanwhile(all, minutes(10), minutes(20))), ["c"]);
  assert.deepEqual(ids(timedOutMeanwhile(all, minutes(0), minutes(12 * 60 + 10))), ["c"]);
});
