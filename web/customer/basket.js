/**
 * What a customer is about to order from one shop: dishes, how many, and a word for each. Prices are the menu's.
 */

/** @import { Dish } from "../contract.js" */

/** @typedef {{name: string, quantity: number, note: string}} Line */
/** @typedef {Record<string, Line>} Basket by dish id */
/** @typedef {Line & {dishId: string, dish: Dish | null}} PricedLine */

/** The contract's limits. */
const LINES_MAX = 50;
const QUANTITY_MAX = 99;

/**
 * @param {Basket} basket
 * @param {Pick<Dish, "id" | "name">} dish
 * @param {number} difference
 * @returns {Basket}
 */
export function change(basket, { id, name }, difference) {
  const line = basket[id] ?? { quantity: 0, note: "" };
  const quantity = Math.min(QUANTITY_MAX, line.quantity + difference);
  if (quantity > 0 && !basket[id] && Object.keys(basket).length >= LINES_MAX) return basket;
  const { [id]: _, ...others } = basket;
  return quantity > 0 ? { ...basket, [id]: { ...line, name, quantity } } : others;
}

/** @param {Basket} basket @param {string} dishId @param {string} note @returns {Basket} */
export function annotate(basket, dishId, note) {
  const line = basket[dishId];
  return line ? { ...basket, [dishId]: { ...line, note } } : basket;
}

/**
 * The basket's lines as the menu knows them; `dish` is null where it has gone or is sold out.
 *
 * @param {Basket} basket
 * @param {Dish[]} menu
 * @returns {PricedLine[]}
 */
export function price(basket, menu) {
  return Object.entries(basket).map(([dishId, line]) => ({
    ...line,
    dishId,
    dish: menu.find((dish) => dish.id === dishId && dish.available) ?? null,
  }));
}

/** @param {PricedLine[]} lines @returns {number} in minor units */
export function totalOf(lines) {
  return lines.reduce((sum, { dish, quantity }) => sum + (dish?.price ?? 0) * quantity, 0);
}

/** @param {PricedLine[]} lines as `POST /api/orders` takes them */
export function itemsOf(lines) {
  return lines.map(({ dishId, quantity, note }) => ({
    dish_id: dishId,
    quantity,
    ...(note.trim() && { note: note.trim() }),
  }));
}
