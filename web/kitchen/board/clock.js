/** The passing of time on the board, told only to what shows it. */

import { useEffect, useMemo, useRef, useState } from "../../html.js";
import { openListeners } from "../../listeners.js";

/** @typedef {ReturnType<typeof openClock>} Clock */

/** @param {number} start epoch milliseconds */
function openClock(start) {
  const { watch, tell } = openListeners();
  let now = start;
  return {
    get now() {
      return now;
    },
    /** @param {number} instant epoch milliseconds */
    pass(instant) {
      now = instant;
      tell();
    },
    watch,
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
