/**
 * Where the customer is, from the address's fragment, which no server sees: it holds the order's token.
 *
 * @typedef {{view: "shops"} | {view: "shop", shopId: string} | {view: "order", orderId: string, token: string}} Route
 */

/** @param {string} hash @returns {Route} */
export function parseRoute(hash) {
  const [view, id, token] = hash.replace(/^#\/?/, "").split("/").map(decode);
  if (view === "shop" && id) return { view, shopId: id };
  if (view === "order" && id && token) return { view, orderId: id, token };
  return { view: "shops" };
}

/** @param {string} shopId */
export const shopLink = (shopId) => `#/shop/${encodeURIComponent(shopId)}`;

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
