/**
 * Catching up, for whichever cause: after each of them the page shows what lives, once, has rung for that alone, and has
 * confirmed it, whatever was missed meanwhile and however events and snapshots overtake each other.
 */

import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { iso, openKitchen, order } from "./kitchen-feed.js";
import { FakeSocket, stopTime } from "./socket.js";

/** @import { Entry } from "../../web/contract.js" */
/** @import { Kitchen } from "./kitchen-feed.js" */

/** What is on the server, by id. @typedef {Map<string, Entry>} Server */
/** A change on the server; returns its event. @typedef {(server: Server) => Entry} Change */

beforeEach(stopTime);

const HOUR_SECONDS = 3600;
/** Longer than a page believes a silent socket, and shorter than the minute after which it asks in any case. */
const SLEPT_MILLISECONDS = 50_000;
/** More than any catching up needs. */
const ROUNDS = 6;
/** Longer than a page that polls waits between two requests. */
const ROUND_MILLISECONDS = 3_700;

/** What a page must catch up after. Each ends with the question under way that is asked because of it. @type {Record<string, (server: Server, miss: () => void) => Promise<Kitchen>>} */
const CAUSES = {
  async "first load"(_server, miss) {
    const kitchen = await openKitchen();
    miss();
    await kitchen.waits(0);
    kitchen.subscribes();
    return kitchen;
  },
  async reconnect(server, miss) {
    const kitchen = await live(server);
    FakeSocket.newest.onclose();
    miss();
    await kitchen.waits(500);
    kitchen.subscribes();
    await kitchen.waits(600);
    return kitchen;
  },
  async "broker restart"(server, miss) {
    const kitchen = await live(server);
    FakeSocket.newest.hears({ type: "interrupted" });
    miss();
    await kitchen.waits(1000);
    FakeSocket.newest.hears({ type: "resync" });
    await kitchen.waits(1600);
    return kitchen;
  },
  async resync(server, miss) {
    const kitchen = await live(server);
    miss();
    FakeSocket.newest.hears({ type: "resync" });
    await kitchen.waits(1600);
    return kitchen;
  },
  async polling(server, miss) {
    const kitchen = await live(server);
    FakeSocket.newest.hears({ type: "interrupted" });
    miss();
    await kitchen.waits(3100);
    return kitchen;
  },
  async "a laptop that slept"(server, miss) {
    const kitchen = await live(server);
    miss();
    mock.timers.setTime(Date.now() + SLEPT_MILLISECONDS);
    await kitchen.waits(5000);
    assert.ok(kitchen.requests.length > kitchen.answered, "it waits for its socket to return");
    await kitchen.waits(500);
    kitchen.subscribes();
    return kitchen;
  },
};

/** @type {Record<string, {missed?: Change[], last?: Change}>} */
const SITUATIONS = {
  "an order was placed": { missed: [place("new")] },
  "an order was placed and accepted": { missed: [place("new"), raise("new", "accepted")] },
  "an order has ended": { missed: [raise("old", "completed")] },
  "an order ended and was recalled": {
    missed: [raise("old", "completed"), raise("old", "accepted")],
  },
  "an order is being placed": { last: place("new") },
  "an order is being accepted": { last: raise("old", "accepted") },
  "an order that ended is being recalled": {
    missed: [raise("old", "completed")],
    last: raise("old", "accepted"),
  },
  "an order is ending": { last: raise("old", "completed") },
  "an old event of an order that has ended comes late": {
    missed: [place("dead"), raise("dead", "completed")],
    last: () => order(1, { id: "dead", updated_at: iso(-HOUR_SECONDS) }),
  },
};

/** @param {string} id @returns {Change} */
function place(id) {
  return (server) => commit(server, order(1, { id }));
}

/** @param {string} id @param {string} status @returns {Change} */
function raise(id, status) {
  return (server) => {
    const before = server.get(id) ?? order(0, { id });
    return commit(server, order(before.version + 1, { id, status }));
  };
}

/** @param {Server} server @param {Entry} entry */
function commit(server, entry) {
  server.set(entry.id, entry);
  return entry;
}

/** @param {Server} server */
const snapshotOf = (server) => [...server.values()].filter(({ status }) => status !== "completed");

/** @param {Server} server */
async function live(server) {
  const kitchen = await openKitchen();
  await kitchen.waits(0);
  await kitchen.answers(snapshotOf(server));
  kitchen.subscribes();
  await kitchen.waits(600);
  await kitchen.answers(snapshotOf(server));
  assert.equal(kitchen.feed.view.verified, true);
  return kitchen;
}

/** The page asks what it wants to, and is answered by what the server has. @param {Kitchen} kitchen @param {Server} server */
async function comesToRest(kitchen, server) {
  for (let round = 0; round < ROUNDS; round += 1) {
    await kitchen.waits(ROUND_MILLISECONDS);
    if (kitchen.requests.length > kitchen.answered) await kitchen.answers(snapshotOf(server));
  }
}

/** @param {Kitchen} kitchen @param {Server} server */
function checkTruth(kitchen, server) {
  const { view } = kitchen.feed;
  assert.deepEqual(versionsOf(view.entries), versionsOf(snapshotOf(server)));
  assert.deepEqual(view.unverified, []);
  assert.equal(view.verified, true);
  const rings = heardOf(kitchen, "ring");
  const receipts = heardOf(kitchen, "receipt");
  assert.deepEqual(rings, [...new Set(rings)], "none rings twice");
  assert.ok(!rings.includes("dead"), "an order rings that has ended");
  for (const { id, status } of server.values()) {
    if (status !== "placed") continue;
    assert.ok(rings.includes(id), `${id} never rings`);
    assert.ok(receipts.includes(id), `${id} is never confirmed`);
  }
}

/** @param {Entry[]} entries */
const versionsOf = (entries) => entries.map(({ id, version }) => `${id} ${version}`).sort();

/** The ids for which the page did so, once for each time. @param {Kitchen} kitchen @param {"ring" | "receipt"} what */
const heardOf = ({ told }, what) =>
  told.flatMap((telling) => {
    const [kind, ids = ""] = telling.split(" ");
    return kind === what ? ids.split(",") : [];
  });

for (const [cause, begin] of Object.entries(CAUSES)) {
  for (const [situation, { missed = [], last }] of Object.entries(SITUATIONS)) {
    for (const isRead of last ? ["before", "after"] : ["after"]) {
      for (const answered of last ? ["before", "after"] : ["after"]) {
        const when = last ? `, read ${isRead} it, answered ${answered} its event` : "";
        test(`${cause}: ${situation}${when}`, async () => {
          /** @type {Server} */
          const server = new Map([["old", order(1, { id: "old" })]]);
          const kitchen = await begin(server, () => {
            for (const change of missed) change(server);
          });
          const early = snapshotOf(server);
          assert.ok(kitchen.requests.length > kitchen.answered, "nothing is asked");
          const event = last?.(server);
          const read = isRead === "before" ? early : snapshotOf(server);
          if (answered === "before") await kitchen.answers(read);
          if (event) kitchen.hears(event);
          if (answered === "after") await kitchen.answers(read);
          await comesToRest(kitchen, server);
          checkTruth(kitchen, server);
        });
      }
    }
  }
}
