/** @import { ConnectionState } from "./connection.js" */
/** @import { Order } from "./contract.js" */
/** @import { View } from "./feed.js" */

/**
 * What the page may say of itself, from its socket and its feeds together:
 * `live`: what is shown is how it is, and changes arrive by themselves;
 * `connecting`: that is about to be so; `interrupted`: the page asks every few seconds instead, and is answered;
 * `offline`: nobody answers.
 *
 * @param {ConnectionState} connection
 * @param {Pick<View<any>, "verified" | "answering">[]} views
 * @returns {ConnectionState}
 */
export function pageState(connection, views) {
  if (connection === "live" && views.every((view) => view.verified)) return "live";
  if (!views.every((view) => view.answering)) return "offline";
  return connection === "live" || connection === "connecting" ? "connecting" : "interrupted";
}

/**
 * @param {Pick<View<any>, "answeredAt" | "ahead">} view
 * @returns {number | null} when the server answered last, by its own clock; null if it never did
 */
export const lastAnswer = ({ answeredAt, ahead }) =>
  answeredAt === null ? null : answeredAt + ahead;

/**
 * What an order says of itself was heard when it happened, also where the last answer is older.
 *
 * @param {Pick<View<any>, "answeredAt" | "ahead">} view
 * @param {Pick<Order, "updated_at">[]} orders
 * @returns {number} when the page knew of them last, epoch milliseconds by the server's clock
 */
export const heardAt = (view, orders) =>
  Math.max(lastAnswer(view) ?? 0, ...orders.map(({ updated_at }) => Date.parse(updated_at)));

/**
 * @param {{state: ConnectionState}} connection
 * @param {{view: Pick<View<any>, "verified" | "answering">} | null} feed
 * @returns {boolean} whether nobody answers for what is fed
 */
export const isOffline = (connection, feed) =>
  pageState(connection.state, feed ? [feed.view] : []) === "offline";
