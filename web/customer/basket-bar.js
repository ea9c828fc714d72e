/** How much is in the basket and what it costs, always in sight of the menu where the basket itself is not. */

/** @import { Shop } from "../contract.js" */
/** @import { Basket } from "./basket.js" */

import { currentLanguage, text } from "../catalogue.js";
import { html } from "../html.js";
import { formatMoney } from "../money.js";
import { countOf, price, totalOf } from "./basket.js";
import { basketLink } from "./route.js";

/** @param {{shop: Shop, basket: Basket}} props */
export function BasketBar({ shop, basket }) {
  const lines = price(basket, shop.menu ?? []);
  const count = countOf(lines);
  const total = formatMoney(totalOf(lines), shop.currency, currentLanguage());
  const hasChanged = lines.some(({ available, was }) => !available || was !== null);
  return html`
    <p class="hidden" role="status" data-testid="told">${count > 0 && text("basket.told", { count, total })}</p>
    ${
      count > 0 &&
      html`
        <a class="button primary to-basket" id="to-basket" href=${basketLink(shop.id)} data-changed=${hasChanged}>
          <span class="count">${count}</span>
          <span>${text(hasChanged ? "basket.look" : "basket.go")}</span>
          <strong>${total}</strong>
        </a>`
    }`;
}
