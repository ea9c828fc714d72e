/** A kitchen's feed with a socket and snapshots that a test plays by hand. */

import { mock } from "node:test";
import { openConnection } from "../../web/connection.js";
import { openFeed } from "../../web/feed.js";
import { FakeSocket, SocketClass, settle } from "./socket.js";

/** @import { Entry, Snapshot } from "../../web/contract.js" */

/** @typedef {Awaited<ReturnType<typeof openKitchen>>} Kitchen */

/** The instant so many seconds from now. */
export const iso = (/** @type {number} */ seconds) =>
  new Date(Date.now() + seconds * 1000).toISOString().replace("Z", "000Z");

/** @param {number} version @param {Partial<Entry>} [members] @returns {Entry} */
export const order = (version, members) => ({
  id: "a",
  version,
  status: "placed",
  updated_at: iso(0),
  received_at: null,
  ...members,
});

/** A feed whose snapshots are answered by hand. @param {{random?: number}} [options] */
export async function openKitchen({ random = 0.5 } = {}) {
  const connection = openConnection({ url: "ws://edge/ws", SocketClass, random: () => random });
  /** @type {{etag: string | null, answer: (snapshot: Snapshot<Entry>) => void, fail: (problem: unknown) => void}[]} */
  const requests = [];
  /** @type {string[]} */
  const told = [];
  const feed = openFeed({
    connection,
    channel: "shop:1",
    leaving: ["completed"],
    entryOf: (frame) => frame.order,
    load: (etag, signal) =>
      new Promise((answer, fail) => {
        requests.push({ etag, answer, fail });
        signal.addEventListener("abort", () => fail(new Error("aborted")));
      }),
    onReceipts: (ids) => told.push(`receipt ${ids}`),
    onRing: (entries) => told.push(`ring ${entries.map(({ id }) => id)}`),
    onRefused: (problem) => told.push(`refused ${problem.code}`),
    random: () => random,
  });
  const kitchen = {
    connection,
    feed,
    requests,
    told,
    /** How many of the requests have been answered. */
    answered: 0,
    /** @param {Entry[] | null} entries @param {string | null} [etag] */
    async answers(entries, etag = '"1"') {
      requests.at(-1)?.answer({ entries, etag, asOf: iso(0) });
      kitchen.answered = requests.length;
      await settle();
    },
    /** @param {number} milliseconds */
    async waits(milliseconds) {
      mock.timers.tick(milliseconds);
      await settle();
    },
    /** @param {Entry} entry */
    hears: (entry) => FakeSocket.newest.hears({ type: "event", channel: "shop:1", order: entry }),
    subscribes() {
      FakeSocket.newest.onopen();
      FakeSocket.newest.hears({ type: "subscribed", channel: "shop:1" });
    },
    /** Loaded, subscribed and verified. @param {Entry[]} [entries] */
    async goesLive(entries = []) {
      await kitchen.waits(0);
      await kitchen.answers(entries);
      kitchen.subscribes();
      await kitchen.waits(600);
      await kitchen.answers(null);
      told.length = 0;
    },
  };
  return kitchen;
}
