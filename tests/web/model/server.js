/** What the server does: transactions that commit later than they begin, receipts, and the reading of snapshots. */

/** @import { Entry } from "../../../web/contract.js" */
/** @import { Happening, Request, Server, World } from "./world.js" */

import { instant, isEnded, isUnconfirmed, living, raise, versionsOf, without } from "./world.js";

/** What customers and staff may do. @param {World} world @returns {Happening[]} */
export function changes(world) {
  return world.ids.flatMap((id) => {
    const order = world.orders.get(id);
    if (!order)
      return commits(world, "place", { id, version: 0, status: "placed", received_at: null });
    if (order.status === "placed")
      return [
        ...commits(world, "accept", { ...order, status: "accepted", received_at: "" }),
        ...commits(world, "cancel", { ...order, status: "cancelled" }),
      ];
    if (order.status === "accepted")
      return commits(world, "complete", { ...order, status: "completed" });
    if (order.status === "completed")
      return commits(world, "recall", { ...order, status: "accepted" });
    return [];
  });
}

/** A receipt arrives. @param {World} world @returns {Happening[]} */
export function receipts(world) {
  return [...world.orders.values()]
    .filter(({ id }) => world.receipts.includes(id))
    .flatMap((order) => commits(world, "receive", { ...order, received_at: "" }));
}

/**
 * Every way to commit this: begun at a new instant, or at one that a snapshot names. No other instant could be told from
 * these by anybody.
 *
 * @param {World} world
 * @param {string} name
 * @param {Entry} entry
 * @returns {Happening[]}
 */
function commits(world, name, entry) {
  const clock = world.clock + world.ticks;
  const begins = new Set([instant(clock), ...world.answers.map(({ asOf }) => asOf)]);
  if (world.page.asOf !== null) begins.add(world.page.asOf);
  return [...begins].map((began) => ({
    name: `${name} ${entry.id}${entry.version + 1}, begun at ${began}`,
    happen: () => commit({ ...world, clock }, { ...entry, updated_at: began }),
  }));
}

/** @param {World} world @param {Entry} entry of the version before @returns {World} */
function commit(world, entry) {
  const stored = { ...entry, version: entry.version + 1 };
  const { id, version } = stored;
  return {
    ...world,
    orders: new Map(world.orders).set(id, stored),
    ends: isEnded(stored) ? raise(world.ends, id, version) : world.ends,
    underway: [...world.underway, stored],
    // A receipt changes nothing where the order has moved on.
    receipts: isUnconfirmed(stored) ? world.receipts : without(world.receipts, id),
    changes: world.changes - 1,
  };
}

/** Reads what lives, and then the time. @param {World} world @param {Request} request @returns {World} */
export function read(world, request) {
  const { server } = world;
  const entries = server.snapshot === "of the primary" ? living(world) : [];
  const etag = etagOf(entries, server);
  const answer = {
    id: request.id,
    etag,
    entries: etag === request.etag ? null : entries,
    asOf: server.asOf === "after the read" ? instant(world.clock) : request.askedAt,
    ends: world.ends,
  };
  const requests = without(world.requests, request);
  return { ...world, requests, answers: [...world.answers, answer] };
}

/** @param {Entry[]} entries @param {Server} server */
function etagOf(entries, { etag }) {
  if (etag === "of ids") return entries.map(({ id }) => id).join();
  if (etag === "of versions") return versionsOf(entries);
  const instants = entries.map((entry) => entry.updated_at ?? "").sort();
  return instants.at(-1) ?? "";
}
