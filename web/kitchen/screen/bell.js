/** The ringing: for as long as there are orders that nobody reacted to, in whichever view the page is. */

/** @import { Order } from "../../contract.js" */
/** @import { Station } from "../station.js" */
/** @import { Level, Silence } from "./ringing.js" */

import { text } from "../../catalogue.js";
import { html, useEffect, useLayoutEffect, useRef, useState } from "../../html.js";
import { nameOf } from "../../names.js";
import { minutesAndSeconds } from "../../time.js";
import { preferences, usePreferences } from "./preferences.js";
import {
  audible,
  gainOf,
  LEVELS,
  levelOf,
  silenceOf,
  silentSeconds,
  unnoticed,
} from "./ringing.js";
import { SOUNDS } from "./sounds.js";

/** Of many orders at once the last ones are said. */
const SAID_MAX = 3;

/**
 * `orders`: those that ring. `level`: how loud, from 1 to 3; 0 where nothing rings. `silentSeconds`: how long those that
 * wait stay silent here. `notice`: somebody reacted to these at this screen. `ringAgain`: their action had no effect.
 *
 * @typedef {{
 *   orders: Order[], level: number, announcement: string, silentSeconds: number, silence: () => void,
 *   endSilence: () => void, notice: (ids: string[]) => void, ringAgain: (id: string) => void,
 * }} Ringing
 */

/** @param {Station} station @returns {Ringing} */
export function useRinging({ bell, verified, unverified, now, watching, onWaiting }) {
  const [noticed, setNoticed] = useState(/** @type {ReadonlySet<string>} */ (new Set()));
  const [silence, setSilence] = useState(/** @type {Silence | null} */ (null));
  const { ringsWatching } = usePreferences();
  const mayRing = !watching || ringsWatching;
  const waiting = mayRing ? [...verified, ...unverified] : [];
  const unheeded = unnoticed(waiting, noticed);
  // A minute of this device, whatever is learnt of the server's clock meanwhile.
  const ownNow = Date.now();
  const orders = audible(unheeded, silence, ownNow);
  const level = levelOf(orders, now);
  useSound(bell, orders, level);
  useEffect(() => onWaiting(unheeded, now));
  return {
    orders,
    level: orders.length > 0 ? LEVELS.indexOf(level) + 1 : 0,
    announcement: useAnnouncement(orders),
    silentSeconds: unheeded.length > orders.length ? silentSeconds(silence, ownNow) : 0,
    silence: () => setSilence(silenceOf(unheeded, Date.now())),
    endSilence: () => setSilence(null),
    notice: (ids) =>
      setNoticed((before) => {
        const still = unnoticed(waiting, new Set()).map(({ id }) => id);
        return new Set(still.filter((id) => before.has(id) || ids.includes(id)));
      }),
    ringAgain: (id) => setNoticed((before) => new Set([...before].filter((one) => one !== id))),
  };
}

/** Rings at once for every new order, then again and again. @param {Station["bell"]} bell @param {Order[]} orders @param {Level} level */
export function useSound(bell, orders, level) {
  // With the drawing: what is shown as silent must not ring once more.
  useLayoutEffect(() => {
    if (orders.length === 0) return;
    let end = () => {};
    const ring = () => {
      const { sound, volume } = preferences();
      end = bell.play(SOUNDS[sound], level.gain * gainOf(volume));
    };
    ring();
    const timer = setInterval(ring, level.everySeconds * 1000);
    return () => {
      clearInterval(timer);
      end();
    };
  }, [orders.length > 0, orders.at(-1)?.id, level]);
}

/** What a screen reader says of the orders that began to ring last. @param {Order[]} orders */
function useAnnouncement(orders) {
  const [announcement, setAnnouncement] = useState("");
  const known = useRef(/** @type {string[]} */ ([]));
  const ids = orders.map(({ id }) => id);
  useEffect(() => {
    const fresh = orders.filter(({ id }) => !known.current.includes(id));
    known.current = ids;
    if (fresh.length > 0) setAnnouncement(fresh.slice(-SAID_MAX).map(announcementOf).join(" "));
  }, [ids.join()]);
  return announcement;
}

/** @param {Order} order */
function announcementOf({ number, items }) {
  const names = items.map((item) =>
    text("menu.quantity", { quantity: item.quantity, dish: nameOf(item) }),
  );
  return text("ticket.new", { number, items: names.join(", ") });
}

/** Silences this screen for a minute, and lets it ring again. @param {{ringing: Ringing}} props */
export function SilenceButton({ ringing }) {
  const { orders, silentSeconds: seconds } = ringing;
  if (orders.length > 0) {
    return html`
      <button type="button" class="danger silence" onClick=${ringing.silence}>${text("sound.quiet")}</button>`;
  }
  if (seconds === 0) return null;
  const left = minutesAndSeconds(seconds);
  return html`
    <button type="button" class="silence" data-silent=${seconds} onClick=${ringing.endSilence}>
      <span>${text("sound.silent", { left })}</span>
      <span class="hidden">${text("sound.ring_again")}</span>
    </button>`;
}
