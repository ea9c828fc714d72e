/** One shop: its menu, the basket, and the way to an order. */

/** @import { Connection } from "../connection.js" */
/** @import { Dish, Shop } from "../contract.js" */
/** @import { Basket } from "./basket.js" */

import { currentLanguage, problemText, text } from "../catalogue.js";
import { openFeed } from "../feed.js";
import { useFeed } from "../hooks.js";
import { html, useState } from "../html.js";
import { formatMoney } from "../money.js";
import { oneShop } from "../snapshots.js";
import { change, price, totalOf } from "./basket.js";
import { Checkout } from "./checkout.js";
import { Frame } from "./frame.js";
import { recallBasket, rememberBasket } from "./memory.js";
import { shopState } from "./shops.js";

/** @param {{connection: Connection, shopId: string}} props */
export function ShopView({ connection, shopId }) {
  const feed = useFeed(
    () =>
      openFeed({
        connection,
        channel: `public:shop:${shopId}`,
        load: oneShop(shopId),
        leaving: [],
        entryOf: (frame) => frame.shop,
      }),
    shopId,
  );
  const [basket, setBasket] = useState(() => recallBasket(shopId));
  /** @param {Basket} changed */
  const keep = (changed) => {
    rememberBasket(shopId, changed);
    setBasket(changed);
  };

  const view = feed?.view;
  const shop = view?.entries[0];
  return html`
    <${Frame} connection=${connection} views=${view ? [view] : []} back>
      ${view?.refused && html`<p class="notice bad" role="alert">${problemText(view.refused)}</p>`}
      ${!shop && !view?.refused && html`<p class="faint">${text("loading")}</p>`}
      ${
        feed &&
        shop &&
        html`
          <${Menu} shop=${shop} basket=${basket} onBasket=${keep} />
          <${BasketLink} shop=${shop} basket=${basket} />
          <${Checkout} shop=${shop} basket=${basket} onBasket=${keep} refresh=${feed.poll} />`
      }
    <//>`;
}

/** @param {{shop: Shop, basket: Basket, onBasket: (basket: Basket) => void}} props */
function Menu({ shop, basket, onBasket }) {
  const state = shopState(shop);
  const menu = shop.menu ?? [];
  return html`
    <section class="menu" aria-labelledby="menu">
      <h1>${shop.name} <span class="badge" data-state=${state}>${text(`shops.${state}`)}</span></h1>
      ${state !== "accepting" && html`<p class="notice" role="status">${text(`shop.${state}`)}</p>`}
      <h2 id="menu" class="hidden">${text("menu.title")}</h2>
      ${menu.length === 0 && html`<p class="faint">${text("menu.empty")}</p>`}
      <ul class="dishes">
        ${menu.map(
          (dish) => html`
            <${DishRow} key=${dish.id} dish=${dish} currency=${shop.currency}
              quantity=${basket[dish.id]?.quantity ?? 0}
              onChange=${(/** @type {number} */ by) => onBasket(change(basket, dish, by))} />`,
        )}
      </ul>
    </section>`;
}

/** @param {{dish: Dish, currency: string, quantity: number, onChange: (by: number) => void}} props */
function DishRow({ dish, currency, quantity, onChange }) {
  const named = { dish: dish.name };
  return html`
    <li class="dish" data-dish-id=${dish.id} data-available=${dish.available}>
      <span class="name">${dish.name}</span>
      <span class="price">
        ${dish.available ? formatMoney(dish.price, currency, currentLanguage()) : text("menu.sold_out")}
      </span>
      <span class="stepper">
        ${
          quantity > 0 &&
          html`
            <button type="button" aria-label=${text("menu.remove", named)} onClick=${() => onChange(-1)}>−</button>
            <output aria-label=${text("menu.quantity", { ...named, quantity })}>${quantity}</output>`
        }
        <button type="button" class="add" aria-label=${text("menu.add", named)} disabled=${!dish.available}
          onClick=${() => onChange(1)}>+</button>
      </span>
    </li>`;
}

/** On a phone the basket is below the menu: this leads there, and stays in sight until it is reached. @param {{shop: Shop, basket: Basket}} props */
function BasketLink({ shop, basket }) {
  const lines = price(basket, shop.menu ?? []);
  if (lines.length === 0) return null;
  const go = () => document.getElementById("checkout")?.scrollIntoView();
  return html`
    <button type="button" class="to-basket primary" onClick=${go}>
      ${text("basket.go")} · ${formatMoney(totalOf(lines), shop.currency, currentLanguage())}
    </button>`;
}
