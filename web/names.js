/** What a shop calls itself, a section or a dish, in the reader's language. */

/** @import { Dish, Names, OrderItem } from "./contract.js" */

import { currentLanguage } from "./catalogue.js";

/**
 * @param {{name: string, names?: Names}} named
 * @param {string} [language] the reader's
 * @returns {string} the name in that language or a variant of it, else the one it has without a language
 */
export function nameOf({ name, names }, language = currentLanguage()) {
  const tags = Object.keys(names ?? {});
  const tag = tags.find((one) => one === language) ?? tags.find((one) => isOf(one, language));
  return tag ? (names?.[tag] ?? name) : name;
}

/**
 * An item by its names as it was ordered; where it was taken in one language alone, by those of its dish today.
 *
 * @param {OrderItem} item
 * @param {Dish[]} menu
 * @returns {{name: string, names?: Names}}
 */
export function withNames({ dish_id, name, names }, menu) {
  return { name, names: names ?? menu.find(({ id }) => id === dish_id)?.names };
}

/** @param {OrderItem} item @param {Dish[]} menu @returns {string} */
export const itemName = (item, menu) => nameOf(withNames(item, menu));

/** @param {string} tag @param {string} language */
const isOf = (tag, language) => tag.split("-")[0] === language.split("-")[0];
