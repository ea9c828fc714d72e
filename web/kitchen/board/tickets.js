/** What the board shows of its orders: in which column, how urgent, and which of them ring. */

/** @import { Order, OrderStatus } from "../../contract.js" */
/** @import { Pending } from "./pending.js" */

import { minutesSince } from "../../time.js";

/** @typedef {"calm" | "soon" | "late"} Urgency */
/** @typedef {Extract<OrderStatus, "placed" | "accepted" | "ready">} Column */
/**
 * `verified`: a snapshot has it. `column`: where it stands. `pending`: what was done with it and is not through.
 *
 * @typedef {{order: Order, verified: boolean, column: Column, pending: Pending | null}} Ticket
 */
/**
 * From which age on a ticket waits, and is late, in minutes.
 *
 * @typedef {{soonMinutes: number, lateMinutes: number}} Thresholds
 */

/** @type {Column[]} */
export const COLUMNS = ["placed", "accepted", "ready"];
/** @type {Thresholds} what a shop has that says nothing else */
export const THRESHOLDS = { soonMinutes: 8, lateMinutes: 15 };
/** An order that is about to cancel itself has so little time left. */
const LAST_MINUTES = 2;
/** From this age on nobody counts the seconds. */
const SECONDS_UNTIL_MINUTES = 10;
/** From so many dishes on a ticket is long. */
const LONG_ITEMS = 8;

const MINUTE_MILLISECONDS = 60_000;

/** @param {Order} order @returns {string} since when somebody waits for the kitchen, or a ready dish for its customer */
export const waitsSince = (order) =>
  order.status === "ready" && order.ready_at ? order.ready_at : order.placed_at;

/**
 * By age, and by what was promised. A dish that is not fetched waits, and the kitchen is not late with it.
 *
 * @param {Order} order
 * @param {number} now epoch milliseconds
 * @param {Thresholds} thresholds
 * @returns {Urgency}
 */
export function urgency(order, now, { soonMinutes, lateMinutes }) {
  const minutes = (now - Date.parse(waitsSince(order))) / MINUTE_MILLISECONDS;
  if (order.status === "ready") return minutes >= lateMinutes ? "soon" : "calm";
  const due = order.status === "placed" ? order.accept_by : order.promised_at;
  if (minutes >= lateMinutes || (due && Date.parse(due) <= now)) return "late";
  return minutes >= soonMinutes ? "soon" : "calm";
}

/** @param {Order} order @param {number} now epoch milliseconds @returns {number} whole minutes since the kitchen promised it */
export const minutesLate = ({ status, promised_at }, now) =>
  status === "accepted" && promised_at ? minutesSince(promised_at, now) : 0;

/**
 * How much of its time to be accepted an order has left.
 *
 * @param {Order} order
 * @param {number} now epoch milliseconds
 * @returns {number | null} whole percent, null where there is no limit
 */
export function percentLeft({ status, placed_at, accept_by }, now) {
  if (status !== "placed" || !accept_by) return null;
  const [begun, end] = [Date.parse(placed_at), Date.parse(accept_by)];
  return Math.round(100 * Math.min(1, Math.max(0, (end - now) / (end - begun))));
}

/** @param {Order} order @param {number} now epoch milliseconds @returns {boolean} whether it is about to cancel itself */
export const isLastCall = ({ status, accept_by }, now) =>
  status === "placed" &&
  accept_by !== null &&
  Date.parse(accept_by) - now <= LAST_MINUTES * MINUTE_MILLISECONDS;

/**
 * @param {string} since
 * @param {number} now epoch milliseconds
 * @returns {{minutes: number, seconds: string | null}} `seconds` of two digits, null when only minutes count
 */
export function elapsed(since, now) {
  const all = Math.max(0, Math.floor((now - Date.parse(since)) / 1000));
  const minutes = Math.floor(all / 60);
  const seconds = minutes < SECONDS_UNTIL_MINUTES ? String(all % 60).padStart(2, "0") : null;
  return { minutes, seconds };
}

/** One after the other, those that there are. @param {...string} parts */
export const joined = (...parts) => parts.filter((part, at) => at === 0 || part).join(" · ");

/** @param {Order} order */
export const isLong = ({ items }) => items.length >= LONG_ITEMS;
