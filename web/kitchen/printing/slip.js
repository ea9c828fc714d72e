/** An order on 80 mm paper: what is to be cooked first and large, then for whom. */

/** @import { Dish, Names, Order } from "../../contract.js" */

import { currentLanguage, text } from "../../catalogue.js";
import { html } from "../../html.js";
import { formatMoney } from "../../money.js";
import { nameOf, withNames } from "../../names.js";
import { formatClock, formatDate } from "../../time.js";

/** Of an id, its end differs most between orders of one evening. */
const SHORT_ID_LENGTH = 8;

/** A triangle with an exclamation mark in it. */
const SIGN = "M12 0 24 22H0zM10.6 7.5 11 15h2l.4-7.5zM10.8 16.8v2.4h2.4v-2.4z";

/** @param {string} id */
export const shortId = (id) => id.slice(-SHORT_ID_LENGTH);

/**
 * @param {{name: string, names?: Names}} named
 * @param {string} language the reader's
 * @returns {string[]} the name in that language, then what it is called in others
 */
export function allNames(named, language) {
  const first = nameOf(named, language);
  return [...new Set([first, ...Object.values(named.names ?? {})])];
}

/** @param {{order: Order, menu: Dish[], timezone?: string}} props */
export function Slip({ order, menu, timezone }) {
  const language = currentLanguage();
  const { customer, placed_at, promised_at } = order;
  const clock = (/** @type {string} */ instant) => formatClock(instant, language, timezone);
  return html`
    <article class="slip" data-order-id=${order.id} lang=${language}>
      <p class="shop">${order.shop_name}</p>
      <p class="number">${order.number}</p>
      <p class="times">
        ${text("print.placed", { date: formatDate(placed_at, language, timezone), time: clock(placed_at) })}
      </p>
      ${promised_at && html`<p class="promised">${text("print.promised", { time: clock(promised_at) })}</p>`}
      <ul class="dishes">
        ${order.items.map((item) => html`<${Line} item=${item} menu=${menu} language=${language} />`)}
      </ul>
      ${order.note && html`<${Note} words=${order.note} />`}
      <p class="sum">
        <span>${text("print.total")}</span><b>${formatMoney(order.total, order.currency, language)}</b>
      </p>
      <p class="customer">
        <b>${customer.name}</b><span>${customer.telephone}</span><span>${customer.address}</span>
      </p>
      <p class="id">${shortId(order.id)}</p>
    </article>`;
}

/** @param {{item: Order["items"][number], menu: Dish[], language: string}} props */
function Line({ item, menu, language }) {
  const [name, ...others] = allNames(withNames(item, menu), language);
  return html`
    <li>
      <b class="portions">${item.quantity}</b>
      <span class="dish">${name}${others.map((other) => html`<small>${other}</small>`)}</span>
      ${item.note && html`<${Note} words=${item.note} />`}
    </li>`;
}

/** It may be an allergy: a sign and a word before it, drawn so that it is printed also without backgrounds. @param {{words: string}} props */
function Note({ words }) {
  return html`
    <p class="boxed">
      <svg viewBox="0 0 24 22" aria-hidden="true"><path fill-rule="evenodd" d=${SIGN} /></svg>
      ${text("ticket.note")} · ${words}
    </p>`;
}
