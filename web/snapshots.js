/**
 * Everything of a channel over HTTP, in the one shape that merge.js takes. Each function returns a loader for a feed.
 */

/** @import { Entry, Order, Shop, Snapshot } from "./contract.js" */

import { call, callJson, path } from "./api.js";

/** More pages of shops than any installation has: a loop of pages must end. */
const PAGES_MAX = 100;

/**
 * @template {Entry} T
 * @typedef {(etag: string | null, signal: AbortSignal) => Promise<Snapshot<T>>} Loader
 */

/** Nothing more happens to these. @type {ReadonlySet<string>} */
export const ENDED = new Set(["completed", "rejected", "cancelled"]);

/**
 * What a kitchen has to do: the orders that have not ended.
 *
 * @param {string} shopId
 * @param {() => string | null} token
 * @returns {Loader<Order>}
 */
export const activeOrders = (shopId, token) =>
  loader(`/api/orders?shop_id=${path(shopId)}&active=true`, token, (body) => body.orders);

/**
 * A customer's order, ended or not: a snapshot that one order never leaves.
 *
 * @param {string} orderId
 * @param {() => string | null} token
 * @returns {Loader<Order>}
 */
export const oneOrder = (orderId, token) =>
  loader(`/api/orders/${path(orderId)}`, token, (body) => [body]);

/**
 * One shop with its menu.
 *
 * @param {string} shopId
 * @returns {Loader<Shop>}
 */
export const oneShop = (shopId) =>
  loader(
    `/api/shops/${path(shopId)}`,
    () => null,
    (body) => [body],
  );

/**
 * Every shop, without menus.
 *
 * @returns {Loader<Shop>}
 */
export const allShops = () => async (_etag, signal) => {
  /** @type {Shop[]} */
  const entries = [];
  let next = "";
  for (let page = 0; page < PAGES_MAX; page += 1) {
    const body = await callJson("GET", `/api/shops${next && `?after=${path(next)}`}`, { signal });
    entries.push(...body.shops);
    if (!body.next) break;
    next = body.next;
  }
  return { entries, etag: null, asOf: null };
};

/**
 * @template {Entry} T
 * @param {string} url
 * @param {() => string | null} token
 * @param {(body: any) => T[]} entriesOf
 * @returns {Loader<T>}
 */
function loader(url, token, entriesOf) {
  return async (etag, signal) => {
    /** @type {Record<string, string>} */
    const headers = etag === null ? {} : { "If-None-Match": etag };
    const response = await call("GET", url, { token: token(), headers, signal });
    return {
      entries: response.status === 304 ? null : entriesOf(await response.json()),
      etag: response.headers.get("ETag"),
      asOf: response.headers.get("As-Of"),
    };
  };
}
