/** The same dishes once more, as far as the shop still has them. */

/** @import { Dish, Order, OrderItem } from "../contract.js" */
/** @import { Basket } from "./basket.js" */

import { currentLanguage, text } from "../catalogue.js";
import { html } from "../html.js";
import { itemName } from "../names.js";
import { ENDED } from "../snapshots.js";
import { annotate, change } from "./basket.js";
import { recallBasket, rememberBasket } from "./memory.js";
import { shopLink } from "./route.js";

/**
 * A basket with at least what was ordered: what is in it stays, and doing it twice adds nothing.
 *
 * @param {OrderItem[]} items
 * @param {Dish[] | undefined} menu where it is not known, all is taken: the basket tells what is gone
 * @param {Basket} basket as it is
 * @returns {{basket: Basket, gone: OrderItem[]}} `gone`: what cannot be had now
 */
export function orderAgain(items, menu, basket) {
  /** @type {OrderItem[]} */
  const gone = [];
  /** @type {Record<string, number>} */
  const wanted = {};
  let filled = basket;
  for (const item of items) {
    const dish = menu
      ? menu.find(({ id, available }) => id === item.dish_id && available)
      : { ...item, id: item.dish_id };
    if (!dish) {
      gone.push(item);
      continue;
    }
    const quantity = (wanted[dish.id] ?? 0) + item.quantity;
    const missing = quantity - (filled[dish.id]?.quantity ?? 0);
    wanted[dish.id] = quantity;
    // With the price that was paid, so that the basket tells where it is another now.
    if (missing > 0) filled = change(filled, { ...dish, price: item.price }, missing);
    if (item.note && !filled[dish.id]?.note) filled = annotate(filled, dish.id, item.note);
  }
  return { basket: filled, gone };
}

/** @param {{order: Order, menu: Dish[] | undefined}} props `menu`: undefined as long as it is not known */
export function OrderAgain({ order, menu }) {
  const fill = () => {
    const { basket } = orderAgain(order.items, menu, recallBasket(order.shop_id));
    rememberBasket(order.shop_id, basket);
  };
  if (!ENDED.has(order.status)) return null;
  return html`
    <section class="again">
      <a class="button primary wide" href=${shopLink(order.shop_id)} onClick=${fill}>
        ${text("order.again")}</a>
      ${menu && html`<${Gone} order=${order} menu=${menu} />`}
    </section>`;
}

/** @param {{order: Order, menu: Dish[]}} props */
function Gone({ order, menu }) {
  const { basket, gone } = orderAgain(order.items, menu, {});
  if (gone.length === 0) return null;
  const names = gone.map((item) => itemName(item, menu));
  const dishes = new Intl.ListFormat(currentLanguage()).format(names);
  const isAll = Object.keys(basket).length === 0;
  return html`
    <p class="faint" data-testid="gone-dishes">
      ${text(isAll ? "order.again_nothing" : "order.again_without", { dishes })}
    </p>`;
}
