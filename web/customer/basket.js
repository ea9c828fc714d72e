/**
 * What a customer is about to order from one shop: dishes, how many, a word for each, and the price that was seen. What
 * is paid is the menu's price.
 */

/** @import { Dish, Names, OrderItem } from "../contract.js" */
/** @import { Complaint } from "./details.js" */

import { severalLines } from "./details.js";

/**
 * `price`: as the customer saw it; baskets of earlier pages have none.
 *
 * @typedef {{name: string, names?: Names, quantity: number, note: string, price?: number}} Line
 * @typedef {Record<string, Line>} Basket by dish id
 *
 * `dish`: as the menu has it now, null where it has been taken off. `was`: the price that was seen, where it is another.
 * @typedef {Line & {dishId: string, dish: Dish | null, available: boolean, was: number | null}} PricedLine
 */

/** The contract's limits. */
const LINES_MAX = 50;
const QUANTITY_MAX = 99;

/** @param {Basket} basket @param {string} dishId @returns {Complaint | null} why one more of a dish does not fit */
export function limitOf(basket, dishId) {
  const line = basket[dishId];
  if (line && line.quantity >= QUANTITY_MAX) {
    return { key: "basket.most_of_dish", values: { most: QUANTITY_MAX } };
  }
  if (!line && Object.keys(basket).length >= LINES_MAX) {
    return { key: "basket.most_dishes", values: { most: LINES_MAX } };
  }
  return null;
}

/**
 * @param {Basket} basket
 * @param {Pick<Dish, "id" | "name" | "names" | "price">} dish with the price that the customer sees
 * @param {number} difference
 * @returns {Basket}
 */
export function change(basket, { id, name, names, price }, difference) {
  if (difference > 0 && limitOf(basket, id)) return basket;
  const line = basket[id] ?? { quantity: 0, note: "" };
  const quantity = Math.min(QUANTITY_MAX, line.quantity + difference);
  if (quantity <= 0) return without(basket, id);
  return { ...basket, [id]: { ...line, name, names, price, quantity } };
}

/** @param {Basket} basket @param {string} dishId @param {string} note @returns {Basket} */
export function annotate(basket, dishId, note) {
  const line = basket[dishId];
  return line ? { ...basket, [dishId]: { ...line, note } } : basket;
}

/** @param {Basket} basket @param {string} dishId @returns {Basket} */
export function without(basket, dishId) {
  const { [dishId]: _, ...others } = basket;
  return others;
}

/**
 * What stays in a basket when an order of it was placed: what came into it while the order was being sent.
 *
 * @param {Basket} basket
 * @param {Pick<OrderItem, "dish_id" | "quantity">[]} items
 * @returns {Basket}
 */
export function afterOrder(basket, items) {
  const left = { ...basket };
  for (const { dish_id, quantity } of items) {
    const line = left[dish_id];
    if (line && line.quantity > quantity)
      left[dish_id] = { ...line, quantity: line.quantity - quantity };
    else delete left[dish_id];
  }
  return left;
}

/**
 * The basket's lines as the menu knows them.
 *
 * @param {Basket} basket
 * @param {Dish[]} menu
 * @returns {PricedLine[]}
 */
export function price(basket, menu) {
  return Object.entries(basket).map(([dishId, line]) => {
    const dish = menu.find(({ id }) => id === dishId) ?? null;
    const isOther = dish !== null && line.price !== undefined && line.price !== dish.price;
    return {
      ...line,
      dishId,
      dish,
      available: dish?.available ?? false,
      was: isOther ? (line.price ?? null) : null,
    };
  });
}

/** @param {PricedLine[]} lines @returns {number} of what is available, in minor units */
export function totalOf(lines) {
  return lines.reduce(
    (sum, { dish, quantity }) => sum + (dish?.available ? dish.price : 0) * quantity,
    0,
  );
}

/** @param {PricedLine[]} lines @returns {number} how many dishes they are together */
export function countOf(lines) {
  return lines.reduce((sum, { quantity }) => sum + quantity, 0);
}

/** @param {PricedLine[]} lines as `POST /api/orders` takes them */
export function itemsOf(lines) {
  return lines.map(({ dishId, quantity, note }) => {
    const written = severalLines(note);
    return { dish_id: dishId, quantity, ...(written && { note: written }) };
  });
}
