/** All orders of a day, the newest first: a table on a wide screen, cards on a phone. */

/** @import { Dish, Order, Shop } from "../../contract.js" */

import { currentLanguage, text } from "../../catalogue.js";
import { html, useMemo, useState } from "../../html.js";
import { formatMoney } from "../../money.js";
import { itemName } from "../../names.js";
import { formatClock } from "../../time.js";
import { PrintButton } from "../printing/printing.js";
import { reasonOf } from "./reasons.js";

/** A tablet draws so many rows at once without a pause that one notices; a phone's cards are long. */
const ROWS_AT_FIRST = 200;
const CARDS_AT_FIRST = 20;
/** As in today.css. */
const CARDS = "(max-width: 899px)";

/**
 * @param {Order[]} orders
 * @param {string} query what somebody typed: the beginning of a number, or a part of a name
 * @returns {Order[]}
 */
export function matching(orders, query) {
  const wanted = folded(query);
  return orders.filter(
    ({ number, customer }) =>
      folded(number).startsWith(wanted) || folded(customer.name).includes(wanted),
  );
}

/** @param {string} written */
const folded = (written) => written.normalize("NFKC").trim().toLowerCase();

/** @param {{orders: Order[], shop: Shop}} props */
export function DayList({ orders, shop: { timezone, menu } }) {
  const [query, setQuery] = useState("");
  const [isAllShown, setAllShown] = useState(false);
  const found = useMemo(() => matching(orders, query).reverse(), [orders, query]);
  const shown = isAllShown
    ? found
    : found.slice(0, matchMedia(CARDS).matches ? CARDS_AT_FIRST : ROWS_AT_FIRST);
  const language = currentLanguage();
  // Drawn anew only with other orders, not with every second that passes.
  const rows = useMemo(
    () =>
      shown.map(
        (order) =>
          html`<${Row} key=${order.id} order=${order} menu=${menu ?? []} timezone=${timezone} />`,
      ),
    [found, shown.length, language, timezone, menu],
  );
  return html`
    <label class="search">
      ${text("today.search")}
      <input type="search" name="search" autocomplete="off" value=${query}
        onInput=${(/** @type {any} */ { target }) => setQuery(target.value)} />
    </label>
    <p class="faint" role="status" data-testid="found">${text("today.found", { count: found.length, all: orders.length })}</p>
    <table class="day-list" role="table" aria-labelledby="list-title">
      <thead role="rowgroup">
        <tr role="row">
          ${HEADINGS().map((heading) => html`<th role="columnheader" scope="col">${heading}</th>`)}
          <th role="columnheader" scope="col"><span class="hidden">${text("print.print")}</span></th>
        </tr>
      </thead>
      <tbody role="rowgroup">${rows}</tbody>
    </table>
    ${
      shown.length < found.length &&
      html`
        <button type="button" class="wide" onClick=${() => setAllShown(true)}>
          ${text("today.show_all", { count: found.length })}
        </button>`
    }`;
}

const HEADINGS = () => [
  text("csv.number"),
  text("csv.placed"),
  text("csv.name"),
  text("csv.items"),
  text("csv.total"),
  text("csv.status"),
  text("today.times"),
];

/** @param {{order: Order, menu: Dish[], timezone: string}} props */
function Row({ order, menu, timezone }) {
  const [number, placed, name, items, total, status, times] = HEADINGS();
  const clock = (/** @type {string} */ instant) =>
    formatClock(instant, currentLanguage(), timezone);
  const reason = [reasonOf(order), order.closed_note].filter(Boolean).join(" · ");
  return html`
    <tr role="row" data-order-id=${order.id} data-status=${order.status}>
      <th role="rowheader" scope="row" data-label=${number}>${order.number}</th>
      <td role="cell" data-label=${placed}>${clock(order.placed_at)}</td>
      <td role="cell" data-label=${name}>
        ${order.customer.name}${order.customer.telephone && html`<span class="more">${order.customer.telephone}</span>`}
      </td>
      <td role="cell" class="ordered" data-label=${items}>
        ${order.items.map(
          (item) => html`
            <span class="line">${text("menu.quantity", { quantity: item.quantity, dish: itemName(item, menu) })}</span>`,
        )}
      </td>
      <td role="cell" class="price" data-label=${total}>
        ${formatMoney(order.total, order.currency, currentLanguage())}
      </td>
      <td role="cell" data-label=${status}>
        <span class="stage">${text(`state.${order.status}`)}</span>
        ${reason && html`<span class="more">${reason}</span>`}
      </td>
      <td role="cell" class="times" data-label=${times}>
        ${timesOf(order).map(
          ([label, instant]) =>
            html`<span class="line">${text(label, { time: clock(instant) })}</span>`,
        )}
      </td>
      <td role="cell"><${PrintButton} order=${order} menu=${menu} timezone=${timezone} /></td>
    </tr>`;
}

/** @typedef {"time.accepted" | "time.ready" | "time.completed"} TimeKey */

/** When something was done with it. @param {Order} order @returns {[TimeKey, string][]} */
function timesOf({ accepted_at, ready_at, completed_at }) {
  /** @type {[TimeKey, string | null][]} */
  const times = [
    ["time.accepted", accepted_at],
    ["time.ready", ready_at],
    ["time.completed", completed_at],
  ];
  return times.flatMap(([label, instant]) => (instant ? [[label, instant]] : []));
}
