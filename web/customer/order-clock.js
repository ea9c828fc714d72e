/** The time by which an order is told: it stands still while nobody answers, for what happens then is not known here. */

/** @import { ConnectionState } from "../connection.js" */
/** @import { Order } from "../contract.js" */
/** @import { View } from "../feed.js" */

import { heardAt, isOffline } from "../page-state.js";

/**
 * `ahead`: see View. `stoppedAt`: when the order was known last, by the server's clock, while nobody answers.
 *
 * @typedef {{ahead: number, stoppedAt: number | null}} Clock
 */

/**
 * @param {{state: ConnectionState}} connection
 * @param {{view: Pick<View<Order>, "verified" | "answering" | "answeredAt" | "ahead">}} feed
 * @param {Pick<Order, "updated_at">} order
 * @returns {Clock}
 */
export function clockOf(connection, feed, order) {
  const stoppedAt = isOffline(connection, feed) ? heardAt(feed.view, [order]) : null;
  return { ahead: feed.view.ahead, stoppedAt };
}

/** @param {Clock} clock @param {number} now the device's, in epoch milliseconds @returns {number} the server's */
export const timeBy = ({ ahead, stoppedAt }, now) => stoppedAt ?? now + ahead;
