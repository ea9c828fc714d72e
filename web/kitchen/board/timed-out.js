/** Orders that cancelled themselves because nobody accepted them in time: a kitchen must not take that for a mistake. */

/** @import { Order } from "../../contract.js" */
/** @import { Station } from "../station.js" */

import { callJson, path } from "../../api.js";
import { text } from "../../catalogue.js";
import { html, useEffect, useRef, useState } from "../../html.js";
import { persist } from "../../persisting.js";
import { endedMeanwhile } from "../returning.js";
import { endedUrl } from "../station.js";
import { useAway } from "./away.js";

/** How far this page's idea of the server's clock may be behind: an answer takes its time. */
const CLOCK_SECONDS = 30;
/** Of a night without staff the last ones are enough. */
const NOTICES_MAX = 20;
const ENDED_MAX = 50;
/** An earlier day's numbers say nothing any more. */
const AWAY_HOURS_MAX = 12;
const TIMED_OUT = "kitchen_timeout";

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
 * Of the orders that ended those that cancelled themselves while this device was away.
 *
 * @param {Order[]} ended
 * @param {number} since when it last was there, epoch milliseconds by the server's clock
 * @param {number} now the same
 * @returns {Order[]}
 */
export function timedOutMeanwhile(ended, since, now) {
  const begin = Math.max(since, now - AWAY_HOURS_MAX * 3_600_000);
  return ended.filter(
    ({ closed_reason, updated_at }) =>
      closed_reason === TIMED_OUT && Date.parse(updated_at) > begin,
  );
}

/**
 * The orders that cancelled themselves while this board stood or was away, until somebody has read so.
 *
 * @param {Station} station
 * @returns {{timedOut: Order[], onRead: () => void}}
 */
export function useTimedOut(station) {
  const { verified, now, sessions } = station;
  const [timedOut, setTimedOut] = useState(/** @type {Order[]} */ ([]));
  const known = useRef(verified);
  /** @param {Order[]} more */
  const tell = (more) => setTimedOut((before) => more.reduce(withOne, before));
  /** @param {Order} gone */
  const look = async (gone) => {
    const url = `/api/orders/${path(gone.id)}`;
    /** @type {Order} */
    const order = await persist(() => callJson("GET", url, { token: sessions.token() }));
    if (order.closed_reason === TIMED_OUT) tell([order]);
  };
  useEffect(() => {
    const gone = goneWhenDue(known.current, verified, now);
    known.current = verified;
    // Without an answer nothing is claimed.
    for (const order of gone) look(order).catch(() => {});
  }, [verified]);

  const unreadSince = Math.min(...timedOut.map(({ updated_at }) => Date.parse(updated_at)));
  useAway(station, unreadSince, async (since, isNew) => {
    const ended = isNew
      ? (await station.call("GET", endedUrl(station, ENDED_MAX))).orders
      : await endedMeanwhile(station);
    tell(timedOutMeanwhile(ended, since, now));
  });
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
