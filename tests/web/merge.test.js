/**
 * A trace for each rule of merge.js: what happens when it is broken. S is a snapshot; v1 is "placed".
 */

import assert from "node:assert/strict";
import { test } from "node:test";
import * as merge from "../../web/merge.js";
import { start } from "../../web/merge-state.js";

/** @import { Entry } from "../../web/contract.js" */
/** @import { Effect, State } from "../../web/merge-state.js" */

const ENDED = ["completed", "rejected", "cancelled"];

/** @param {number} seconds */
const at = (seconds) => `2026-01-01T12:00:${String(seconds).padStart(2, "0")}.000000Z`;

/**
 * @param {number} version
 * @param {Partial<Entry>} [members]
 * @returns {Entry}
 */
const order = (version, members) => ({
  id: "a",
  version,
  status: "placed",
  updated_at: at(version),
  received_at: null,
  ...members,
});

/** A page, which remembers the effects that it was asked for. */
function openPage(leaving = ENDED) {
  /** @type {State<Entry>} */
  let state = start(leaving);
  /** @type {Effect<Entry>[]} */
  let effects = [];

  /** @param {{state: State<Entry>, effects: Effect<Entry>[]}} step */
  const take = (step) => {
    state = step.state;
    effects.push(...step.effects);
  };
  const page = {
    get state() {
      return state;
    },
    get shown() {
      return [...state.held.values()].map((entry) => `${entry.id}${entry.version}`);
    },
    /** What of this kind has come since it was asked last. @param {string} type */
    took(type) {
      const ids = effects.flatMap((effect) =>
        effect.type !== type ? [] : effect.type === "ring" ? [effect.entry.id] : [effect.id],
      );
      effects = effects.filter((effect) => effect.type !== type);
      return ids;
    },
    breaks: () => take(merge.discontinuity(state)),
    polls: () => take(merge.poll(state)),
    /** @param {Entry} entry */
    hears: (entry) => take(merge.event(state, entry)),
    /** @param {string} id */
    reveals: (id) => take(merge.reveal(state, id)),
    /** Takes off; the id of the request, or 0 if none took off. */
    asks() {
      const before = state.flights;
      take(merge.request(state));
      return state.flights > before ? state.flights : 0;
    },
    /** @param {number} id @param {Entry[]} entries @param {string | null} asOf */
    gets: (id, entries, asOf) =>
      take(merge.answer(state, id, { entries, etag: `"${entries.length}"`, asOf })),
    /** @param {number} id @param {string} asOf */
    gets304: (id, asOf) => take(merge.answer(state, id, { entries: null, etag: null, asOf })),
    /** @param {number} id */
    fails: (id) => take(merge.failure(state, id)),
    /** @param {Entry[]} entries @param {string} asOf */
    loads(entries, asOf) {
      page.breaks();
      page.gets(page.asks(), entries, asOf);
      effects = [];
    },
  };
  return page;
}

test("a new order is shown, confirmed and rung", () => {
  const page = openPage();
  page.loads([], at(10));
  page.hears(order(1, { updated_at: at(11) }));
  assert.deepEqual(page.shown, ["a1"]);
  assert.deepEqual(page.took("receipt"), ["a"]);
  assert.deepEqual(page.took("ring"), ["a"]);
});

test("an order of the first snapshot rings too, and one that was accepted does not", () => {
  const page = openPage();
  page.breaks();
  page.gets(page.asks(), [order(1), order(2, { id: "b", status: "accepted" })], at(10));
  assert.deepEqual(page.took("ring"), ["a"]);
  assert.deepEqual(page.took("receipt"), ["a"]);
});

test("the same or an older version changes nothing but is confirmed again", () => {
  const page = openPage();
  page.loads([order(2)], at(10));
  page.hears(order(2));
  page.hears(order(1));
  assert.deepEqual(page.shown, ["a2"]);
  assert.deepEqual(page.took("receipt"), ["a", "a"]);
  assert.deepEqual(page.took("ring"), []);
});

