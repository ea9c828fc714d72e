/** What the customer's browser remembers: the baskets, the customer, attempts without an answer, and the orders. */

/** @import { Placed } from "./placing.js" */

import { forget, recall, remember } from "../storage.js";

/** An order's token, and with it its link, is good for so long. */
const LINK_HOURS = 48;
const ORDERS_MAX = 20;

/** @typedef {{id: string, token: string, number: string, shop: string, at: string}} OwnOrder */

/** @param {string} shopId @returns {import("./basket.js").Basket} */
export const recallBasket = (shopId) => recall(`basket.${shopId}`) ?? {};

/** @param {string} shopId @param {import("./basket.js").Basket} basket */
export const rememberBasket = (shopId, basket) =>
  Object.keys(basket).length ? remember(`basket.${shopId}`, basket) : forget(`basket.${shopId}`);

/** @returns {import("../contract.js").Customer} */
export const recallCustomer = () => ({
  name: "",
  address: "",
  telephone: "",
  ...recall("customer"),
});

/** @param {import("../contract.js").Customer} customer */
export const rememberCustomer = (customer) => remember("customer", customer);

/** @param {string} shopId */
export const attemptOf = (shopId) => ({
  load: () => recall(`attempt.${shopId}`),
  /** @param {import("./placing.js").Attempt} attempt */
  save: (attempt) => remember(`attempt.${shopId}`, attempt),
  clear: () => forget(`attempt.${shopId}`),
});

/** @returns {OwnOrder[]} the newest first, as long as their links are good */
export function recallOrders() {
  const oldest = Date.now() - LINK_HOURS * 3_600_000;
  /** @type {OwnOrder[]} */
  const orders = recall("orders") ?? [];
  return orders.filter((order) => Date.parse(order.at) > oldest);
}

/** @param {Placed} placed */
export function rememberOrder({ order, token }) {
  const own = {
    id: order.id,
    token,
    number: order.number,
    shop: order.shop_name,
    at: order.placed_at,
  };
  const others = recallOrders().filter(({ id }) => id !== order.id);
  remember("orders", [own, ...others].slice(0, ORDERS_MAX));
}
