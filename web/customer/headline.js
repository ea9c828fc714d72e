/** What an order's page says first: how the order stands, and what that means for whoever waits for it. */

/** @import { TextKey } from "../catalogue.js" */
/** @import { Order } from "../contract.js" */

import { isKey } from "../catalogue.js";

/** A text with what it tells of: whole minutes, and an instant. @typedef {{key: TextKey, minutes?: number, at?: string}} Sentence */

const MINUTE_MILLISECONDS = 60_000;
/** Nobody cooks to the minute: around the promised time it is "any moment", and only then late. */
const MOMENT_BEFORE_MINUTES = 1;
const MOMENT_AFTER_MINUTES = 2;
/** Whoever waits for so long after the promised time had better ask. */
const ASK_AFTER_MINUTES = 15;
/** A silence that lasts this long is told with its length. */
const SILENCE_MINUTES = 2;
/** A dish that waits for so long is told with the time since when. */
const WAITS_MINUTES = 5;

/**
 * How the order stands, in a word or two: for the page's title, for a list, for who hears the page.
 *
 * @param {Pick<Order, "status" | "received_at" | "closed_reason">} order
 * @returns {TextKey}
 */
export function stateKey({ status, received_at, closed_reason }) {
  if (status === "placed" && received_at) return "status.received";
  if (status === "completed" && closed_reason === "unattended") return "order.unattended";
  if (closed_reason === "no_show") return "reason.no_show";
  return `status.${status}`;
}

/**
 * @param {Order} order
 * @param {number} now the server's, in epoch milliseconds
 * @returns {{main: Sentence, more: Sentence | null}}
 */
export function headline(order, now) {
  if (order.status === "placed") return waiting(order, now);
  if (order.status === "accepted") return cooking(order, now);
  if (order.status === "ready") return ready(order, now);
  return ended(order);
}

/** @param {Order} order @param {number} now @returns {{main: Sentence, more: Sentence | null}} */
function waiting({ placed_at, received_at }, now) {
  const minutes = minutesFrom(received_at ?? placed_at, now);
  const isSilent = minutes >= SILENCE_MINUTES;
  if (received_at) {
    const more = isSilent ? "order.seen_for" : "order.seen_more";
    return { main: { key: "order.seen" }, more: { key: more, minutes } };
  }
  return { main: { key: "order.waiting" }, more: isSilent ? unseenFor(minutes) : null };
}

/** @param {number} minutes @returns {Sentence} */
const unseenFor = (minutes) => ({ key: "order.unseen_for", minutes });

/** @param {Order} order @param {number} now @returns {{main: Sentence, more: Sentence | null}} */
function cooking({ promised_at: at }, now) {
  if (!at) return { main: { key: "status.accepted" }, more: { key: "order.no_promise" } };
  const late = (now - Date.parse(at)) / MINUTE_MILLISECONDS;
  if (late < -MOMENT_BEFORE_MINUTES) {
    return {
      main: { key: "order.minutes", minutes: Math.ceil(-late) },
      more: { key: "order.promised", at },
    };
  }
  if (late < MOMENT_AFTER_MINUTES) {
    return { main: { key: "order.moment" }, more: { key: "order.promised", at } };
  }
  return {
    main: { key: "order.minutes_late", minutes: Math.floor(late) },
    more: { key: late < ASK_AFTER_MINUTES ? "order.late" : "order.very_late", at },
  };
}

/** @param {Order} order @param {number} now @returns {{main: Sentence, more: Sentence | null}} */
function ready({ ready_at }, now) {
  const waits = ready_at !== null && minutesFrom(ready_at, now) >= WAITS_MINUTES;
  return {
    main: { key: "order.ready" },
    more: waits ? { key: "order.waits", at: ready_at } : { key: "order.say_number" },
  };
}

/** @param {Order} order @returns {{main: Sentence, more: Sentence | null}} */
function ended({ status, closed_reason }) {
  if (status === "completed" && !closed_reason) return { main: { key: "order.done" }, more: null };
  const reason = `reason.${closed_reason}`;
  const main = closed_reason === "no_show" ? "order.no_show" : `order.${status}`;
  return {
    main: { key: /** @type {TextKey} */ (main) },
    more: isKey(reason) ? { key: reason } : null,
  };
}

/** @param {string} instant @param {number} now */
const minutesFrom = (instant, now) => Math.floor((now - Date.parse(instant)) / MINUTE_MILLISECONDS);
