/** What is asked of a shop's day, and how often: its figures, and its orders page by page. */

/** @import { Names, Order } from "../../contract.js" */
/** @import { Station } from "../station.js" */

import { path } from "../../api.js";
import { LIST_MAX } from "../station.js";

/** @typedef {{median: number | null, p90: number | null}} Seconds */
/** @typedef {{begins_at: string, orders: number, revenue: number}} Hour */
/** @typedef {{dish_id: string, name: string, names?: Names, quantity: number, revenue: number}} SoldDish */
/**
 * `revenue`, in minor units of `currency`, is that of the orders that are accepted, ready or completed.
 *
 * @typedef {{
 *   day: string, timezone: string, currency: string, begins_at: string, ends_at: string, as_of: string,
 *   orders: number, accepted: number, completed: number, revenue: number,
 *   rejected: Record<string, number>, cancelled: Record<string, number>,
 *   accept_seconds: Seconds, ready_seconds: Seconds, hours: Hour[], dishes: SoldDish[],
 * }} Statistics
 */
/** `isWhole`: whether there were no more than are here. @typedef {{orders: Order[], isWhole: boolean, pages: number}} DayOrders */

export const ORDERS_MAX = 5000;

/**
 * @param {Pick<Station, "call" | "shopId">} station
 * @param {string} day "today" or YYYY-MM-DD
 * @returns {Promise<Statistics>} raises a Problem
 */
export const loadStatistics = ({ call, shopId }, day) =>
  call("GET", `/api/orders/statistics?shop_id=${path(shopId)}&day=${day}`);

/**
 * The orders placed on that day, the oldest first, and no more than ORDERS_MAX of them.
 *
 * @param {Pick<Station, "call" | "shopId">} station
 * @param {string} day "today" or YYYY-MM-DD
 * @returns {Promise<DayOrders>} raises a Problem
 */
export async function loadOrders({ call, shopId }, day) {
  const url = `/api/orders?shop_id=${path(shopId)}&day=${day}&limit=${LIST_MAX}`;
  /** @type {Order[]} */
  const orders = [];
  let after = "";
  let pages = 0;
  do {
    const body = await call("GET", `${url}${after && `&after=${path(after)}`}`);
    orders.push(...body.orders);
    after = body.next ?? "";
    pages += 1;
  } while (after && orders.length < ORDERS_MAX);
  return { orders, isWhole: !after, pages };
}
