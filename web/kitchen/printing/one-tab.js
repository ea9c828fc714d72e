/**
 * One tab of a browser at a time: by the browser's own locks, or, where they are missing since the page came by plain
 * http, by a lease in what the browser remembers.
 */

import { randomUuid } from "../../identifiers.js";
import { forget, recall, remember } from "../../storage.js";

const LIFE_SECONDS = 15;
const RENEWAL_SECONDS = 3;

/** `until`: epoch milliseconds. @typedef {{holder: string, until: number}} Lease */
/** @typedef {{isHeld: () => boolean, release: () => void}} Turn */

/** @param {string} name @returns {Turn} held once no other tab holds it */
export const takeTurn = (name) => (navigator.locks ? byLock(name) : byLease(name));

/** @param {string} name @returns {Turn} */
function byLock(name) {
  const waiting = new AbortController();
  let isHeld = false;
  let letGo = () => {};
  const keep = () => {
    isHeld = true;
    return new Promise((resolve) => {
      letGo = () => resolve(undefined);
    });
  };
  // It is refused only where we no longer wait for it.
  navigator.locks.request(name, { signal: waiting.signal }, keep).catch(() => {});
  return {
    isHeld: () => isHeld,
    release() {
      isHeld = false;
      waiting.abort();
      letGo();
    },
  };
}

/** @param {string} name @returns {Turn} */
function byLease(name) {
  const holder = randomUuid();
  let heldUntil = 0;
  const renew = () => {
    const { lease, isHeld } = claim(recall(name), holder, Date.now());
    if (lease.holder === holder) remember(name, lease);
    heldUntil = isHeld ? lease.until : 0;
  };
  const yieldTurn = () => {
    heldUntil = 0;
    if (recall(name)?.holder === holder) forget(name);
  };
  const release = () => {
    clearInterval(timer);
    removeEventListener("pagehide", yieldTurn);
    yieldTurn();
  };
  const timer = setInterval(renew, RENEWAL_SECONDS * 1000);
  // A page may come back from where browsers keep it, and claims its turn again then.
  addEventListener("pagehide", yieldTurn);
  renew();
  // A tab in the background sleeps: by the time it wakes, another may have the turn.
  return { isHeld: () => Date.now() < heldUntil, release };
}

/**
 * Two tabs may claim a free lease at once. So it is held only by whoever finds it its own the next time.
 *
 * @param {Lease | null} lease as it is remembered
 * @param {string} holder who claims it
 * @param {number} now epoch milliseconds
 * @returns {{lease: Lease, isHeld: boolean}} what the lease is to be
 */
export function claim(lease, holder, now) {
  const life = LIFE_SECONDS * 1000;
  const left = (lease?.until ?? 0) - now;
  // One that ends later than any can was made by a clock that has been set since.
  const isOthers = lease !== null && lease.holder !== holder && left > 0 && left <= life;
  if (isOthers) return { lease, isHeld: false };
  return { lease: { holder, until: now + life }, isHeld: lease?.holder === holder };
}
