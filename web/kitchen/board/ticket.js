/** One order on the board, readable from two metres, with what can be done with it. */

/** @import { TextKey } from "../../catalogue.js" */
/** @import { Dish, Order } from "../../contract.js" */
/** @import { Clock } from "./clock.js" */
/** @import { Pending } from "./pending.js" */
/** @import { Performing } from "./performing.js" */
/** @import { Column, Thresholds } from "./tickets.js" */

import { currentLanguage, problemText, text } from "../../catalogue.js";
import { html, useEffect, useRef } from "../../html.js";
import { formatMoney } from "../../money.js";
import { nameOf } from "../../names.js";
import { useTime } from "./clock.js";
import { Declining } from "./declining.js";
import { memo } from "./memo.js";
import { Actions } from "./ticket-actions.js";
import { Age, Due } from "./ticket-timing.js";
import { isLong, joined, urgency } from "./tickets.js";

/**
 * `timezone`: the shop's. `code`: of the problem for which the last action had no effect. `keyCap`: the key that stands for the ticket, null
 * where keys are not shown. `dishes` by their ids. `dishId`: the dish that is looked for. `language`: the reader's.
 * `chosen`: the minutes that were chosen by key.
 *
 * @typedef {{
 *   order: Order, verified: boolean, column: Column, pending: Pending | null, code: string | null, isNew: boolean,
 *   keyCap: number | null, isSelected: boolean, isDeclining: boolean, dishId: string | null, suggestion: number | null, chosen: number | null,
 *   canAct: boolean, thresholds: Thresholds, dishes: ReadonlyMap<string, Dish>, clock: Clock, performing: Performing,
 *   onSelect: (id: string | null) => void, onDecline: (id: string | null) => void, language: string, timezone: string | undefined,
 * }} TicketProps
 */

export const TicketCard = memo(Card);

/** @param {TicketProps} props */
function Card(props) {
  const { order, verified, pending, code, isNew, keyCap, isSelected, dishId, clock, thresholds } =
    props;
  const { performing, onSelect } = props;
  const element = useRef(/** @type {HTMLElement | null} */ (null));
  const shownUrgency = useTime(clock, (now) => urgency(order, now, thresholds));
  useEffect(() => {
    if (!isSelected) return;
    performing.touch(order.id);
    // A ticket that moves to another column is another element there. From anything else nothing takes the focus: it may have gone on.
    if (document.activeElement === document.body) element.current?.focus({ preventScroll: true });
  }, [isSelected]);
  useReturn(element, props.isDeclining);
  const hasDish = dishId !== null && order.items.some((item) => item.dish_id === dishId);
  return html`
    <li class="ticket card" ref=${element} tabindex="-1" data-order-id=${order.id} data-status=${order.status}
      data-version=${order.version} data-verified=${verified} data-received=${order.received_at !== null}
      data-urgency=${shownUrgency} data-new=${isNew} data-selected=${isSelected} data-long=${isLong(order)}
      data-pending=${pending?.action} data-sought=${dishId === null ? null : hasDish}
      onClick=${() => performing.touch(order.id)} onFocusIn=${() => onSelect(order.id)}>
      <header class="top-line">
        ${keyCap !== null && html`<kbd class="key-cap">${keyCap}</kbd>`}
        <strong class="number">${order.number}</strong>
        <${Age} order=${order} clock=${clock} urgency=${shownUrgency} isNew=${isNew} />
      </header>
      <${Due} order=${order} clock=${clock} timezone=${props.timezone} />
      ${!verified && html`<p class="notice">${text("ticket.unverified")}</p>`}
      ${order.note && html`<${Note} words=${order.note} />`}
      <${Items} order=${order} dishes=${props.dishes} dishId=${dishId} />
      <p class="who">
        <b>${order.customer.name}</b>${joined("", order.customer.telephone)}
        <span class="delivery">${joined("", order.customer.address, formatMoney(order.total, order.currency, currentLanguage()))}</span>
      </p>
      ${code && html`<p class="notice bad" role="alert" data-code=${code}>${problemText({ code })}</p>`}
      <${Doing} ...${props} />
    </li>`;
}

/** What opened the reasons has the focus again when they close. @param {{current: HTMLElement | null}} element @param {boolean} isDeclining */
function useReturn(element, isDeclining) {
  const was = useRef(isDeclining);
  useEffect(() => {
    const opener = /** @type {HTMLElement | null | undefined} */ (
      element.current?.querySelector("[data-action=reject]")
    );
    if (was.current && !isDeclining) (opener ?? element.current)?.focus({ preventScroll: true });
    was.current = isDeclining;
  }, [isDeclining]);
}

/** The reader must not miss it: it may be an allergy. @param {{words: string}} props */
function Note({ words }) {
  return html`
    <p class="note"><b><i aria-hidden="true"></i>${text("ticket.note")}</b> ${words}</p>`;
}

/** @param {{order: Order, dishes: ReadonlyMap<string, Dish>, dishId: string | null}} props */
function Items({ order, dishes, dishId }) {
  return html`
    <ul class="items">
      ${order.items.map((item) => {
        const named = item.names ? item : (dishes.get(item.dish_id) ?? item);
        return html`
          <li class="item" data-sought=${item.dish_id === dishId}>
            <b class="quantity">${item.quantity}</b><span>${nameOf(named)}</span>
            ${item.note && html`<${Note} words=${item.note} />`}
          </li>`;
      })}
    </ul>`;
}

/** @param {TicketProps} props */
function Doing(props) {
  const { order, column, pending, suggestion, chosen, canAct, isDeclining, performing, onDecline } =
    props;
  if (!canAct) return null;
  if (pending?.action === "reject") {
    return html`<p class="doing" key="doing">${text("ticket.declining", { reason: text(/** @type {TextKey} */ (`reason.${pending.body.reason}`)) })}</p>`;
  }
  if (isDeclining && !pending) {
    return html`
      <${Declining} key="declining" order=${order} perform=${performing.perform} onBack=${() => onDecline(null)} />`;
  }
  return html`
    ${pending && html`<p class="doing" key="doing" role="status">${text("ticket.busy")}</p>`}
    <${Actions} key="actions" order=${order} column=${column} pending=${pending} suggestion=${suggestion} chosen=${chosen} timezone=${props.timezone}
      run=${(/** @type {any} */ action, /** @type {any} */ body) => performing.perform(order, action, body)}
      onDecline=${() => onDecline(order.id)} />`;
}
