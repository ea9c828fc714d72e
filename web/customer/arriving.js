/** Who goes to another view arrives at its title: what had the focus went away with the view before. */

import { useEffect, useRef } from "../html.js";

/** @param {string} place another one is another view @param {string} title the selector of its title */
export function useArrival(place, title) {
  const before = useRef(place);
  useEffect(() => {
    if (before.current === place) return;
    before.current = place;
    return arriveAt(title);
  }, [place]);
}

/** The title may come later than the view. @param {string} title @returns {() => void} ends the waiting */
function arriveAt(title) {
  const arrive = () => {
    // Whoever has gone on meanwhile is left alone.
    const isNowhere = document.activeElement === document.body;
    /** @type {HTMLElement | null} */
    const found = document.querySelector(title);
    if (isNowhere) found?.focus({ preventScroll: true });
    if (found || !isNowhere) watcher.disconnect();
  };
  const watcher = new MutationObserver(arrive);
  watcher.observe(document.body, { childList: true, subtree: true });
  arrive();
  return () => watcher.disconnect();
}
