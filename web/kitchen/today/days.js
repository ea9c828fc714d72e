/** Days and durations as one says them. */

import { text } from "../../catalogue.js";

/** @param {string} day YYYY-MM-DD @param {string} language */
export function formatDay(day, language) {
  return new Intl.DateTimeFormat(language, {
    timeZone: "UTC",
    weekday: "long",
    day: "numeric",
    month: "long",
  }).format(Date.parse(day));
}

/** @param {number | null} seconds @returns {string} as one says it, a dash where there is none */
export function formatDuration(seconds) {
  if (seconds === null) return "–";
  const whole = Math.round(seconds);
  const minutes = Math.floor(whole / 60);
  if (minutes === 0) return text("duration.seconds", { seconds: whole });
  if (minutes < 60) return text("duration.minutes", { minutes, seconds: whole % 60 });
  return text("duration.hours", { hours: Math.floor(minutes / 60), minutes: minutes % 60 });
}
