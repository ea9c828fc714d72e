/** What the board shows of its orders: in which column, in which order, how urgent, and which of them ring. */

/** @import { Order, OrderStatus } from "../contract.js" */

/** @typedef {"calm" | "soon" | "late"} Urgency */
/** @typedef {{order: Order, verified: boolean}} Ticket */

/** @type {Extract<OrderStatus, "placed" | "accepted" | "ready">[]} */
export const COLUMNS = ["placed", "accepted", "ready"];

/** @type {Record<string, number>} minutes before an instant from which on it is `soon` */
const SOON_MINUTES = { placed: 1, accepted: 5 };
const WAITING_MINUTES = 15;

/**
 * The tickets of a column, the oldest first: whoever ordered first is served first.
 *
 * @param {Order[]} verified
 * @param {Order[]} unverified
 * @param {OrderStatus} status
 * @returns {Ticket[]}
 */
export function column(verified, unverified, status) {
  return [
    ...verified.map((order) => ({ order, verified: true })),
    ...unverified.map((order) => ({ order, verified: false })),
  ]
    .filter(({ order }) => order.status === status)
    .sort(
      (a, b) => compare(a.order.placed_at, b.order.placed_at) || compare(a.order.id, b.order.id),
    );
}

/**
 * @param {Order} order
 * @param {number} now epoch milliseconds
 * @returns {Urgency}
 */
export function urgency(order, now) {
  if (order.status === "ready") {
    const waiting = order.ready_at ? now - Date.parse(order.ready_at) : 0;
    return waiting >= WAITING_MINUTES * 60_000 ? "soon" : "calm";
  }
  const due = order.status === "placed" ? order.accept_by : order.promised_at;
  if (!due) return "calm";
  const left = Date.parse(due) - now;
  if (left <= 0) return "late";
  return left <= (SOON_MINUTES[order.status] ?? 0) * 60_000 ? "soon" : "calm";
}

/**
 * The orders for which the bell rings: new, and nobody has reacted to them at this screen or any other.
 *
 * @param {Order[]} orders
 * @param {ReadonlySet<string>} noticed ids that somebody reacted to at this screen
 * @returns {Order[]}
 */
export function ringing(orders, noticed) {
  return orders.filter((order) => order.status === "placed" && !noticed.has(order.id));
}

/** @param {string} a @param {string} b */
const compare = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