test("what was received or is no longer placed needs no receipt", () => {
  const page = openPage();
  page.loads([order(1, { received_at: at(2) }), order(2, { id: "b", status: "ready" })], at(10));
  page.hears(order(2, { received_at: at(2) }));
  page.hears(order(3, { id: "b", status: "accepted" }));
  assert.deepEqual(page.took("receipt"), []);
});

test("1: at most one request is under way", () => {
  const page = openPage();
  page.breaks();
  const first = page.asks();
  page.polls();
  assert.equal(page.asks(), 0);
  page.gets(first, [], at(10));
  assert.notEqual(page.asks(), 0);
});

test("1: the answer to a request that was given up is ignored, and so is its failure", () => {
  const page = openPage();
  page.breaks();
  const late = page.asks();
  page.fails(late);
  const second = page.asks();
  page.gets(late, [], at(5));
  page.fails(late);
  assert.equal(page.state.flight?.id, second);
  page.gets(second, [order(1)], at(10));
  assert.deepEqual(page.shown, ["a1"]);
  page.gets(late, [], at(5));
  assert.deepEqual(page.shown, ["a1"]);
});

test("1: a removal is not remembered as an end", () => {
  const page = openPage();
  page.loads([order(1)], at(10));
  page.loads([], at(11));
  assert.deepEqual(page.shown, []);
  page.loads([order(1)], at(12));
  assert.deepEqual(page.shown, ["a1"]);
});

test("2: a break during a request asks again, and only that answer ends the suspicion", () => {
  const page = openPage();
  page.loads([], at(10));
  page.polls();
  const poll = page.asks();
  page.breaks();
  page.gets(poll, [], at(11));
  assert.equal(page.state.suspect, true);
  const again = page.asks();
  assert.notEqual(again, 0);
  page.gets(again, [order(1, { updated_at: at(11) })], at(12));
  assert.equal(page.state.suspect, false);
  assert.deepEqual(page.shown, ["a1"]);
});

test("2: a request that failed is asked again", () => {
  const page = openPage();
  page.breaks();
  page.fails(page.asks());
  assert.notEqual(page.asks(), 0);
});

test("3: a snapshot read before an end that was heard does not bring the order back", () => {
  const page = openPage();
  page.loads([], at(1));
  page.polls();
  const poll = page.asks();
  page.hears(order(2, { status: "cancelled", updated_at: at(3) }));
  page.gets(poll, [order(1)], at(2));
  assert.deepEqual(page.shown, []);
  assert.deepEqual(page.took("ring"), []);
});

test("3: an end is forgotten only by an answer that was asked for after it was heard", () => {
  const page = openPage();
  page.loads([], at(1));
  page.polls();
  const poll = page.asks();
  page.hears(order(2, { status: "cancelled", updated_at: at(3) }));
  page.gets(poll, [], at(4));
  page.hears(order(1, { updated_at: at(5) }));
  assert.deepEqual(page.shown, []);
  assert.equal(page.state.ended.size, 1);
  page.polls();
  page.gets(page.asks(), [], at(6));
  assert.equal(page.state.ended.size, 0);
});

test("3: an end that was heard anew during the request is not forgotten by its answer", () => {
  const page = openPage();
  page.loads([], at(1));
  page.hears(order(2, { status: "completed" }));
  page.polls();
  const poll = page.asks();
  page.hears(order(4, { status: "completed", updated_at: at(4) }));
  page.gets(poll, [order(3, { status: "ready" })], at(3));
  assert.deepEqual(page.shown, []);
  assert.equal(page.state.ended.get("a"), 4);
});

test("3: an order that was recalled after its end is shown", () => {
  const page = openPage();
  page.loads([order(3, { status: "ready" })], at(3));
  page.hears(order(4, { status: "completed" }));
  assert.deepEqual(page.shown, []);
  page.hears(order(5, { status: "ready" }));
  assert.deepEqual(page.shown, ["a5"]);
  page.hears(order(4, { status: "completed" }));
  assert.deepEqual(page.shown, ["a5"]);
  assert.equal(page.state.ended.size, 0);
});

