/** What a customer must know who waits: whether the kitchen is there at all, and when the waiting ends by itself. */

/** @import { Order, Shop } from "../contract.js" */
/** @import { Sentence } from "./headline.js" */

import { useNow } from "../hooks.js";
import { html } from "../html.js";
import { timeLeft } from "../time.js";
import { say } from "./saying.js";

/** The end of the waiting is told loudly when it is as near as this. */
const SOON_SECONDS = 120;

/**
 * Why the kitchen's answer may take longer than usual, or never come.
 *
 * @param {Order} order
 * @param {Pick<Shop, "kitchen_online" | "open" | "paused_until"> | undefined} shop
 * @returns {Sentence | null}
 */
export function silence({ status, received_at }, shop) {
  if (!shop || (status !== "placed" && status !== "accepted")) return null;
  if (!shop.kitchen_online) {
    if (status === "accepted") return { key: "order.kitchen_away" };
    return { key: received_at ? "order.kitchen_left" : "order.kitchen_gone" };
  }
  if (status === "accepted") return null;
  if (shop.paused_until) return { key: "order.kitchen_paused", at: shop.paused_until };
  return shop.open ? null : { key: "order.kitchen_closed" };
}

/** @param {{order: Order, shop: Shop | undefined, ahead: number}} props `ahead`: see View */
export function Waiting({ order, shop, ahead }) {
  const reason = silence(order, shop);
  const testId = shop?.kitchen_online ? "kitchen-slow" : "kitchen-gone";
  return html`
    ${reason && html`<p class="notice" role="status" data-testid=${testId}>${say(reason)}</p>`}
    ${
      order.status === "placed" &&
      order.accept_by &&
      html`<${Deadline} by=${order.accept_by} ahead=${ahead} />`
    }`;
}

/** @param {{by: string, ahead: number}} props */
function Deadline({ by, ahead }) {
  const now = useNow(1) + ahead;
  const left = timeLeft(by, now);
  const isSoon = Date.parse(by) - now < SOON_SECONDS * 1000;
  return html`
    <p class=${`deadline ${isSoon ? "notice" : "faint"}`} data-testid="cancels-by" data-over=${left === null}
      data-soon=${isSoon}>
      <span>${say({ key: left ? "order.cancels_by" : "order.cancels_now", at: by })}</span>
      ${left && html`<strong>${left}</strong>`}
    </p>`;
}
