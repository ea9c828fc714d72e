/**
 * Everything between the orders' database and one kitchen page, as a value: what is stored, what is under way, what the
 * page knows, and what the model remembers of it.
 *
 * A socket's own queue needs no place here: what waits in it is as good as what still waits before the gateway, and what
 * breaks with it is as good as what came while nobody was subscribed.
 */

import { start } from "../../../web/merge-state.js";

/** @import { Entry } from "../../../web/contract.js" */
/** @import { State, Step } from "../../../web/merge-state.js" */

/** @typedef {ReadonlyMap<string, number>} Versions by order */
/** @typedef {{id: number, etag: string | null, askedAt: string}} Request */
/** @typedef {{id: number, etag: string, entries: Entry[] | null, asOf: string, ends: Versions}} Answer */

/**
 * The page's module under test. `believe` exists only where a mutation brings it: what to do with one order alone that
 * was read over HTTP; the rules say that it is an event like any other.
 *
 * @typedef {typeof import("../../../web/merge.js") & {
 *   believe?: (state: State<Entry>, entry: Entry) => Step<Entry>,
 * }} Merge
 */

/**
 * What the server gives to a page. A model of a server that gives less must be found out as well.
 *
 * @typedef {{
 *   asOf: "after the read" | "before the read", etag: "of versions" | "of ids" | "of the newest instant",
 *   resync: "before the batch" | "after the batch", snapshot: "of the primary" | "of a lagging replica",
 * }} Server
 */

/** @type {Server} */
export const SERVER = {
  asOf: "after the read",
  etag: "of versions",
  resync: "before the batch",
  snapshot: "of the primary",
};

/**
 * `clock`: "still" is a clock so coarse that all instants are equal. `begin`: the page is being "loaded", or it is
 * "subscribed"; or it is that and the orders are "accepted" already, their events under way. `changes` and `faults`: how many may happen.
 *
 * @typedef {{
 *   orders: string, changes: number, faults: number, clock?: "fine" | "still",
 *   begin?: "loaded" | "subscribed" | "accepted",
 * }} Bounds
 */

/**
 * What the page was seen to do since it was loaded: what has `rung`, the newest version `shown` of each order, the ends
 * it was `told` of, the ends `lost` on their way to it, and those of them that have been `announced` as a break since.
 *
 * @typedef {{
 *   rung: ReadonlySet<string>, shown: Versions, told: Versions, lost: Versions, announced: Versions,
 * }} Witness
 */

/**
 * `ends`: the newest version by which each order has ended. `underway`: events that were committed and not yet heard.
 * `alone`: orders that were read one by one over HTTP, as the answer to an action is. `gap`: the gateway has missed a
 * batch and does not know it yet.
 *
 * @typedef {{
 *   merge: Merge, server: Server, ids: readonly string[], ticks: 0 | 1, clock: number,
 *   orders: ReadonlyMap<string, Entry>, ends: Versions, underway: readonly Entry[], alone: readonly Entry[],
 *   receipts: readonly string[], requests: readonly Request[], answers: readonly Answer[], connected: boolean,
 *   gap: boolean, page: State<Entry>, witness: Witness, changes: number, faults: number,
 * }} World
 */

/** One of the things that may happen next, and the world that comes of it. @typedef {{name: string, happen: () => World}} Happening */

const ENDED = ["completed", "cancelled"];

/** A page that was just loaded, and hears nothing yet. */
export const loadedPage = () => ({
  page: start(ENDED),
  requests: [],
  answers: [],
  alone: [],
  connected: false,
  witness: {
    rung: new Set(),
    shown: new Map(),
    told: new Map(),
    lost: new Map(),
    announced: new Map(),
  },
});

/** @param {Merge} merge @param {Bounds} bounds @param {Server} server @returns {World} */
export function firstWorld(merge, { orders, changes, faults, clock, begin }, server) {
  const accepted = { version: 2, status: "accepted", received_at: "", updated_at: instant(0) };
  const stored = (begin === "accepted" ? [...orders] : []).map((id) => ({ id, ...accepted }));
  return {
    merge,
    server,
    ids: [...orders],
    ticks: clock === "still" ? 0 : 1,
    clock: 0,
    orders: new Map(stored.map((order) => [order.id, order])),
    ends: new Map(),
    underway: stored,
    receipts: [],
    gap: false,
    ...loadedPage(),
    connected: begin !== "loaded",
    changes,
    faults,
  };
}

/** All of one width, so that the order of the texts is the order of the times. @param {number} tick */
export const instant = (tick) => `T${String(tick).padStart(6, "0")}`;

/** @param {Entry} entry */
export const isEnded = ({ status }) => ENDED.includes(status ?? "");

/** @param {Entry | undefined} order */
export const isUnconfirmed = (order) => order?.status === "placed" && order.received_at === null;

/** @param {World} world */
export const living = ({ orders }) => [...orders.values()].filter((order) => !isEnded(order));

/** @param {Iterable<Entry>} entries */
export const versionsOf = (entries) =>
  Array.from(entries, ({ id, version }) => `${id}${version}`)
    .sort()
    .join();

/** @param {Versions} versions @param {string} id @param {number} version @returns {Versions} */
export const raise = (versions, id, version) =>
  (versions.get(id) ?? 0) >= version ? versions : new Map(versions).set(id, version);

/** @param {Versions} one @param {Versions} other @returns {Versions} */
export const union = (one, other) =>
  [...other].reduce((joined, [id, version]) => raise(joined, id, version), one);

/** @template T @param {readonly T[]} from @param {T} item @returns {T[]} */
export const without = (from, item) => from.filter((other) => other !== item);
