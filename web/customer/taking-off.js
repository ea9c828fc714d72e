/** Takes an order off this device's list: at once where it has ended, and else not before that is explained. */

import { text } from "../catalogue.js";
import { html, useEffect, useRef, useState } from "../html.js";

/** @param {{number: string, isLiving: boolean, onTakeOff: () => void}} props */
export function TakingOff({ number, isLiving, onTakeOff }) {
  const [isAsking, setAsking] = useState(false);
  /** @type {{current: HTMLButtonElement | null}} */
  const offer = useRef(null);
  /** @type {{current: HTMLButtonElement | null}} */
  const keep = useRef(null);
  const hasAsked = useRef(false);
  useEffect(() => {
    if (isAsking) keep.current?.focus();
    else if (hasAsked.current) offer.current?.focus();
    hasAsked.current = isAsking;
  }, [isAsking]);

  if (!isAsking) {
    return html`
      <button type="button" class="take-off" ref=${offer} aria-label=${text("orders.take_off", { number })}
        onClick=${() => (isLiving ? setAsking(true) : onTakeOff())}>×</button>`;
  }
  return html`
    <div class="taking-off" onKeyDown=${(/** @type {KeyboardEvent} */ { key }) => key === "Escape" && setAsking(false)}>
      <p>${text("orders.take_off_sure")}</p>
      <button type="button" class="danger" onClick=${onTakeOff}>${text("orders.take_off_yes")}</button>
      <button type="button" ref=${keep} onClick=${() => setAsking(false)}>${text("order.cancel_no")}</button>
    </div>`;
}
