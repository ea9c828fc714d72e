/**
 * Where the customer is, from the address's fragment, which no server sees: it holds the order's token. Where there is
 * no room for a shop's menu and the basket side by side, they are two steps.
 *
 * @typedef {"menu" | "basket"} Step
 * @typedef {{view: "shops"} | {view: "shop", shopId: string, step: Step} |
 *   {view: "order", orderId: string, token: string}} Route
 */

/** @param {string} hash @returns {Route} */
export function parseRoute(hash) {
  const [view, id, more] = hash.replace(/^#\/?/, "").split("/").map(decode);
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

/** @param {string} segment */
function decode(segment) {
  try {
    return decodeURIComponent(segment);
  } catch {
    return "";
  }
}
