/**
 * How long to wait before the next try: doubled at each failure, with jitter, so that many pages do not return at once.
 *
 * @param {number} failures in a row, from 1 on
 * @param {{firstSeconds: number, longestSeconds: number}} limits
 * @param {() => number} random from 0 to 1
 * @returns {number} milliseconds, between half and all of the step
 */
export function backOff(failures, { firstSeconds, longestSeconds }, random) {
  const step = Math.min(longestSeconds, firstSeconds * 2 ** Math.min(failures - 1, 20));
  return step * 1000 * (0.5 + random() / 2);
}
