/** The basket with its notes, who orders, and the sending of the order. */

/** @import { Customer, Shop } from "../contract.js" */
/** @import { Basket, PricedLine } from "./basket.js" */
/** @import { Placing } from "./placing.js" */

import { callJson } from "../api.js";
import { currentLanguage, text } from "../catalogue.js";
import { html, useEffect, useMemo, useState } from "../html.js";
import { formatMoney } from "../money.js";
import { annotate, change, itemsOf, price, totalOf } from "./basket.js";
import {
  attemptOf,
  recallCustomer,
  rememberBasket,
  rememberCustomer,
  rememberOrder,
} from "./memory.js";
import { openPlacing } from "./placing.js";
import { PlacingNotice } from "./placing-notice.js";
import { orderLink } from "./route.js";

/** Texts are no longer than the contract allows. */
const LENGTHS = { name: 80, address: 200, telephone: 32, note: 200 };

/** @param {{shop: Shop, basket: Basket, onBasket: (basket: Basket) => void, refresh: () => void}} props */
export function Checkout({ shop, basket, onBasket, refresh }) {
  const [customer, setCustomer] = useState(recallCustomer);
  const [note, setNote] = useState("");
  const [state, setState] = useState(/** @type {Placing} */ ({ phase: "idle", problem: null }));
  const placing = useMemo(
    () =>
      openPlacing({
        ...attemptOf(shop.id),
        post: (key, body) =>
          callJson("POST", "/api/orders", { body, headers: { "Idempotency-Key": key } }),
        onChange(changed) {
          setState(changed);
          if (changed.phase === "idle" && changed.problem) refresh();
        },
        onPlaced(placed) {
          rememberOrder(placed);
          rememberBasket(shop.id, {});
          location.hash = orderLink(placed.order.id, placed.token);
        },
      }),
    [shop.id],
  );
  useEffect(() => {
    placing.resume();
    return placing.close;
  }, [placing]);

  const lines = price(basket, shop.menu ?? []);
  const total = totalOf(lines);
  const money = formatMoney(total, shop.currency, currentLanguage());
  const orderable = shop.accepting && lines.length > 0 && lines.every(({ dish }) => dish);

  /** @param {Event} event */
  const submit = (event) => {
    event.preventDefault();
    if (!orderable || state.phase !== "idle") return;
    rememberCustomer(customer);
    placing.order({
      shop_id: shop.id,
      items: itemsOf(lines),
      customer,
      ...(note.trim() && { note: note.trim() }),
      expected_total: total,
    });
  };

  /** @param {keyof Customer} field @param {string} autocomplete @param {string} type */
  const field = (field, autocomplete, type = "text") => html`
    <label>${text(`form.${field}`)}
      <input name=${field} type=${type} autocomplete=${autocomplete} required maxlength=${LENGTHS[field]}
        value=${customer[field]}
        onInput=${(/** @type {any} */ { target }) => setCustomer({ ...customer, [field]: target.value })} />
    </label>`;

  return html`
    <section class="checkout card" id="checkout" aria-labelledby="basket">
      <h2 id="basket">${text("basket.title")}</h2>
      <form onSubmit=${submit}>
        <fieldset disabled=${state.phase !== "idle"}>
          <${Lines} lines=${lines} shop=${shop} basket=${basket} onBasket=${onBasket} />
          ${lines.length > 0 && html`<p class="total"><span>${text("basket.total")}</span> <strong data-testid="total">${money}</strong></p>`}
          ${field("name", "name")} ${field("telephone", "tel", "tel")} ${field("address", "street-address")}
          <label>${text("form.note")} <span class="faint">(${text("form.optional")})</span>
            <textarea name="note" rows="2" maxlength=${LENGTHS.note} value=${note}
              onInput=${(/** @type {any} */ { target }) => setNote(target.value)}></textarea>
          </label>
        </fieldset>
        <${PlacingNotice} state=${state} shop=${shop} placing=${placing} />
        <button class="primary wide" disabled=${!orderable || state.phase !== "idle"}>
          ${text(state.phase === "sending" ? "form.sending" : "form.order", { total: money })}
        </button>
      </form>
    </section>`;
}

/** @param {{lines: PricedLine[], shop: Shop, basket: Basket, onBasket: (basket: Basket) => void}} props */
function Lines({ lines, shop, basket, onBasket }) {
  if (lines.length === 0) return html`<p class="faint">${text("basket.empty")}</p>`;
  const gone = lines.filter(({ dish }) => !dish);
  const takeOut = () =>
    onBasket(
      gone.reduce(
        (kept, { dishId, name, quantity }) => change(kept, { id: dishId, name }, -quantity),
        basket,
      ),
    );
  return html`
    <ul class="lines">
      ${lines.map(({ dishId, name, dish, quantity, note }) => {
        return html`
          <li key=${dishId} data-dish-id=${dishId} data-available=${dish !== null}>
            <span>${text("menu.quantity", { quantity, dish: name })}</span>
            <span class="price">
              ${dish ? formatMoney(dish.price * quantity, shop.currency, currentLanguage()) : text("basket.gone")}
            </span>
            <input aria-label=${text("basket.line_note", { dish: name })} placeholder=${text("basket.line_note", { dish: name })}
              maxlength=${LENGTHS.note} value=${note}
              onInput=${(/** @type {any} */ { target }) => onBasket(annotate(basket, dishId, target.value))} />
          </li>`;
      })}
    </ul>
    ${gone.length > 0 && html`<button type="button" onClick=${takeOut}>${text("basket.take_out")}</button>`}`;
}
