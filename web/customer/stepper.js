/** How many of a dish, with one less and one more: for thumbs. */

import { text } from "../catalogue.js";
import { html } from "../html.js";

/**
 * @param {{dish: string, quantity: number, hasRoom: boolean, onChange: (by: number) => void}} props `dish`: its name;
 *   `hasRoom`: whether there may be one more
 */
export function Stepper({ dish, quantity, hasRoom, onChange }) {
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
      <button type="button" class="add" aria-label=${text("menu.add", { dish })} aria-disabled=${!hasRoom}
        onClick=${() => hasRoom && onChange(1)}>+</button>
    </span>`;
}
