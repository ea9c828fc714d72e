/** What every view of the kitchen's page works with: the shop's orders and the shop itself, kept true while it stands. */

/** @import { Connection } from "../connection.js" */
/** @import { Dish, Order, Shop } from "../contract.js" */
/** @import { Feed } from "../feed.js" */
/** @import { Bell } from "./screen/sound.js" */
/** @import { Awake } from "./screen/wake-lock.js" */
/** @import { Sessions } from "./session.js" */

import { asProblem, call, path } from "../api.js";
import { openFeed } from "../feed.js";
import { useFeed, useNow } from "../hooks.js";
import { useEffect } from "../html.js";
import { persist } from "../persisting.js";
import { useShopFeed } from "../shop-feed.js";
import { activeOrders, ENDED } from "../snapshots.js";
import { canBeNoticed, watchAttention } from "./screen/attention.js";
import { keepPresence } from "./screen/presence.js";
import { sendReceipts } from "./screen/receipts.js";
import { useAwake } from "./screen/wake-lock.js";

/**
 * `onWaiting` is told of the orders that this screen should ring for, also while it is silenced.
 *
 * @typedef {{
 *   connection: Connection, shopId: string, sessions: Sessions, bell: Bell,
 *   onWaiting: (orders: Order[], now: number) => void,
 * }} StationProps
 */

/**
 * `verified` and `unverified`: the orders on the board. `shop`: null until it is loaded. `now`: epoch milliseconds by the
 * server's clock, once a second. `watching`: this screen only looks: it neither acts, confirms, nor counts as present.
 * `awake`: whether this screen stays on. `call`: a call to the server as this kitchen, made again while its failure may pass; raises a Problem.
 *
 * @typedef {StationProps & {
 *   orders: Feed<Order> | null, shopFeed: Feed<Shop> | null, shop: Shop | null, menu: Dish[],
 *   verified: Order[], unverified: Order[], now: number, watching: boolean, awake: Awake,
 *   call: (method: string, path: string, body?: object) => Promise<any>,
 * }} Station
 */

/** @param {StationProps} props @returns {Station} */
export function useStation(props) {
  const { connection, shopId, sessions, bell } = props;
  const watching = sessions.current?.watching ?? false;
  const orders = useFeed(() => openOrders(props, watching), shopId);
  const shopFeed = useShopFeed(connection, shopId);
  const now = useNow(1) + (orders?.view.ahead ?? 0);
  useEffect(
    () => (watching ? undefined : keepPresence(connection, shopId, sessions.token)),
    [shopId],
  );
  // What was not confirmed is confirmed with the next answer.
  useEffect(() => (orders ? watchAttention(bell, orders.poll) : undefined), [orders]);
  const awake = useAwake();
  const shop = shopFeed?.view.entries[0] ?? null;
  return {
    ...props,
    orders,
    shopFeed,
    shop,
    menu: shop?.menu ?? [],
    verified: orders?.view.entries ?? [],
    unverified: orders?.view.unverified ?? [],
    now,
    watching,
    awake,
    call: (method, url, body) => callAs(sessions, method, url, body),
  };
}

/** @param {StationProps} props @param {boolean} watching */
function openOrders({ connection, shopId, sessions, bell }, watching) {
  return openFeed({
    connection,
    channel: `shop:${shopId}`,
    token: sessions.token,
    load: activeOrders(shopId, sessions.token),
    leaving: ENDED,
    entryOf: (frame) => /** @type {Order | undefined} */ (frame.order),
    onReceipts: (ids) => {
      if (!watching && canBeNoticed(bell)) sendReceipts(connection, shopId, sessions.token, ids);
    },
    onRefused: () => sessions.refused(sessions.token()),
  });
}

/**
 * @param {Sessions} sessions
 * @param {string} method
 * @param {string} url
 * @param {object} [body]
 * @returns {Promise<any>} the answer's JSON, null where there is none
 */
async function callAs(sessions, method, url, body) {
  const token = sessions.token();
  try {
    return await persist(async () => {
      const response = await call(method, url, { token, body });
      return response.status === 204 ? null : await response.json();
    });
  } catch (error) {
    const problem = asProblem(error);
    if (problem.status === 401) sessions.refused(token);
    throw problem;
  }
}

/** @param {Pick<Station, "shopId">} station @param {string} [rest] */
export const shopUrl = ({ shopId }, rest = "") => `/api/shops/${path(shopId)}${rest}`;

/** The most orders that the server lists at once. */
export const LIST_MAX = 200;

/** @param {Pick<Station, "shopId">} station @param {number} limit @returns {string} the orders that ended last */
export const endedUrl = ({ shopId }, limit) =>
  `/api/orders?shop_id=${path(shopId)}&active=false&limit=${limit}`;
