/**
 * Random walks of a page through a small model of database, socket and snapshots, with losses, duplicates, reordering,
 * breaks, time-outs and a coarse clock. A failure names its seed: `SEED=17 node --test tests/web/merge-walk.test.js`.
 */

import assert from "node:assert/strict";
import { test } from "node:test";
import * as merge from "../../web/merge.js";
import { start } from "../../web/merge-state.js";

/** @import { Entry } from "../../web/contract.js" */
/** @import { State, Step } from "../../web/merge-state.js" */

const WALKS = 3000;
const STEPS = 150;
const ORDERS = ["a", "b", "c", "d", "e", "f"];
const ENDED = ["completed", "rejected"];

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

/** The clock moves once in four changes, so that instants are often equal. @param {number} tick */
const instant = (tick) => `T${String(Math.floor(tick / 4)).padStart(6, "0")}`;

/** @param {number} seed */
function openModel(seed) {
  const random = generator(seed);
  /** @template T @param {T[]} from @returns {T | undefined} */
  const pick = (from) => from[Math.floor(random() * from.length)];
  /** @template T @param {T[]} from @returns {T | undefined} */
  const draw = (from) => from.splice(Math.floor(random() * from.length), 1)[0];

  let tick = 0;
  /** @type {Map<string, Entry>} */
  const database = new Map();
  /** Events that were published and not yet heard. @type {Entry[]} */
  const underway = [];
  /** What was lost, and no `resync` has told of it yet. @type {Entry[]} */
  let lost = [];
  /** Ends that were lost and told of: no event may ring for the order any more. @type {Map<string, number>} */
  const lostEnds = new Map();
  /** @type {{id: number, etag: string | null}[]} */
  const asked = [];
  /** Answers on their way. @type {{id: number, etag: string, entries: Entry[] | null, asOf: string, readAt: number}[]} */
  const answers = [];

  /** @type {State<Entry>} */
  let page = start(ENDED);
  const rung = new Set();
  let hearing = false;
  /** For each order that the page was told to be gone: how the database knew it by then. @type {Map<string, number>} */
  const gone = new Map();
  /** The tick at which each version was committed. @type {Map<string, number>} */
  const committed = new Map();

  /** @param {Step<Entry>} step */
  const take = ({ state, effects }) => {
    page = state;
    for (const effect of effects) {
      if (effect.type === "request") asked.push({ id: effect.id, etag: effect.etag });
      if (effect.type === "receipt" && random() < 0.7) receive(effect.id);
      if (effect.type === "ring") {
        const { id, version } = effect.entry;
        assert.ok(!rung.has(id), `${id} rings twice`);
        assert.ok(version > (gone.get(id) ?? 0), `${id} rings although the page knew its end`);
        assert.ok(
          !hearing || !lostEnds.has(id),
          `${id} rings for an event that outlived its lost end`,
        );
        rung.add(id);
      }
    }
  };

  /** @param {Entry} entry */
  const commit = (entry) => {
    tick += 1;
    const started = Math.max(0, tick - Math.floor(random() * 3));
    const stored = { ...entry, updated_at: instant(started) };
    database.set(stored.id, stored);
    committed.set(`${stored.id} ${stored.version}`, tick);
    underway.push(stored);
    if (random() < 0.2) underway.push(stored);
  };

  /** @param {Partial<Entry> & {id: string}} change @param {string[]} from */
  const change = (change, from) => {
    const current = database.get(change.id);
    if (!current || !from.includes(current.status ?? "")) return;
    commit({ ...current, ...change, version: current.version + 1 });
  };

  /** @param {string} id */
  const receive = (id) => {
    if (database.get(id)?.received_at === null)
      change({ id, received_at: instant(tick) }, ["placed"]);
  };

  /** What the server answers: read, then the time. */
  const read = () => {
    const request = draw(asked);
    if (!request) return;
    const live = [...database.values()].filter(({ status }) => !ENDED.includes(status ?? ""));
    const etag = live.map(({ id, version }) => `${id}${version}`).join();
    const readAt = tick;
    tick += 1;
    const entries = etag === request.etag ? null : live;
    answers.push({ id: request.id, etag, entries, asOf: instant(tick), readAt });
  };

  const deliver = () => {
    const reply = draw(answers);
    if (!reply) return;
    const listens = page.flight?.id === reply.id;
    const heldBefore = page.base;
    take(merge.answer(page, reply.id, reply));
    if (!listens) return;
    const listed = new Set((reply.entries ?? heldBefore.entries).map(({ id }) => id));
    for (const id of ORDERS.filter((each) => !listed.has(each))) {
      for (const [key, when] of committed) {
        const [of, version] = key.split(" ");
        if (of === id && when <= reply.readAt)
          gone.set(id, Math.max(gone.get(id) ?? 0, Number(version)));
      }
    }
  };

  /** @param {Entry | undefined} entry */
  const hear = (entry) => {
    if (!entry) return;
    if (ENDED.includes(entry.status ?? ""))
      gone.set(entry.id, Math.max(gone.get(entry.id) ?? 0, entry.version));
    hearing = true;
    take(merge.event(page, entry));
    hearing = false;
  };

  const resync = () => {
    for (const { id, status, version } of lost) {
      if (ENDED.includes(status ?? "")) lostEnds.set(id, version);
    }
    lost = [];
    take(merge.discontinuity(page));
  };

  const someId = () => pick(ORDERS) ?? "a";
  const place = () => {
    const id = someId();
    if (!database.has(id)) commit({ id, version: 1, status: "placed", received_at: null });
  };

  /** What may happen, the likelier the more often it stands here. */
  const happenings = [
    place,
    place,
    () => change({ id: someId(), status: "accepted" }, ["placed"]),
    () => change({ id: someId(), status: "completed" }, ["accepted"]),
    () => change({ id: someId(), status: "rejected" }, ["placed", "accepted"]),
    () => change({ id: someId(), status: "accepted" }, ["completed"]),
    () => hear(draw(underway)),
    () => hear(draw(underway)),
    () => hear(draw(underway)),
    () => hear(pick(underway)),
    () => {
      const entry = draw(underway);
      if (entry) lost.push(entry);
    },
    resync,
    () => take(merge.poll(page)),
    () => take(merge.request(page)),
    () => take(merge.request(page)),
    () => page.flight && take(merge.failure(page, page.flight.id)),
    read,
    read,
    deliver,
    deliver,
  ];

  return {
    step: () => pick(happenings)?.(),
    /** Every network calms down: what is under way arrives, and the page asks until it wants nothing more. */
    settle() {
      if (lost.length) resync();
      for (let round = 0; round < 100; round += 1) {
        while (underway.length) hear(draw(underway));
        take(merge.request(page));
        while (asked.length) read();
        while (answers.length) deliver();
        const busy = underway.length || page.want || page.flight;
        if (!busy) return;
      }
      assert.fail("the page never stops asking");
    },
    /** One calm minute later: the poll that bounds what any fault can hide. */
    poll() {
      take(merge.poll(page));
      this.settle();
    },
    check() {
      const live = [...database.values()].filter(({ status }) => !ENDED.includes(status ?? ""));
      assert.deepEqual(
        [...page.held.values()].map(({ id, version }) => `${id}${version}`).sort(),
        live.map(({ id, version }) => `${id}${version}`).sort(),
        "the page shows what lives, as it is",
      );
      for (const { id, status } of live)
        assert.ok(status !== "placed" || rung.has(id), `${id} never rang`);
      assert.equal(page.doubtful.size, 0, "nothing stays doubtful");
    },
    /** Every receipt that was lost has been sent again. */
    checkReceipts() {
      const unseen = [...database.values()].filter((o) => o.status === "placed" && !o.received_at);
      for (const { id } of unseen) assert.fail(`${id} is never confirmed`);
    },
  };
}

test(`${WALKS} random walks end with the truth on the page`, () => {
  const seeds = process.env.SEED
    ? [Number(process.env.SEED)]
    : Array.from({ length: WALKS }, (_, n) => n + 1);
  for (const seed of seeds) {
    try {
      const model = openModel(seed);
      for (let step = 0; step < STEPS; step += 1) model.step();
      model.settle();
      model.check();
      for (let minute = 0; minute < 40; minute += 1) model.poll();
      model.checkReceipts();
    } catch (error) {
      throw new Error(`seed ${seed}: ${error instanceof Error ? error.message : error}`, {
        cause: error,
      });
    }
  }
});
