/** The orders that waited as the session ended: nobody sees them any more, so the log-in calls for somebody. */

/** @import { Order } from "../../contract.js" */
/** @import { Bell } from "./sound.js" */

import { useNow } from "../../hooks.js";
import { useEffect, useState } from "../../html.js";
import { useBadge } from "./badge.js";
import { useSound } from "./bell.js";
import { LOUDEST } from "./ringing.js";

/** By these somebody shows that they are there. */
const TOUCHES = ["pointerdown", "keydown"];
/** @type {Order[]} */
const NONE = [];

/** @param {Order[]} orders @param {number} now epoch milliseconds by the server's clock @returns {Order[]} those that have not cancelled themselves yet */
export const stillAhead = (orders, now) =>
  orders.filter(({ accept_by }) => Date.parse(accept_by ?? "") > now);

/**
 * Rings, and marks the page's title and icon, until somebody touches the page or no order can wait any more.
 *
 * @param {Bell} bell
 * @param {Order[]} orders
 * @param {number} ahead how many milliseconds the server's clock is ahead of ours
 */
export function useLeftWaiting(bell, orders, ahead) {
  const now = useNow(1) + ahead;
  const [isTouched, setTouched] = useState(false);
  useEffect(() => {
    const touch = () => setTouched(true);
    for (const name of TOUCHES) addEventListener(name, touch);
    return () => {
      for (const name of TOUCHES) removeEventListener(name, touch);
    };
  }, []);
  const calling = isTouched ? NONE : stillAhead(orders, now);
  useSound(bell, calling, LOUDEST);
  useBadge(calling.length);
}
