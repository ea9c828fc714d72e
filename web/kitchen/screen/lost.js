/** What the page shows while nobody answers it: that the board may lack orders, since when, and about how many. */

/** @import { Order } from "../../contract.js" */
/** @import { Station } from "../station.js" */

import { currentLanguage, text } from "../../catalogue.js";
import { useLasting } from "../../hooks.js";
import { html, useEffect, useRef, useState } from "../../html.js";
import { heardAt, isOffline } from "../../page-state.js";
import { formatClock } from "../../time.js";
import { useHeight } from "../height.js";
import { endedMeanwhile } from "../returning.js";
import { useLostBadge } from "./badge.js";
import { cameMeanwhile, missedOrders, withShown } from "./missed.js";

/** A network that stumbles is back sooner. */
const LOST_SECONDS = 4;
/** How long it is told what came meanwhile. */
const TOLD_SECONDS = 60;

/**
 * `since`: when the page was right last, epoch milliseconds by the server's clock; null if it never was. `about`: how
 * many orders may be missing, as `missedOrders` says. `came`: how many came while nobody answered, for a while after.
 * `timezone`: the shop's.
 *
 * @typedef {{
 *   isLost: boolean, since: number | null, missed: ReturnType<typeof missedOrders> | null, came: number | null,
 *   timezone: string | undefined, onRead: () => void,
 * }} Lost
 */

/** @param {Station} station @returns {Lost} */
export function useLost(station) {
  const { connection, orders, shop, verified, unverified, now } = station;
  const isCutOff = isOffline(connection, orders);
  const isLost = useLasting(isCutOff, LOST_SECONDS);
  useLostBadge(isLost);
  const wasLost = useRef(false);
  const before = useRef({
    known: /** @type {ReadonlyMap<string, number>} */ (new Map()),
    since: /** @type {number | null} */ (null),
    watchedSince: /** @type {number | null} */ (null),
  });
  const [came, setCame] = useState(/** @type {number | null} */ (null));

  useEffect(() => {
    if (isLost) wasLost.current = true;
    if (isCutOff || !orders?.view.loaded) return;
    const shown = [...verified, ...unverified];
    const { known, since } = before.current;
    if (wasLost.current && since !== null) {
      countCame(station, shown, known, since).then(setCame);
    }
    wasLost.current = false;
    const heard = heardAt(orders.view, shown);
    before.current = {
      known: withShown(known, shown, heard),
      since: heard,
      watchedSince: before.current.watchedSince ?? heard,
    };
  });
  useEffect(() => {
    if (came === null) return;
    const timer = setTimeout(() => setCame(null), TOLD_SECONDS * 1000);
    return () => clearTimeout(timer);
  }, [came]);

  const { known, since, watchedSince } = before.current;
  const missed =
    since !== null && watchedSince !== null
      ? missedOrders([...known.values()], { since, watchedSince }, now)
      : null;
  const timezone = shop?.timezone;
  return { isLost, since, missed, came, timezone, onRead: () => setCame(null) };
}

/**
 * Those that came and ended meanwhile count too: other screens had them. Without an answer they are left out.
 *
 * @param {Station} station
 * @param {Order[]} shown
 * @param {ReadonlyMap<string, number>} known
 * @param {number} since
 */
async function countCame(station, shown, known, since) {
  const ended = await endedMeanwhile(station).catch(() => []);
  return cameMeanwhile([...shown, ...ended], known, since).length;
}

/** @param {{lost: Lost, now: number}} props */
export function LostNotice({ lost, now }) {
  const { isLost, missed, came, onRead } = lost;
  return html`
    <p class="hidden" aria-live="polite" data-testid="lost-said">${isLost ? text("lost.said") : cameText(came)}</p>
    ${
      isLost &&
      html`
        <${Band} key="lost">
          <div class="lost" data-testid="lost" data-about=${missed?.about ?? null}>
            <${NoSignal} />
            <p>
              <strong>${text("lost.title")}</strong>
              <span>${sinceText(lost, now)}</span>
              <span>${missedText(missed)}</span>
            </p>
          </div>
        <//>`
    }
    ${
      !isLost &&
      came !== null &&
      html`
        <${Band} key="came">
          <div class="came" data-testid="came" data-came=${came}>
            <p>${cameText(came)}</p>
            <button type="button" onClick=${onRead}>${text("lost.read")}</button>
          </div>
        <//>`
    }`;
}

/** At the foot of the page; what else stands there makes room for it. @param {{children?: any}} props */
function Band({ children }) {
  return html`<div class="band" ref=${useHeight("--band-height")}>${children}</div>`;
}

/** @param {Lost} lost @param {number} now */
function sinceText({ since, timezone }, now) {
  if (since === null) return text("lost.never");
  const minutes = Math.floor(Math.max(0, now - since) / 60_000);
  return text(minutes > 0 ? "lost.since" : "lost.since_now", {
    time: formatClock(since, currentLanguage(), timezone),
    minutes,
  });
}

/** That none is missing cannot be known. @param {Lost["missed"]} missed */
function missedText(missed) {
  if (!missed) return text("lost.unknown");
  if (missed.about === 0) return text(missed.pace > 0 ? "lost.few" : "lost.quiet", missed);
  return text(missed.about > 1 ? "lost.about" : "lost.one", missed);
}

/** @param {number | null} came */
function cameText(came) {
  if (came === null) return "";
  if (came === 0) return text("lost.came_none");
  return came === 1 ? text("lost.came_one") : text("lost.came", { came });
}

function NoSignal() {
  return html`
    <svg class="glyph" viewBox="0 0 24 24" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="2"
      stroke-linecap="round">
      <path d="M3 9a13 13 0 0 1 18 0M6.5 13a8 8 0 0 1 11 0M10 17a3 3 0 0 1 4 0" />
      <path d="M4 21L20 3" stroke-width="2.6" />
    </svg>`;
}