test("4: an event as old as the snapshot is neither shown nor confirmed; the snapshot decides", () => {
  const page = openPage();
  page.loads([], at(10));
  page.hears(order(1, { updated_at: at(10) }));
  assert.deepEqual(page.shown, []);
  assert.deepEqual(page.took("receipt"), []);
  const decided = page.asks();
  assert.notEqual(decided, 0);
  page.gets(decided, [order(1, { updated_at: at(10) })], at(11));
  assert.deepEqual(page.shown, ["a1"]);
  assert.deepEqual(page.took("ring"), ["a"]);
});

test("4: a snapshot that overtook a newer one does not set its time back", () => {
  const page = openPage();
  page.loads([], at(10));
  page.loads([], at(8));
  assert.equal(page.state.asOf, at(10));
});

test("5: before the first snapshot and after a break an event proves nothing", () => {
  const page = openPage();
  page.hears(order(1));
  assert.deepEqual(page.shown, []);
  page.loads([], at(10));
  page.breaks();
  page.gets(page.asks(), [], at(11));
  page.breaks();
  page.hears(order(1, { updated_at: at(20) }));
  assert.deepEqual(page.shown, []);
  assert.deepEqual(page.took("ring"), []);
});

test("5: without the time of a snapshot no event can be called new", () => {
  const page = openPage();
  page.breaks();
  page.gets(page.asks(), [], null);
  page.hears(order(1));
  assert.deepEqual(page.shown, []);
  assert.notEqual(page.asks(), 0);
});

test("6: a duplicate heard during the request does not keep a ghost", () => {
  const page = openPage();
  page.loads([order(1)], at(2));
  page.polls();
  const poll = page.asks();
  page.hears(order(1));
  page.gets(poll, [], at(10));
  assert.deepEqual(page.shown, []);
});

test("6: an order heard during the request outlives an answer without it, and is asked for again", () => {
  const page = openPage();
  page.loads([], at(2));
  page.polls();
  const poll = page.asks();
  page.hears(order(1, { updated_at: at(5) }));
  page.gets(poll, [], at(4));
  assert.deepEqual(page.shown, ["a1"]);
  assert.equal(page.asks(), 0);

  page.polls();
  const second = page.asks();
  page.hears(order(2, { updated_at: at(6) }));
  page.gets(second, [], at(7));
  assert.deepEqual(page.shown, ["a2"]);
  page.gets(page.asks(), [], at(8));
  assert.deepEqual(page.shown, []);
});

test("8: a 304 is merged like an answer: it removes ghosts and confirms again", () => {
  const page = openPage();
  page.loads([order(1)], at(2));
  page.hears(order(1, { id: "ghost", updated_at: at(3) }));
  page.took("receipt");
  page.polls();
  page.gets304(page.asks(), at(10));
  assert.deepEqual(page.shown, ["a1"]);
  assert.deepEqual(page.took("receipt"), ["a"]);
  assert.equal(page.state.asOf, at(10));
});

test("8: a 304 brings back what was dropped, and requests carry the tag of the last body", () => {
  const page = openPage();
  page.loads([order(1)], at(2));
  page.polls();
  const poll = page.asks();
  assert.equal(page.state.flight?.etag, '"1"');
  page.fails(poll);
  page.polls();
  page.gets304(page.asks(), at(3));
  assert.deepEqual(page.shown, ["a1"]);
});

test("of two copies the newer stays, whichever way it came", () => {
  const page = openPage();
  page.loads([order(1)], at(2));
  page.hears(order(3, { status: "ready" }));
  page.loads([order(2, { status: "accepted" })], at(4));
  assert.deepEqual(page.shown, ["a3"]);
  page.loads([order(4, { status: "ready" })], at(5));
  assert.deepEqual(page.shown, ["a4"]);
});

