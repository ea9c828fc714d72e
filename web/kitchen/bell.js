/** @import { Order } from "../contract.js" */
/** @import { Bell } from "../sound.js" */

import { text } from "../catalogue.js";
import { html, useEffect, useState } from "../html.js";

const RING_SECONDS = 2.5;

/**
 * Rings for as long as there are orders that nobody reacted to, and tells screen readers of each new one.
 *
 * @param {Bell} bell
 * @param {Order[]} rings
 * @returns {string} the announcement
 */
export function useRinging(bell, rings) {
  const [announced, setAnnounced] = useState("");
  const isRinging = rings.length > 0;
  const newest = rings.at(-1);
  useEffect(() => {
    if (newest) setAnnounced(announcement(newest));
  }, [newest?.id]);
  useEffect(() => {
    if (!isRinging) return;
    bell.ring();
    const timer = setInterval(bell.ring, RING_SECONDS * 1000);
    return () => clearInterval(timer);
  }, [isRinging, newest?.id]);
  useEffect(() => {
    const title = text("app.kitchen");
    document.title = isRinging ? `(${rings.length}) ${title}` : title;
  });
  return announced;
}

/** @param {Order} order */
function announcement({ number, items }) {
  const names = items.map(({ name, quantity }) => text("menu.quantity", { quantity, dish: name }));
  return text("ticket.new", { number, items: names.join(", ") });
}

/** Says where the sound is missing, and mends it by a touch. @param {{bell: Bell}} props */
export function SoundNotice({ bell }) {
  const [, redraw] = useState({});
  useEffect(() => bell.watch(() => redraw({})), [bell]);
  if (bell.state === "ready") return null;
  if (bell.state === "none") return html`<p class="notice" role="status">${text("sound.none")}</p>`;
  return html`
    <button type="button" class="notice wide" data-testid="sound-blocked" onClick=${bell.unblock}>
      ${text("sound.blocked")}
    </button>`;
}
