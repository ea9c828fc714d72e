/** The orders that this page sends, one a shop: they go on whatever it shows meanwhile. */

import { callJson } from "../api.js";
import { openListeners } from "../listeners.js";
import { afterOrder } from "./basket.js";
import {
  attemptedShops,
  attemptOf,
  recallBasket,
  rememberBasket,
  rememberOrder,
} from "./memory.js";
import { openPlacing } from "./placing.js";
import { orderLink, parseRoute } from "./route.js";

/** By shop id. @type {Map<string, ReturnType<typeof openPlacing>>} */
const placings = new Map();
const { watch, tell } = openListeners();

/** Tells of a change to any of them. */
export const watchPlacings = watch;

/** @param {string} shopId */
export function placingOf(shopId) {
  const placing = placings.get(shopId) ?? open(shopId);
  placings.set(shopId, placing);
  return placing;
}

/** Goes on with what was not answered before, at any shop. */
export function resumeAll() {
  for (const shopId of attemptedShops()) placingOf(shopId).resume();
}

/** What its customer still has to hear of, by shop. */
export const unanswered = () => [...placings].filter(([, { state }]) => "attempt" in state);

/** @param {string} shopId */
function open(shopId) {
  const placing = openPlacing({
    ...attemptOf(shopId),
    post: (key, body) =>
      callJson("POST", "/api/orders", { body, headers: { "Idempotency-Key": key } }),
    onChange: tell,
    onPlaced(placed, isWanted) {
      const isNews = rememberOrder(placed);
      if (isNews && isWanted) {
        rememberBasket(shopId, afterOrder(recallBasket(shopId), placed.order.items));
      }
      if (isWanted && isAt(shopId)) {
        location.hash = orderLink(placed.order.id, placed.token);
        addEventListener("hashchange", placing.leave, { once: true });
      } else placing.leave();
      tell();
    },
  });
  return placing;
}

/** Whoever has gone on finds the order under their own. @param {string} shopId */
function isAt(shopId) {
  const route = parseRoute(location.hash);
  return route.view === "shop" && route.shopId === shopId;
}
