/** How many of a dish, with one less and one more: for thumbs. */

/** @import { Complaint } from "./details.js" */

import { text } from "../catalogue.js";
import { html, useState } from "../html.js";

/**
 * @param {{dish: string, quantity: number, available: boolean, limit: Complaint | null, onChange: (by: number) => void}} props
 *   `dish`: its name; `limit`: why there cannot be one more, which is told to whoever tries
 */
export function Stepper({ dish, quantity, available, limit, onChange }) {
  const [hasTried, setTried] = useState(false);
  const addOne = () => {
    if (limit) setTried(true);
    else if (available) onChange(1);
  };
  /** @param {any} event the last one less goes away with its button: the other one takes the focus */
  const takeOne = ({ currentTarget }) => {
    if (quantity === 1) currentTarget.parentElement.querySelector(".add").focus();
    onChange(-1);
  };
  return html`
    <span class="stepper">
      ${
        quantity > 0 &&
        html`
          <button type="button" aria-label=${text("menu.remove", { dish })} onClick=${takeOne}>−</button>
          <output aria-live="off" aria-label=${text("menu.quantity", { dish, quantity })}>${quantity}</output>`
      }
      <button type="button" class="add" aria-label=${text("menu.add", { dish })} aria-disabled=${!available || limit !== null}
        onClick=${addOne}>+</button>
      ${hasTried && limit && html`<span class="limit" role="alert">${text(limit.key, limit.values)}</span>`}
    </span>`;
}
