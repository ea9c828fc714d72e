/**
 * Where the customer is, from the address's fragment, which no server sees: it holds the order's token. Where there is
 * no room for a shop's menu and the basket side by side, they are two steps.
 *
 * @typedef {"menu" | "basket"} Step
 * @typedef {{view: "shops"} | {view: "shop", shopId: string, step: Step} |
 *   {view: "order", orderId: string, token: string}} Route
 */

/** What ids and tokens are made of. Programs for chats take the mark that follows a link for a part of it. */
const MEANT = /^[\w-]+(?:\.[\w-]+)*/;

/** @param {string} hash @returns {Route} */
export function parseRoute(hash) {
  const [view, id, more] = hash.replace(/^#\/?/, "").split("/").map(meant);
  if (view === "shop" && id) return { view, shopId: id, step: more === "basket" ? more : "menu" };
  if (view === "order" && id && more) return { view, orderId: id, token: more };
  return { view: "shops" };
}

/** @param {string} shopId */
export const shopLink = (shopId) => `#/shop/${encodeURIComponent(shopId)}`;

/** @param {string} shopId */
export const basketLink = (shopId) => `${shopLink(shopId)}/basket`;

/** @param {string} orderId @param {string} token */
export const orderLink = (orderId, token) =>
  `#/order/${encodeURIComponent(orderId)}/${encodeURIComponent(token)}`;

/** Routes to one place are steps in one view. @param {Route} route */
export function placeOf(route) {
  if (route.view === "shop") return shopLink(route.shopId);
  return route.view === "order" ? orderLink(route.orderId, route.token) : "#/";
}

/** @param {string} segment */
const meant = (segment) => MEANT.exec(segment)?.[0] ?? "";
