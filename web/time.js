/** Instants as texts, and the spans between them. */

const MINUTE_MILLISECONDS = 60_000;

/** @param {string | number} instant @param {string} language @returns {string} the time of day, without seconds */
export function formatClock(instant, language) {
  return new Intl.DateTimeFormat(language, {
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
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
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
