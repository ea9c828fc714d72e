/** In how many minutes this kitchen has an order ready, as it has of late. */

/** @import { Order } from "../../contract.js" */
/** @import { Station } from "../station.js" */

import { useEffect, useState } from "../../html.js";
import { endedUrl } from "../station.js";

export const ORDERS_MIN = 3;
const ORDERS_MAX = 20;
const ROUNDED_MINUTES = 5;
/** No longer promise is taken. */
export const MINUTES_MAX = 180;

/** @param {Order} order @returns {order is Order & {accepted_at: string, ready_at: string}} */
const isCooked = (order) => order.accepted_at !== null && order.ready_at !== null;

/**
 * The last orders that became ready, each once and as it was heard of last.
 *
 * @param {Order[]} known
 * @param {Order[]} more
 * @returns {Order[]} `known` itself where `more` brings nothing
 */
export function lastCooked(known, more) {
  const byId = new Map(known.map((order) => [order.id, order]));
  const news = more.filter(
    (order) => isCooked(order) && order.ready_at !== byId.get(order.id)?.ready_at,
  );
  if (news.length === 0) return known;
  for (const order of news) byId.set(order.id, order);
  return [...byId.values()]
    .filter(isCooked)
    .sort((a, b) => Date.parse(a.ready_at) - Date.parse(b.ready_at))
    .slice(-ORDERS_MAX);
}

/**
 * The median of what cooking took, rounded up so that a promise is kept.
 *
 * @param {Order[]} orders
 * @returns {number | null} minutes, null where there are too few orders to tell
 */
export function suggestedMinutes(orders) {
  const minutes = orders
    .filter(isCooked)
    .map(({ accepted_at, ready_at }) => (Date.parse(ready_at) - Date.parse(accepted_at)) / 60_000)
    .sort((a, b) => a - b);
  if (minutes.length < ORDERS_MIN) return null;
  const [low = 0, high = 0] = [
    minutes[Math.floor((minutes.length - 1) / 2)],
    minutes[Math.floor(minutes.length / 2)],
  ];
  const steps = Math.max(1, Math.ceil((low + high) / 2 / ROUNDED_MINUTES));
  return Math.min(MINUTES_MAX, steps * ROUNDED_MINUTES);
}

/** @param {Station} station @returns {number | null} minutes */
export function useSuggestion(station) {
  const [cooked, setCooked] = useState(/** @type {Order[]} */ ([]));
  useEffect(() => {
    station.call("GET", endedUrl(station, ORDERS_MAX)).then(
      ({ orders }) => setCooked((known) => lastCooked(known, orders)),
      // Without an answer nothing is suggested until this board has seen enough itself.
      () => {},
    );
  }, [station.shopId]);
  useEffect(() => setCooked((known) => lastCooked(known, station.verified)), [station.verified]);
  return suggestedMinutes(cooked);
}
