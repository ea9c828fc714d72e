/**
 * Tells `orders` that this screen holds an order: by the socket where it is live, else over HTTP. What gets lost is sent
 * again when the order is heard of the next time, at the latest with the next snapshot.
 */

/** @import { Connection } from "../../connection.js" */

import { call } from "../../api.js";

/** So that a frame stays far below the gateway's limit. */
const IDS_PER_FRAME = 100;

/**
 * @param {Connection} connection
 * @param {string} shopId
 * @param {() => string | null} token
 * @param {string[]} ids
 */
export function sendReceipts(connection, shopId, token, ids) {
  for (let from = 0; from < ids.length; from += IDS_PER_FRAME) {
    const received = ids.slice(from, from + IDS_PER_FRAME);
    if (connection.send(`shop:${shopId}`, { received })) continue;
    const body = { shop_id: shopId, orders: received };
    call("POST", "/api/orders/received", { token: token(), body }).catch(() => {});
  }
}
