/** Which orders ring at this screen, and how loud and how often: the rules, without a clock and without a sound. */

/** @import { Order } from "../../contract.js" */

/**
 * The longer a kitchen does not react, the louder and the faster: by the share of the time to accept that is over.
 *
 * @typedef {{fromShare: number, gain: number, everySeconds: number}} Level
 * @type {[Level, Level, Level]}
 */
export const LEVELS = [
  { fromShare: 0, gain: 0.5, everySeconds: 2.5 },
  { fromShare: 0.25, gain: 0.75, everySeconds: 1.8 },
  { fromShare: 0.6, gain: 1, everySeconds: 1.3 },
];
export const LOUDEST = LEVELS[2];
/** What an order is given that names no time by which to accept it. */
const USUAL_ACCEPT_MINUTES = 10;
const SILENCE_SECONDS = 60;

/**
 * A silence holds for the orders that rang when it was asked for: a later one is another order, and rings at once.
 *
 * @typedef {{ids: ReadonlySet<string>, until: number}} Silence
 */

/** @param {Order[]} orders @param {number} now epoch milliseconds @returns {Silence} */
export function silenceOf(orders, now) {
  return { ids: new Set(orders.map(({ id }) => id)), until: now + SILENCE_SECONDS * 1000 };
}

/**
 * A clock that was set back makes no silence longer.
 *
 * @param {Silence | null} silence
 * @param {number} now epoch milliseconds
 * @returns {number} whole seconds that are left of it
 */
export function silentSeconds(silence, now) {
  const left = silence ? Math.ceil((silence.until - now) / 1000) : 0;
  return left > 0 && left <= SILENCE_SECONDS ? left : 0;
}

/**
 * The orders for which the bell rings: new, and nobody has reacted to them at this screen or any other.
 *
 * @param {Order[]} orders
 * @param {ReadonlySet<string>} noticed ids that somebody reacted to at this screen
 * @returns {Order[]}
 */
export const unnoticed = (orders, noticed) =>
  orders.filter(({ id, status }) => status === "placed" && !noticed.has(id));

/**
 * @param {Order[]} unheeded the orders that nobody has reacted to
 * @param {Silence | null} silence
 * @param {number} now epoch milliseconds
 * @returns {Order[]} those that ring, the oldest first
 */
export function audible(unheeded, silence, now) {
  const isSilent = silentSeconds(silence, now) > 0;
  return unheeded
    .filter(({ id }) => !isSilent || !silence?.ids.has(id))
    .sort((one, other) => Date.parse(one.placed_at) - Date.parse(other.placed_at));
}

/**
 * @param {Order[]} ringing
 * @param {number} now epoch milliseconds
 * @returns {Level} of the order that has been neglected most
 */
export function levelOf(ringing, now) {
  const neglect = Math.max(0, ...ringing.map((order) => shareOver(order, now)));
  return LEVELS.filter(({ fromShare }) => neglect >= fromShare).at(-1) ?? LEVELS[0];
}

/** @param {Order} order @param {number} now */
function shareOver({ placed_at, accept_by }, now) {
  const placed = Date.parse(placed_at);
  const given = accept_by ? Date.parse(accept_by) - placed : USUAL_ACCEPT_MINUTES * 60_000;
  return given > 0 ? (now - placed) / given : 1;
}

/** Loudness is heard by orders of magnitude: half the way is a quarter of the gain. @param {number} percent */
export const gainOf = (percent) => (percent / 100) ** 2;
