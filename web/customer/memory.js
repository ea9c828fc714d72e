/** What the customer's browser remembers: the baskets, the customer, attempts without an answer, and the orders. */

/** @import { Names, Order, Shop } from "../contract.js" */
/** @import { Attempt, Placed } from "./placing.js" */

import { forget, recall, remember, rememberedNames, watchOtherTabs } from "../storage.js";
import { isTooOld } from "./placing.js";

/** An order's token, and with it its link, is good for so long. */
const LINK_HOURS = 48;
const ORDERS_MAX = 20;

/**
 * `state`: as it was when this browser last heard of the order; `names` and `state` came after the first release.
 *
 * @typedef {{
 *   id: string, token: string, number: string, shop: string, names?: Names, at: string, state?: OwnState,
 * }} OwnOrder
 * @typedef {Pick<Order, "status" | "received_at" | "closed_reason">} OwnState
 */

/** @param {string} shopId @returns {import("./basket.js").Basket} */
export const recallBasket = (shopId) => recall(`basket.${shopId}`) ?? {};

/** @param {string} shopId @param {import("./basket.js").Basket} basket */
export const rememberBasket = (shopId, basket) =>
  Object.keys(basket).length ? remember(`basket.${shopId}`, basket) : forget(`basket.${shopId}`);

/** Another tab changed it. @param {string} shopId @param {() => void} listener @returns {() => void} ends it */
export const watchBasket = (shopId, listener) => watchOtherTabs(`basket.${shopId}`, listener);

// Earlier pages wrote down who orders without asking for it.
forget("customer");

const ATTEMPT = "attempt.";
const UNREADABLE = { at: 0 };
// Who ordered stands in an attempt too, and its shop may never be opened again.
for (const name of rememberedNames(ATTEMPT)) {
  if (isTooOld(recall(name) ?? UNREADABLE)) forget(name);
}

/** @returns {import("../contract.js").Customer | null} who orders here, if this device was asked to remember it */
export const recallCustomer = () => recall("own-details");

/** @param {import("../contract.js").Customer} customer who asked for it */
export const rememberCustomer = (customer) => remember("own-details", customer);

export const forgetCustomer = () => forget("own-details");

/** @param {string} shopId */
export const attemptOf = (shopId) => ({
  load: () => recall(ATTEMPT + shopId),
  /** @param {Attempt} attempt */
  save: (attempt) => remember(ATTEMPT + shopId, attempt),
  clear: () => forget(ATTEMPT + shopId),
});

/** The shops at which something was not answered yet. */
export const attemptedShops = () =>
  rememberedNames(ATTEMPT).map((name) => name.slice(ATTEMPT.length));

/** @returns {OwnOrder[]} the newest first, as long as their links are good */
export function recallOrders() {
  const oldest = Date.now() - LINK_HOURS * 3_600_000;
  /** @type {OwnOrder[]} */
  const orders = recall("orders") ?? [];
  return orders.filter((order) => Date.parse(order.at) > oldest);
}

/** @param {Placed} placed @returns {boolean} whether it is news: an order may be answered twice */
export function rememberOrder({ order, token }) {
  const known = recallOrders();
  if (known.some(({ id }) => id === order.id)) return false;
  const own = {
    id: order.id,
    token,
    number: order.number,
    shop: order.shop_name,
    at: order.placed_at,
    state: stateOf(order),
  };
  remember("orders", [own, ...known].slice(0, ORDERS_MAX));
  return true;
}

/** Keeps how one of the own orders is now; another's is not kept. @param {Order} order @param {Shop} [shop] */
export function noteOrder(order, shop) {
  const orders = recallOrders();
  const own = orders.find(({ id }) => id === order.id);
  if (!own) return;
  const noted = { ...own, state: stateOf(order), names: shop?.names ?? own.names };
  remember(
    "orders",
    orders.map((one) => (one === own ? noted : one)),
  );
}

/** @param {string} orderId */
export function forgetOrder(orderId) {
  remember(
    "orders",
    recallOrders().filter(({ id }) => id !== orderId),
  );
}

/** @param {Order} order @returns {OwnState} */
const stateOf = ({ status, received_at, closed_reason }) => ({
  status,
  received_at,
  closed_reason,
});
