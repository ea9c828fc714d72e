/** What was ordered, in the reader's language, with what it cost. */

/** @import { Dish, Order } from "../contract.js" */

import { currentLanguage, text } from "../catalogue.js";
import { html } from "../html.js";
import { formatMoney } from "../money.js";
import { itemName } from "../names.js";

/** @param {{order: Order, menu: Dish[]}} props */
export function Receipt({ order, menu }) {
  const money = (/** @type {number} */ amount) =>
    formatMoney(amount, order.currency, currentLanguage());
  return html`
    <section class="receipt" aria-labelledby="ordered">
      <h2 id="ordered">${text("order.ordered")}</h2>
      <ul class="lines">
        ${order.items.map(
          (item) => html`
            <li data-dish-id=${item.dish_id}>
              <span>${text("menu.quantity", { quantity: item.quantity, dish: itemName(item, menu) })}</span>
              <span class="price">${money(item.price * item.quantity)}</span>
              ${item.note && html`<span class="note">${item.note}</span>`}
            </li>`,
        )}
      </ul>
      ${order.note && html`<p class="note">${order.note}</p>`}
      <p class="total"><span>${text("basket.total")}</span> <strong>${money(order.total)}</strong></p>
    </section>`;
}
