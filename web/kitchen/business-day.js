/** A shop's days and hours by the clock on its own wall, which need not be the tablet's. */

/** Past the last guest and before the first baker: docs/protocol.md. */
const DAY_BEGINS = "04:00";
const DAY_MILLISECONDS = 24 * 60 * 60 * 1000;
const DATE_LENGTH = "YYYY-MM-DD".length;

/**
 * @param {string} timezone IANA
 * @returns {(instant: string | number) => {date: string, time: string}} YYYY-MM-DD and HH:MM:SS there
 */
export function wallClock(timezone) {
  const format = new Intl.DateTimeFormat("en-u-ca-gregory-nu-latn", {
    timeZone: timezone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23",
  });
  return (instant) => {
    const parts = format.formatToParts(new Date(instant)).map(({ type, value }) => [type, value]);
    const { year, month, day, hour, minute, second } = Object.fromEntries(parts);
    return { date: `${year}-${month}-${day}`, time: `${hour}:${minute}:${second}` };
  };
}

/** @param {number} now epoch milliseconds @param {string} timezone @returns {string} the shop's day, YYYY-MM-DD */
export function businessDay(now, timezone) {
  const { date, time } = wallClock(timezone)(now);
  return time < DAY_BEGINS ? stepDay(date, -1) : date;
}

/** @param {string} day YYYY-MM-DD @param {number} days @returns {string} the day so many days later */
export function stepDay(day, days) {
  return new Date(Date.parse(day) + days * DAY_MILLISECONDS).toISOString().slice(0, DATE_LENGTH);
}

/** @param {number} now epoch milliseconds @param {string} timezone @returns {number} when the next business day begins there */
export const nextBusinessDay = (now, timezone) => nextAt(DAY_BEGINS, now, timezone);

/**
 * @param {string} time HH:MM
 * @param {number} now epoch milliseconds
 * @param {string} timezone
 * @returns {number} when it is this time there next, epoch milliseconds
 */
export function nextAt(time, now, timezone) {
  const clock = wallClock(timezone);
  const { date } = clock(now);
  /** @param {string} day */
  const on = (day) => {
    const wall = Date.parse(`${day}T${time}Z`);
    // Clocks may be put forward or back until then: what counts is how far they are off by then.
    const almost = wall - ahead(clock, now);
    const then = wall - ahead(clock, almost);
    // A time that is left out in that night is over when the clocks were put forward.
    return clock(then).time.startsWith(time) ? then : almost;
  };
  const today = on(date);
  return today > now ? today : on(stepDay(date, 1));
}

/** @param {ReturnType<typeof wallClock>} clock @param {number} instant @returns {number} milliseconds ahead of UTC, then */
function ahead(clock, instant) {
  const { date, time } = clock(instant);
  return Date.parse(`${date}T${time}Z`) - Math.floor(instant / 1000) * 1000;
}
