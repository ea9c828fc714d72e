/** What staff have just done, laid over the orders as the server tells of them, until it has said what came of it. */

/** @import { Order, OrderStatus } from "../../contract.js" */
/** @import { Action } from "./acting.js" */
/** @import { Column, Ticket } from "./tickets.js" */

import { COLUMNS } from "./tickets.js";

/**
 * `order`: as it was when somebody acted. `until`: it is held back until then, epoch milliseconds; null: it is being
 * sent. `token`: of who acted, who may have logged out when it is sent.
 *
 * @typedef {{
 *   order: Order, action: Action, body: Record<string, any>, until: number | null, token: string | null,
 * }} Pending
 */

/** @type {Record<Exclude<Action, "recall">, OrderStatus>} */
const LEADS_TO = { accept: "accepted", reject: "rejected", ready: "ready", complete: "completed" };

/** @param {Pick<Pending, "action" | "body">} pending @returns {OrderStatus} where the action leads */
export const outcome = ({ action, body }) => (action === "recall" ? body.to : LEADS_TO[action]);

/**
 * The tickets of the board, the oldest first: whoever ordered first is served first. What is being sent stands where it
 * leads to already, unless it leads off the board: no ticket goes before the server says so.
 *
 * @param {Order[]} verified
 * @param {Order[]} unverified
 * @param {ReadonlyMap<string, Pending>} pending by order id
 * @returns {Ticket[]}
 */
export function ticketsOf(verified, unverified, pending) {
  /** @param {boolean} isVerified @returns {(order: Order) => Ticket[]} */
  const ticket = (isVerified) => (order) => {
    const one = pending.get(order.id);
    const overlay = one && one.order.status === order.status ? one : null;
    const column = columnOf(order, overlay);
    return column ? [{ order, verified: isVerified, column, pending: overlay }] : [];
  };
  return [...verified.flatMap(ticket(true)), ...unverified.flatMap(ticket(false))].sort(
    ({ order: a }, { order: b }) => compare(a.placed_at, b.placed_at) || compare(a.id, b.id),
  );
}

/** @param {Order} order @param {Pending | null} pending @returns {Column | undefined} */
function columnOf(order, pending) {
  const reached = pending && pending.until === null ? outcome(pending) : order.status;
  return (
    COLUMNS.find((column) => column === reached) ??
    COLUMNS.find((column) => column === order.status)
  );
}

/**
 * Those that the server's orders have not overtaken: an order that stands otherwise than when somebody acted on it has
 * been changed, by that action or by somebody else. A held one is over as well when its order has gone.
 *
 * @param {ReadonlyMap<string, Pending>} pending
 * @param {Order[]} orders
 * @returns {ReadonlyMap<string, Pending>} the same one where nothing was overtaken
 */
export function notOvertaken(pending, orders) {
  const statuses = new Map(orders.map(({ id, status }) => [id, status]));
  const left = [...pending].filter(([id, { order, until }]) => {
    const status = statuses.get(id);
    return status === undefined ? until === null : status === order.status;
  });
  return left.length === pending.size ? pending : new Map(left);
}

/** @param {string} a @param {string} b */
const compare = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
