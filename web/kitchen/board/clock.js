/** The passing of time on the board, told only to what shows it. */

import { useEffect, useMemo, useRef, useState } from "../../html.js";

/** @typedef {ReturnType<typeof openClock>} Clock */

/** @param {number} start epoch milliseconds */
function openClock(start) {
  /** @type {Set<() => void>} */
  const listeners = new Set();
  let now = start;
  return {
    get now() {
      return now;
    },
    /** @param {number} instant epoch milliseconds */
    pass(instant) {
      now = instant;
      for (const listener of [...listeners]) listener();
    },
    /** @param {() => void} listener @returns {() => void} ends it */
    watch(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** @param {number} now epoch milliseconds @returns {Clock} always the same one, which shows this time */
export function useClock(now) {
  const clock = useMemo(() => openClock(now), []);
  useEffect(() => clock.pass(now), [now]);
  return clock;
}

/**
 * What follows from the time. The component is drawn again when that has changed, not whenever time has passed.
 *
 * @template {string | number | boolean | null} T
 * @param {Clock} clock
 * @param {(now: number) => T} derive
 * @returns {T}
 */
export function useTime(clock, derive) {
  const [, redraw] = useState({});
  const latest = useRef({ derive, shown: derive(clock.now) });
  latest.current = { derive, shown: derive(clock.now) };
  useEffect(
    () =>
      clock.watch(() => {
        if (latest.current.derive(clock.now) !== latest.current.shown) redraw({});
      }),
    [clock],
  );
  return latest.current.shown;
}
