/** Whether shops take orders, and in which order they are listed. */

/** @import { Shop } from "./contract.js" */

import { nameOf } from "./names.js";

/** @typedef {"accepting" | "paused" | "closed" | "unattended"} ShopState */

/** Whether a shop takes orders, and why not. @param {Shop} shop @returns {ShopState} */
export function shopState(shop) {
  if (shop.accepting) return "accepting";
  if (!shop.open) return "closed";
  return shop.paused_until ? "paused" : "unattended";
}

/**
 * @param {readonly Shop[]} shops
 * @param {string} language the reader's
 * @returns {Shop[]} first those that take orders, then those that will by themselves, each by their names
 */
export function listed(shops, language) {
  const rank = (/** @type {Shop} */ shop) => RANKS.indexOf(shopState(shop));
  const called = (/** @type {Shop} */ shop) => nameOf(shop, language);
  return [...shops].sort(
    (one, other) => rank(one) - rank(other) || called(one).localeCompare(called(other), language),
  );
}

/** @type {ShopState[]} */
const RANKS = ["accepting", "paused", "unattended", "closed"];
