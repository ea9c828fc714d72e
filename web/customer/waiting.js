/** What a customer must know who waits: whether the kitchen is there at all, and when the waiting ends by itself. */

/** @import { Order, Shop } from "../contract.js" */
/** @import { Sentence } from "./headline.js" */
/** @import { Clock } from "./order-clock.js" */

import { useNow } from "../hooks.js";
import { html } from "../html.js";
import { timeLeft } from "../time.js";
import { Notice } from "./announcing.js";
import { timeBy } from "./order-clock.js";
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

/** While nobody answers, nobody knows of the kitchen. @param {{order: Order, shop: Shop | undefined, clock: Clock}} props */
export function Waiting({ order, shop, clock }) {
  const reason = clock.stoppedAt === null ? silence(order, shop) : null;
  const testId = shop?.kitchen_online ? "kitchen-slow" : "kitchen-gone";
  return html`
    <${Notice} words=${reason && say(reason)} data-testid=${testId} />
    ${
      order.status === "placed" &&
      order.accept_by &&
      html`<${Deadline} by=${order.accept_by} clock=${clock} />`
    }`;
}

/** It ends whether or not this page is answered, but a countdown that stands still would mislead. @param {{by: string, clock: Clock}} props */
function Deadline({ by, clock }) {
  const now = timeBy(clock, useNow(1));
  const left = timeLeft(by, now);
  const isSoon = Date.parse(by) - now < SOON_SECONDS * 1000;
  return html`
    <p class=${`deadline ${isSoon ? "notice" : "faint"}`} data-testid="cancels-by" data-over=${left === null}
      data-soon=${isSoon}>
      <span>${say({ key: left ? "order.cancels_by" : "order.cancels_now", at: by })}</span>
      ${left && clock.stoppedAt === null && html`<strong>${left}</strong>`}
    </p>`;
}
