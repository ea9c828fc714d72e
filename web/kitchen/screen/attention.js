/**
 * Whether anybody at this device can notice an order. A receipt tells the customer that the kitchen has it before it, so
 * a page that is hidden and silent must not send one.
 */

/** @import { Bell } from "./sound.js" */

/** @param {Pick<Bell, "state">} bell @returns {boolean} */
export const canBeNoticed = (bell) =>
  document.visibilityState === "visible" || bell.state === "ready";

/**
 * @param {Bell} bell
 * @param {() => void} listener is told when the page can be noticed again
 * @returns {() => void} ends it
 */
export function watchAttention(bell, listener) {
  let could = canBeNoticed(bell);
  const look = () => {
    const can = canBeNoticed(bell);
    if (can && !could) listener();
    could = can;
  };
  const unwatch = bell.watch(look);
  document.addEventListener("visibilitychange", look);
  return () => {
    unwatch();
    document.removeEventListener("visibilitychange", look);
  };
}
