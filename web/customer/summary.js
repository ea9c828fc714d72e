/** An order in a few words, for whoever is asked whether to send it: kept with it, for its shop may not be loaded then. */

/** @import { Names, Shop } from "../contract.js" */
/** @import { PricedLine } from "./basket.js" */

import { currentLanguage, text } from "../catalogue.js";
import { formatMoney } from "../money.js";
import { nameOf } from "../names.js";

/**
 * @typedef {{name: string, names?: Names}} Named
 * @typedef {{shop: Named, currency: string, total: number, dishes: (Named & {quantity: number})[]}} Summary
 */

/** @param {Shop} shop @param {PricedLine[]} lines @param {number} total in minor units @returns {Summary} */
export const summaryOf = (shop, lines, total) => ({
  shop: { name: shop.name, names: shop.names },
  currency: shop.currency,
  total,
  dishes: lines.map(({ dish, quantity, ...line }) => {
    const { name, names } = dish ?? line;
    return { name, names, quantity };
  }),
});

/** @param {Summary} summary @returns {string} how many of what, and the total */
export function summaryText({ currency, total, dishes }) {
  const language = currentLanguage();
  const said = dishes.map((dish) =>
    text("menu.quantity", { quantity: dish.quantity, dish: nameOf(dish) }),
  );
  const money = formatMoney(total, currency, language);
  return `${new Intl.ListFormat(language).format(said)} · ${money}`;
}
