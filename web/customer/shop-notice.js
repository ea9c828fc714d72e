/** @import { Shop } from "../contract.js" */

import { currentLanguage, text } from "../catalogue.js";
import { html } from "../html.js";
import { shopState } from "../shop-state.js";
import { formatMoment } from "../time.js";
import { Notice } from "./announcing.js";

/** Whether a shop takes orders, in a word or two. @param {{shop: Shop}} props */
export function ShopBadge({ shop }) {
  const state = shopState(shop);
  return html`<span class="badge" data-state=${state}>${text(`shops.${state}`, { time: backAt(shop) })}</span>`;
}

/** Why a shop takes no orders just now. @param {{shop: Shop}} props */
export function ShopNotice({ shop }) {
  const state = shopState(shop);
  const words = state === "accepting" ? null : text(`shop.${state}`, { time: backAt(shop) });
  return html`<${Notice} words=${words} data-state=${state} />`;
}

/** @param {Shop} shop */
const backAt = ({ paused_until: until }) => (until ? formatMoment(until, currentLanguage()) : "");
