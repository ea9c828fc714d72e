/** How much is in the basket and what it costs, always in sight of the menu where the basket itself is not. */

/** @import { Shop } from "../contract.js" */
/** @import { Basket } from "./basket.js" */
/** @import { Placing } from "./placing.js" */

import { currentLanguage, text } from "../catalogue.js";
import { useWatch } from "../hooks.js";
import { html } from "../html.js";
import { formatMoney } from "../money.js";
import { countOf, price, totalOf } from "./basket.js";
import { basketLink } from "./route.js";
import { placingOf, watchPlacings } from "./sending.js";

/** @param {{shop: Shop, basket: Basket}} props */
export function BasketBar({ shop, basket }) {
  useWatch(watchPlacings);
  const { state } = placingOf(shop.id);
  const news = newsOf(state);
  const lines = price(basket, shop.menu ?? []);
  const count = countOf(lines);
  const total = formatMoney(totalOf(lines), shop.currency, currentLanguage());
  const hasChanged = lines.some(({ available, was }) => !available || was !== null);
  const about = news ?? (hasChanged ? "basket.look" : "basket.go");
  return html`
    <p class="hidden" role="status" data-testid="told">${count > 0 && text("basket.told", { count, total })}</p>
    ${
      (count > 0 || news) &&
      html`
        <a class="button primary to-basket" id="to-basket" href=${basketLink(shop.id)} data-changed=${hasChanged}>
          ${count > 0 && html`<span class="count">${count}</span>`}
          <span>${text(about)}</span>
          ${count > 0 && html`<strong>${total}</strong>`}
        </a>`
    }`;
}

/** What has become of the order that was sent, if its customer has to look. @param {Placing} state */
function newsOf(state) {
  if (state.phase === "refused") return "basket.refused";
  const isUnanswered =
    state.phase === "unsure" || (state.phase === "sending" && state.failures > 0);
  return isUnanswered ? "basket.unanswered" : null;
}
