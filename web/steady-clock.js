/**
 * A clock for spans, in milliseconds, that never goes back: a device's own may be set back by an hour as soon as its
 * network returns, and whoever waits for a time of day then waits that hour.
 *
 * @returns {() => number}
 */
export function steadyClock() {
  let last = Date.now();
  let ahead = 0;
  return () => {
    const now = Date.now();
    ahead += Math.max(0, last - now);
    last = now;
    return now + ahead;
  };
}
