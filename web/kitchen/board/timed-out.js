/** Orders that cancelled themselves because nobody accepted them in time: a kitchen must not take that for a mistake. */

/** @import { Order } from "../../contract.js" */

import { callJson, path } from "../../api.js";
import { text } from "../../catalogue.js";
import { html, useEffect, useRef, useState } from "../../html.js";
import { persist } from "../../persisting.js";

/** How far this page's idea of the server's clock may be behind: an answer takes its time. */
const CLOCK_SECONDS = 30;
/** Of a night without staff the last ones are enough. */
const NOTICES_MAX = 20;

/**
 * The orders that left the board about when their time to be accepted was over. Whether that was the reason, only the
 * order itself can tell: a snapshot does not say why it lacks one.
 *
 * @param {Order[]} before
 * @param {Order[]} after
 * @param {number} now epoch milliseconds, by the server's clock
 * @returns {Order[]}
 */
export function goneWhenDue(before, after, now) {
  const left = new Set(after.map(({ id }) => id));
  return before.filter(
    ({ id, status, accept_by }) =>
      !left.has(id) &&
      status === "placed" &&
      accept_by !== null &&
      Date.parse(accept_by) <= now + CLOCK_SECONDS * 1000,
  );
}

/**
 * The orders that cancelled themselves while this board stood, until somebody has read so.
 *
 * @param {Order[]} entries
 * @param {number} now epoch milliseconds, by the server's clock
 * @param {() => string | null} token
 * @returns {{timedOut: Order[], onRead: () => void}}
 */
export function useTimedOut(entries, now, token) {
  const [timedOut, setTimedOut] = useState(/** @type {Order[]} */ ([]));
  const known = useRef(entries);
  /** @param {Order} gone */
  const look = async (gone) => {
    const url = `/api/orders/${path(gone.id)}`;
    /** @type {Order} */
    const order = await persist(() => callJson("GET", url, { token: token() }));
    if (order.closed_reason !== "kitchen_timeout") return;
    setTimedOut((before) => withOne(before, order));
  };
  useEffect(() => {
    const gone = goneWhenDue(known.current, entries, now);
    known.current = entries;
    // Without an answer nothing is claimed.
    for (const order of gone) look(order).catch(() => {});
  }, [entries]);
  return { timedOut, onRead: () => setTimedOut([]) };
}

/** The oldest first, each once. @param {Order[]} orders @param {Order} order @returns {Order[]} */
export const withOne = (orders, order) =>
  [...orders.filter(({ id }) => id !== order.id), order]
    .sort((one, other) => Date.parse(one.placed_at) - Date.parse(other.placed_at))
    .slice(-NOTICES_MAX);

/** @param {{timedOut: Order[], onRead: () => void}} props */
export function TimedOutNotice({ timedOut, onRead }) {
  if (timedOut.length === 0) return null;
  const numbers = timedOut.map(({ number }) => number).join(", ");
  return html`
    <div class="notice bad to-read" role="alert" data-testid="timed-out">
      <p>${text("kitchen.timed_out", { numbers })}</p>
      <button type="button" onClick=${onRead}>${text("kitchen.read")}</button>
    </div>`;
}
