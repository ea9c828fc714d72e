/** Instants as texts, and the spans between them. */

const MINUTE_MILLISECONDS = 60_000;

/**
 * @param {string | number} instant
 * @param {string} language
 * @param {string} [timezone] IANA, the device's unless it is said
 * @returns {string} the time of day, without seconds
 */
export function formatClock(instant, language, timezone) {
  return new Intl.DateTimeFormat(language, {
    timeZone: timezone,
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  }).format(new Date(instant));
}

/**
 * @param {string | number} instant
 * @param {string} language
 * @param {number} [now] epoch milliseconds
 * @param {string} [timezone] IANA, the device's unless it is said
 * @returns {string} the time of day, with its weekday where it is another day's
 */
export function formatMoment(instant, language, now = Date.now(), timezone = undefined) {
  const clock = formatClock(instant, language, timezone);
  const day = new Intl.DateTimeFormat("en", { timeZone: timezone, dateStyle: "short" });
  const then = new Date(instant);
  if (day.format(then) === day.format(now)) return clock;
  const weekday = new Intl.DateTimeFormat(language, { timeZone: timezone, weekday: "short" });
  return `${weekday.format(then)} ${clock}`;
}

/** @param {string | number} instant @param {string} language @param {string} [timezone] @returns {string} day and month */
export function formatDate(instant, language, timezone) {
  return new Intl.DateTimeFormat(language, {
    timeZone: timezone,
    day: "numeric",
    month: "short",
  }).format(new Date(instant));
}

/** @param {string} since @param {number} now epoch milliseconds @returns {number} whole minutes, never negative */
export function minutesSince(since, now) {
  return Math.max(0, Math.floor((now - Date.parse(since)) / MINUTE_MILLISECONDS));
}

/** @param {string} until @param {number} now epoch milliseconds @returns {string | null} m:ss, null when it is over */
export function timeLeft(until, now) {
  const seconds = Math.ceil((Date.parse(until) - now) / 1000);
  if (seconds <= 0) return null;
  return minutesAndSeconds(seconds);
}

/** @param {number} seconds @returns {string} m:ss */
export const minutesAndSeconds = (seconds) =>
  `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
