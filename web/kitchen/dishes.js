/** @import { Problem } from "../api.js" */
/** @import { Dish, Shop } from "../contract.js" */
/** @import { Sessions } from "./session.js" */

import { asProblem, call, path } from "../api.js";
import { currentLanguage, problemText, text } from "../catalogue.js";
import { html, useState } from "../html.js";
import { formatMoney } from "../money.js";
import { persist } from "../persisting.js";

/**
 * The menu, where staff say what is sold out.
 *
 * @param {{shop: Shop | undefined, sessions: Sessions, refresh: () => void}} props
 */
export function DishList({ shop, sessions, refresh }) {
  const [problem, setProblem] = useState(/** @type {Problem | null} */ (null));
  /** @param {Dish} dish */
  const toggle = async (dish) => {
    setProblem(null);
    const token = sessions.token();
    const url = `/api/shops/${path(shop?.id ?? "")}/menu/${path(dish.id)}`;
    try {
      await persist(() => call("PATCH", url, { token, body: { available: !dish.available } }));
    } catch (error) {
      const refused = asProblem(error);
      if (refused.status === 401) sessions.refused(token);
      setProblem(refused);
    }
    refresh();
  };
  return html`
    <main class="dish-list" id="main">
      ${problem && html`<p class="notice bad" role="alert">${problemText(problem)}</p>`}
      <ul>
        ${shop?.menu?.map(
          (dish) => html`
            <li key=${dish.id} class="card" data-dish-id=${dish.id} data-available=${dish.available}>
              <label class="choice">
                <input type="checkbox" checked=${dish.available} onChange=${() => toggle(dish)} />
                <span>${dish.name}</span>
                <span class="price">${formatMoney(dish.price, shop.currency, currentLanguage())}</span>
                <span class="badge" data-state=${dish.available ? "accepting" : "closed"}>
                  ${text(dish.available ? "kitchen.available" : "menu.sold_out")}</span>
              </label>
            </li>`,
        )}
      </ul>
    </main>`;
}
