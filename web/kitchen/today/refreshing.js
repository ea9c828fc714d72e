/** Something that is loaded again every so often, and soon after what it is made of has changed. */

/** @import { Problem } from "../../api.js" */

import { asProblem } from "../../api.js";
import { useEffect, useRef, useState } from "../../html.js";

/**
 * `everySeconds`: how long it may stay as it is. `pauseSeconds`: how long the server is left alone after an answer,
 * whatever changes.
 *
 * @template T
 * @typedef {{load: () => Promise<T>, everySeconds: number, pauseSeconds: (answer: T | null) => number}} Refreshing
 */
/**
 * `answer`: the last there was. `problem`: why there is no newer one.
 *
 * @template T
 * @typedef {{answer: T | null, problem: Problem | null}} Refreshed
 */

/**
 * @template T
 * @param {Refreshing<T>} refreshing
 * @param {(refreshed: Refreshed<T>) => void} tell
 */
export function keepRefreshed({ load, everySeconds, pauseSeconds }, tell) {
  /** @type {T | null} */
  let answer = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  let isLoading = false;
  let isOutdated = false;
  let isClosed = false;
  let pausesUntil = 0;

  const refresh = async () => {
    isLoading = true;
    isOutdated = false;
    /** @type {Problem | null} */
    let problem = null;
    try {
      answer = await load();
    } catch (error) {
      problem = asProblem(error);
    }
    isLoading = false;
    if (isClosed) return;
    const pause = pauseSeconds(answer);
    pausesUntil = Date.now() + pause * 1000;
    timer = setTimeout(refresh, (isOutdated ? pause : Math.max(pause, everySeconds)) * 1000);
    tell({ answer, problem });
  };

  refresh();
  return {
    changed() {
      if (isOutdated || isClosed) return;
      isOutdated = true;
      if (isLoading) return;
      clearTimeout(timer);
      timer = setTimeout(refresh, Math.max(0, pausesUntil - Date.now()));
    },
    close() {
      isClosed = true;
      clearTimeout(timer);
    },
  };
}

/**
 * @template T
 * @param {Refreshing<T>} refreshing
 * @param {string} key of what is loaded: another one begins anew
 * @param {string} changes whatever it is made of, as a text
 * @returns {Refreshed<T>}
 */
export function useRefreshed(refreshing, key, changes) {
  const [refreshed, setRefreshed] = useState(
    /** @type {Refreshed<T> & {key: string}} */ ({ key, answer: null, problem: null }),
  );
  const kept = useRef(/** @type {ReturnType<typeof keepRefreshed> | null} */ (null));
  useEffect(() => {
    const opened = keepRefreshed(refreshing, (one) => setRefreshed({ key, ...one }));
    kept.current = opened;
    return opened.close;
  }, [key]);
  const keyBefore = useRef(/** @type {string | null} */ (null));
  useEffect(() => {
    if (keyBefore.current === key) kept.current?.changed();
    keyBefore.current = key;
  }, [key, changes]);
  return refreshed.key === key ? refreshed : { answer: null, problem: null };
}
