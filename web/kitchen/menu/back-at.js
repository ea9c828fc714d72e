/** When a dish that is sold out is back: what staff may choose. Pure. */

import { nextAt, nextBusinessDay } from "../business-day.js";

/** @typedef {"half_hour" | "hour" | "two_hours" | "tomorrow" | "never"} BackChoice */
/** HH:MM by the shop's clock @typedef {`${string}:${string}`} WallTime */

/** @type {BackChoice[]} */
export const BACK_CHOICES = ["half_hour", "hour", "two_hours", "tomorrow", "never"];

const MINUTE_MILLISECONDS = 60_000;

/**
 * @param {BackChoice | WallTime} choice
 * @param {number} now epoch milliseconds
 * @param {string} timezone the shop's
 * @returns {number | null} whole minutes from now on; null when staff bring it back by hand
 */
export function backMinutes(choice, now, timezone) {
  if (choice === "never") return null;
  if (choice === "half_hour") return 30;
  if (choice === "hour") return 60;
  if (choice === "two_hours") return 120;
  const at = choice === "tomorrow" ? nextBusinessDay(now, timezone) : nextAt(choice, now, timezone);
  return Math.max(1, Math.ceil((at - now) / MINUTE_MILLISECONDS));
}
