/** What a page that nobody answers can honestly say of the orders that it does not show: the rules, without a clock. */

/** @import { Order } from "../../contract.js" */

/** The span by which a shop's pace is judged. */
const PACE_MINUTES = 60;
const PACE_MILLISECONDS = PACE_MINUTES * 60_000;
/** A page that was just opened has not seen enough to judge by. */
const LEAST_MILLISECONDS = 10 * 60_000;

/**
 * How many orders may be missing. Never a promise: a page knows of the orders before, and of nothing after.
 *
 * @param {number[]} placed when the orders that this page knows were placed, epoch milliseconds
 * @param {{since: number, watchedSince: number}} known when the page was right last, and since when it has looked
 * @param {number} now epoch milliseconds
 * @returns {{about: number, pace: number, minutes: number}} so many orders, by the pace of so many in so many minutes
 */
export function missedOrders(placed, { since, watchedSince }, now) {
  const begin = since - PACE_MILLISECONDS;
  const recent = placed.filter((at) => at > begin && at <= since);
  // Of the time before the page was opened it knows only what was still to be done then.
  const looked = since - Math.min(watchedSince, ...recent);
  const known = Math.min(PACE_MILLISECONDS, Math.max(LEAST_MILLISECONDS, looked));
  const about = (recent.length * Math.max(0, now - since)) / known;
  return { about: Math.round(about), pace: recent.length, minutes: Math.ceil(known / 60_000) };
}

/**
 * @param {Order[]} orders
 * @param {ReadonlyMap<string, number>} known what the page knew before, by id
 * @param {number} since epoch milliseconds
 * @returns {string[]} the ids of the orders that came meanwhile, each once
 */
export function cameMeanwhile(orders, known, since) {
  const came = orders.filter(
    ({ id, placed_at }) => !known.has(id) && Date.parse(placed_at) > since,
  );
  return [...new Set(came.map(({ id }) => id))];
}

/**
 * What is still worth remembering: the orders by which the pace is judged.
 *
 * @param {ReadonlyMap<string, number>} known when each was placed, by id
 * @param {Order[]} orders that are shown
 * @param {number} now epoch milliseconds
 * @returns {Map<string, number>}
 */
export function withShown(known, orders, now) {
  const shown = orders.map(
    ({ id, placed_at }) => /** @type {const} */ ([id, Date.parse(placed_at)]),
  );
  const recent = [...known].filter(([, at]) => at > now - PACE_MILLISECONDS);
  return new Map([...recent, ...shown]);
}