test("an order rings once, however often it is dropped and shown again", () => {
  const page = openPage();
  page.breaks();
  page.gets(page.asks(), [order(1)], at(1));
  page.polls();
  page.gets(page.asks(), [], at(2));
  page.polls();
  page.gets(page.asks(), [order(1)], at(3));
  assert.deepEqual(page.took("ring"), ["a"]);
});

test("a doubtful order is revealed when no snapshot can be had: it rings, unconfirmed", () => {
  const page = openPage();
  page.breaks();
  page.hears(order(1));
  page.reveals("a");
  assert.deepEqual(page.shown, []);
  assert.deepEqual([...page.state.revealed], ["a"]);
  assert.deepEqual(page.took("ring"), ["a"]);
  assert.deepEqual(page.took("receipt"), []);

  page.gets(page.asks(), [order(1)], at(5));
  assert.deepEqual(page.shown, ["a1"]);
  assert.equal(page.state.doubtful.size + page.state.revealed.size, 0);
  assert.deepEqual(page.took("ring"), []);
  assert.deepEqual(page.took("receipt"), ["a"]);
});

test("a doubtful order goes when a snapshot asked for afterwards lacks it, or its end is heard", () => {
  const page = openPage();
  page.breaks();
  const before = page.asks();
  page.hears(order(1));
  page.hears(order(1, { id: "b" }));
  page.reveals("a");
  page.gets(before, [], at(1));
  assert.deepEqual([...page.state.doubtful.keys()], ["a", "b"]);
  page.hears(order(2, { id: "b", status: "rejected" }));
  assert.deepEqual([...page.state.doubtful.keys()], ["a"]);
  page.gets(page.asks(), [], at(2));
  assert.equal(page.state.doubtful.size + page.state.revealed.size, 0);
  page.reveals("a");
  assert.deepEqual(page.took("ring"), ["a"]);
  assert.deepEqual([...page.state.revealed], []);
});

test("of a doubtful order the newer version is kept, and a request settles only what it knew", () => {
  const page = openPage();
  page.breaks();
  page.hears(order(2, { status: "accepted" }));
  page.hears(order(1));
  assert.equal(page.state.doubtful.get("a")?.version, 2);
  const asked = page.asks();
  page.hears(order(3, { status: "ready" }));
  page.gets(asked, [], at(1));
  assert.equal(page.state.doubtful.get("a")?.version, 3);
});

test("a doubtful order that turns out to be new is no longer doubtful", () => {
  const page = openPage();
  page.loads([], at(10));
  page.hears(order(1, { updated_at: at(10) }));
  page.hears(order(2, { updated_at: at(11) }));
  assert.deepEqual(page.shown, ["a2"]);
  assert.equal(page.state.doubtful.size, 0);
});

test("a customer's page, which no status leaves, holds what has ended", () => {
  const page = openPage([]);
  page.breaks();
  page.gets(page.asks(), [order(1)], null);
  page.hears(order(2, { status: "rejected" }));
  assert.deepEqual(page.shown, ["a2"]);
  page.loads([order(2, { status: "rejected" })], at(9));
  assert.deepEqual(page.shown, ["a2"]);
});

test("what has rung is not remembered without bound", () => {
  const page = openPage();
  page.loads([], at(1));
  for (let index = 0; index < 1200; index += 1) {
    page.hears(order(1, { id: `order ${index}`, updated_at: at(2) }));
    page.hears(order(2, { id: `order ${index}`, status: "rejected" }));
  }
  assert.equal(page.state.rung.size, 1000);
  assert.equal(page.took("ring").length, 1200);
});

test("a step leaves the state before it as it was", () => {
  const page = openPage();
  page.loads([order(1)], at(1));
  page.polls();
  page.asks();
  const before = page.state;
  const copy = structuredClone(before);
  page.hears(order(2));
  page.hears(order(1, { id: "b", updated_at: at(9) }));
  page.breaks();
  page.gets(1, [], at(9));
  assert.deepEqual(before, copy);
});
