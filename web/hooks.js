/** What the components of both pages share. */

/** @import { Entry } from "./contract.js" */
/** @import { Feed } from "./feed.js" */

import { watchLanguage } from "./catalogue.js";
import { useEffect, useLayoutEffect, useState } from "./html.js";

/** Draws the component again whenever `watch` tells of a change. @param {(listener: () => void) => () => void} watch */
export function useWatch(watch) {
  const [, redraw] = useState({});
  // With the drawing: a change right after it would be missed.
  useLayoutEffect(() => watch(() => redraw({})), []);
}

export const useLanguage = () => useWatch(watchLanguage);

/**
 * A feed for as long as the component stands; null on its first drawing.
 *
 * @template {Entry} T
 * @param {() => Feed<T>} open
 * @param {string} key of what is fed: another one opens another feed
 * @returns {Feed<T> | null}
 */
export function useFeed(open, key) {
  const [feed, setFeed] = useState(/** @type {Feed<T> | null} */ (null));
  const [, redraw] = useState({});
  useEffect(() => {
    const opened = open();
    const unwatch = opened.watch(() => redraw({}));
    setFeed(opened);
    return () => {
      unwatch();
      opened.close();
      setFeed(null);
    };
  }, [key]);
  return feed;
}

/** @param {boolean} isSo @param {number} seconds @returns {boolean} whether it has been so for so long */
export function useLasting(isSo, seconds) {
  const [lasts, setLasts] = useState(false);
  useEffect(() => {
    setLasts(false);
    if (!isSo) return;
    const timer = setTimeout(() => setLasts(true), seconds * 1000);
    return () => clearTimeout(timer);
  }, [isSo, seconds]);
  return isSo && lasts;
}

/** The time, drawn again every so many seconds. @param {number} seconds @returns {number} epoch milliseconds */
export function useNow(seconds) {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), seconds * 1000);
    return () => clearInterval(timer);
  }, [seconds]);
  return Math.max(now, Date.now());
}
