/**
 * When a feed asks for its snapshot: at the earliest time that anybody wished for, never while a request is under way,
 * never during a back-off, and never in a tight loop.
 */

import { steadyClock } from "./steady-clock.js";

/** However many events ask for it, requests of one feed begin no faster than this. */
const SHORTEST_SECONDS = 0.5;

/** @param {() => void} ask */
export function openFeedTimer(ask) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const now = steadyClock();
  let due = Number.POSITIVE_INFINITY;
  let notBefore = 0;
  let backedOffUntil = 0;
  let isBusy = false;
  let isClosed = false;

  const arm = () => {
    clearTimeout(timer);
    if (isBusy || isClosed || due === Number.POSITIVE_INFINITY) return;
    timer = setTimeout(fire, Math.max(0, Math.max(due, notBefore, backedOffUntil) - now()));
  };

  const fire = () => {
    due = Number.POSITIVE_INFINITY;
    ask();
  };

  return {
    /** Somebody wishes to ask in so many milliseconds. @param {number} milliseconds */
    askIn(milliseconds) {
      due = Math.min(due, now() + milliseconds);
      arm();
    },

    /** A request has begun. */
    busy() {
      isBusy = true;
      notBefore = now() + SHORTEST_SECONDS * 1000;
      clearTimeout(timer);
    },

    /** The request has ended. @param {number} [asked] for how long the server will not be asked @param {number} [backOff] */
    idle(asked = 0, backOff = 0) {
      isBusy = false;
      notBefore = Math.max(notBefore, now() + asked);
      backedOffUntil = now() + backOff;
      arm();
    },

    /** What failed may work now. */
    endBackOff() {
      backedOffUntil = 0;
      arm();
    },

    close() {
      isClosed = true;
      clearTimeout(timer);
    },
  };
}
