/** When this device was not there: switched off, asleep, or without a connection. */

/** @import { Station } from "../station.js" */

import { asProblem } from "../../api.js";
import { backOff } from "../../back-off.js";
import { useEffect, useRef } from "../../html.js";
import { isOffline } from "../../page-state.js";
import { recall, remember } from "../../storage.js";

/** A page that stood knew what was waiting; in less time no other order can come and cancel itself. */
const AWAY_SECONDS = 60;
const RETRY = { firstSeconds: 5, longestSeconds: 60 };
const KEPT_SECONDS = 10;
const KEPT = "there";

/**
 * @param {Station} station
 * @param {number} unreadSince when the oldest of what is not read yet happened, epoch milliseconds, infinite without any:
 *   it is found again when the page is loaded anew
 * @param {(since: number, isNew: boolean) => Promise<void>} onReturn since when it was away, epoch milliseconds by the
 *   server's clock, and whether the page was loaded since; called until it succeeds
 */
export function useAway({ shopId, connection, orders, now, watching }, unreadSince, onReturn) {
  const away = useRef(lastThere(shopId));
  const last = useRef(/** @type {number | null} */ (null));
  const kept = useRef(0);
  const isReturning = useRef(false);
  const failures = useRef(0);
  const isThere = !watching && orders?.view.loaded && !isOffline(connection, orders);

  /** @param {number} since */
  const comeBack = async (since) => {
    isReturning.current = true;
    try {
      await onReturn(since, last.current === null);
      away.current = null;
      last.current = now;
      failures.current = 0;
    } catch (error) {
      failures.current += 1;
      const asked = (asProblem(error).retryAfterSeconds ?? 0) * 1000;
      const pause = Math.max(asked, backOff(failures.current, RETRY, Math.random));
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
    isReturning.current = false;
  };

  useEffect(() => {
    if (!isThere || isReturning.current) return;
    const gap = now - (last.current ?? now);
    if (gap > AWAY_SECONDS * 1000) away.current ??= last.current;
    if (away.current !== null) {
      comeBack(away.current);
      return;
    }
    last.current = now;
    const at = Math.min(now, unreadSince - 1);
    if (at >= kept.current && at - kept.current < KEPT_SECONDS * 1000) return;
    kept.current = at;
    remember(KEPT, { shopId, at });
  }, [isThere, now, unreadSince]);
}

/** @param {string} shopId @returns {number | null} null where this device never was, or was another shop's since */
function lastThere(shopId) {
  const there = recall(KEPT);
  return there?.shopId === shopId ? there.at : null;
}
