/** When a dish that is sold out is back: what staff may choose. Pure. */

import { nextBusinessDay } from "../business-day.js";

/** @typedef {"half_hour" | "hour" | "two_hours" | "tomorrow" | "never"} BackChoice */

/** @type {BackChoice[]} */
export const BACK_CHOICES = ["half_hour", "hour", "two_hours", "tomorrow", "never"];

const MINUTE_MILLISECONDS = 60_000;

/**
 * @param {BackChoice} choice
 * @param {number} now epoch milliseconds
 * @param {string} timezone the shop's
 * @returns {number | null} whole minutes from now on; null when staff bring it back by hand
 */
export function backMinutes(choice, now, timezone) {
  if (choice === "never") return null;
  if (choice === "half_hour") return 30;
  if (choice === "hour") return 60;
  if (choice === "two_hours") return 120;
  return Math.max(1, Math.ceil((nextBusinessDay(now, timezone) - now) / MINUTE_MILLISECONDS));
}
