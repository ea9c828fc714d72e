/** @import { Dish } from "../contract.js" */

import { currentLanguage, text } from "../catalogue.js";
import { html } from "../html.js";
import { formatMoment } from "../time.js";

/** That a dish cannot be had now, and since when it can again if that is known. @param {{dish: Dish}} props */
export function SoldOut({ dish }) {
  return html`
    <span class="badge" data-testid="sold-out">
      ${text("menu.sold_out")}${
        dish.back_at &&
        html`<span>${text("menu.back_at", { time: formatMoment(dish.back_at, currentLanguage()) })}</span>`
      }
    </span>`;
}
