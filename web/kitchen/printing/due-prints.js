/** What this device prints by itself, and which orders are due: plain decisions, and what is remembered of them. */

/** @import { Order } from "../../contract.js" */

import { recall, remember } from "../../storage.js";

/**
 * `since`: epoch milliseconds by the server's clock: what happened before somebody chose this is not printed.
 *
 * @typedef {"never" | "placed" | "accepted"} Moment
 * @typedef {{moment: Moment, copies: number, since: number}} Printing
 */

/** @type {Moment[]} */
export const MOMENTS = ["never", "placed", "accepted"];
export const COPIES = [1, 2, 3];
/** More orders than are on any board: what is forgotten is on none. */
const PRINTED_MAX = 1000;

/** @returns {Printing} */
export const recallPrinting = () => ({
  moment: "never",
  copies: 1,
  since: 0,
  ...recall("printing"),
});

/** @param {Printing} printing */
export const rememberPrinting = (printing) => remember("printing", printing);

/** @returns {string[]} the ids of orders that were printed, the last of them last */
export const recallPrinted = () => recall("printed") ?? [];

/** @param {string} id */
export const rememberPrinted = (id) => remember("printed", withPrinted(recallPrinted(), id));

/** @param {string[]} printed @param {string} id @returns {string[]} */
export const withPrinted = (printed, id) =>
  [...printed.filter((one) => one !== id), id].slice(-PRINTED_MAX);

/**
 * @param {Order[]} orders those on the board
 * @param {Printing} choice
 * @param {Iterable<string>} printed ids
 * @returns {Order[]} to be printed now, in the order in which it happened
 */
export function duePrints(orders, { moment, since }, printed) {
  if (moment === "never") return [];
  const done = new Set(printed);
  const happened = (/** @type {Order} */ order) =>
    (moment === "placed" ? order.placed_at : order.accepted_at) ?? "";
  return orders
    .filter((order) => !done.has(order.id) && Date.parse(happened(order)) >= since)
    .sort((a, b) => (happened(a) < happened(b) ? -1 : 1));
}
