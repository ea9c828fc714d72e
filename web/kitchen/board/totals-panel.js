/** @import { Dish } from "../../contract.js" */
/** @import { Total } from "./totals.js" */

import { text } from "../../catalogue.js";
import { html } from "../../html.js";
import { nameOf } from "../../names.js";

/**
 * What is to be cooked now. A dish that is pressed is looked for in the tickets, until it is pressed again.
 *
 * @param {{
 *   all: Total[], dishes: ReadonlyMap<string, Dish>, dishId: string | null, onSeek: (dishId: string | null) => void,
 * }} props
 */
export function TotalsPanel({ all, dishes, dishId, onSeek }) {
  return html`
    <section class="totals" id="totals" data-testid="totals" aria-labelledby="totals-title">
      <h2 id="totals-title">${text("totals.title")}</h2>
      ${all.length === 0 && html`<p class="faint">${text("totals.none")}</p>`}
      <ul>
        ${all.map(
          (total) => html`
            <li key=${total.dishId}>
              <button type="button" data-total=${total.dishId} aria-pressed=${total.dishId === dishId}
                onClick=${() => onSeek(total.dishId === dishId ? null : total.dishId)}>
                <b>${total.quantity}</b>
                <span>${nameOf(total.item.names ? total.item : (dishes.get(total.dishId) ?? total.item))}
                  <small>${detail(total)}</small></span>
              </button>
            </li>`,
        )}
      </ul>
    </section>`;
}

/** @param {Total} total */
function detail({ fresh, cooking, noted }) {
  return [
    fresh > 0 && text("totals.fresh", { quantity: fresh }),
    cooking > 0 && text("totals.cooking", { quantity: cooking }),
    noted > 0 && text("totals.noted", { quantity: noted }),
  ]
    .filter(Boolean)
    .join(" · ");
}
