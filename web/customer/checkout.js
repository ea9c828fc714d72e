/** The basket, who orders, and the sending of the order. */

/** @import { Shop } from "../contract.js" */
/** @import { Basket } from "./basket.js" */
/** @import { FieldName } from "./details.js" */
/** @import { Placing } from "./placing.js" */

import { callJson } from "../api.js";
import { currentLanguage, text } from "../catalogue.js";
import { html, useEffect, useMemo, useRef, useState } from "../html.js";
import { formatMoney } from "../money.js";
import { afterOrder, itemsOf, price, totalOf } from "./basket.js";
import { aboutNote, complaintsOf, customerOf, severalLines } from "./details.js";
import { DetailsForm, recallDetails } from "./details-form.js";
import { Lines } from "./lines.js";
import { attemptOf, recallBasket, rememberBasket, rememberOrder } from "./memory.js";
import { openPlacing } from "./placing.js";
import { PlacingNotice } from "./placing-notice.js";
import { orderLink } from "./route.js";
import { ShopNotice } from "./shop-notice.js";

/** @type {Placing} */
const QUIET = { phase: "idle", problem: null };

/**
 * @param {{shop: Shop, basket: Basket, onBasket: (basket: Basket) => void, isOffline: boolean, refresh: () => void}} props
 */
export function Checkout({ shop, basket, onBasket, isOffline, refresh }) {
  const [details, setDetails] = useState(recallDetails);
  const [checked, setChecked] = useState(/** @type {ReadonlySet<FieldName>} */ (new Set()));
  const [state, setState] = useState(QUIET);
  const placing = usePlacing(shop, setState, refresh);
  const { form, goToFirstWrong } = useFirstWrong();
  // What was refused has been seen to, or has become a notice of its own.
  useEffect(
    () => setState((now) => (now.phase === "idle" ? QUIET : now)),
    [basket, shop.accepting],
  );

  const lines = price(basket, shop.menu ?? []);
  const total = totalOf(lines);
  const money = formatMoney(total, shop.currency, currentLanguage());
  const complaints = complaintsOf(details);
  const isMissing = lines.some(({ available }) => !available);
  const hasChanged = lines.some(({ available, was }) => available && was !== null);
  const isBusy = state.phase !== "idle";

  /** @param {Event} event */
  const submit = (event) => {
    event.preventDefault();
    if (!shop.accepting || isMissing || lines.length === 0 || isBusy) return;
    if (Object.values(complaints).some(Boolean) || lines.some(({ note }) => aboutNote(note))) {
      setChecked(new Set(/** @type {FieldName[]} */ (Object.keys(complaints))));
      goToFirstWrong();
      return;
    }
    const note = severalLines(details.note);
    placing.order({
      shop_id: shop.id,
      items: itemsOf(lines),
      customer: customerOf(details),
      ...(note && { note }),
      expected_total: total,
    });
  };

  return html`
    <section class="checkout card" id="checkout" aria-labelledby="basket">
      <h2 id="basket" tabindex="-1">${text("basket.title")}</h2>
      <form novalidate ref=${form} onSubmit=${submit} onKeyDown=${goOnByEnter}>
        ${lines.length === 0 && html`<p class="faint">${text("basket.empty")}</p>`}
        ${
          lines.length > 0 &&
          html`
            <fieldset disabled=${isBusy}>
              <${Lines} lines=${lines} shop=${shop} basket=${basket} onBasket=${onBasket} />
              <p class="total"><span>${text("basket.total")}</span> <strong data-testid="total">${money}</strong></p>
              <p class="hidden" role="status" data-testid="changed">${hasChanged && text("basket.changed")}</p>
              <${DetailsForm} details=${details} onDetails=${setDetails} complaints=${complaints} checked=${checked}
                onChecked=${(/** @type {FieldName} */ field) => setChecked(new Set([...checked, field]))} />
            </fieldset>`
        }
        <div class="send">
          <${PlacingNotice} state=${state} shop=${shop} placing=${placing} />
          ${
            lines.length > 0 &&
            html`
              <${Obstacle} shop=${shop} isMissing=${isMissing} isOffline=${isOffline && !isBusy} />
              <button class="primary wide" aria-disabled=${!shop.accepting || isMissing || isBusy}>
                ${text(state.phase === "sending" ? "form.sending" : "form.order", { total: money })}
              </button>`
          }
        </div>
      </form>
    </section>`;
}

/**
 * The first reason why an order cannot be sent, or not at once.
 *
 * @param {{shop: Shop, isMissing: boolean, isOffline: boolean}} props
 */
function Obstacle({ shop, isMissing, isOffline }) {
  if (!shop.accepting) return html`<${ShopNotice} shop=${shop} />`;
  if (isMissing) {
    return html`<p class="notice" role="status" data-testid="missing">${text("basket.missing")}</p>`;
  }
  if (!isOffline) return null;
  return html`<p class="notice" role="status" data-testid="offline">${text("form.offline")}</p>`;
}

/** @param {Shop} shop @param {(state: Placing) => void} onState @param {() => void} refresh */
function usePlacing({ id }, onState, refresh) {
  const isShown = useRef(false);
  const placing = useMemo(
    () =>
      openPlacing({
        ...attemptOf(id),
        post: (key, body) =>
          callJson("POST", "/api/orders", { body, headers: { "Idempotency-Key": key } }),
        onChange(changed) {
          onState(changed);
          if (changed.phase === "idle" && changed.problem) refresh();
        },
        onPlaced(placed) {
          if (rememberOrder(placed)) {
            rememberBasket(id, afterOrder(recallBasket(id), placed.order.items));
          }
          if (isShown.current) location.hash = orderLink(placed.order.id, placed.token);
        },
      }),
    [id],
  );
  useEffect(() => {
    isShown.current = true;
    placing.resume();
    return () => {
      isShown.current = false;
      placing.close();
    };
  }, [placing]);
  return placing;
}

/** The way to the first field that is wrong, once it has been drawn as such. */
function useFirstWrong() {
  /** @type {{current: HTMLFormElement | null}} */
  const form = useRef(null);
  const [tries, setTries] = useState(0);
  useEffect(() => {
    if (tries === 0) return;
    /** @type {HTMLElement | null | undefined} */
    const wrong = form.current?.querySelector("[aria-invalid=true]");
    wrong?.focus();
  }, [tries]);
  return { form, goToFirstWrong: () => setTries(tries + 1) };
}

/**
 * Only the button orders: Enter, which is easily pressed, goes on to the next field.
 *
 * @param {any} event
 */
function goOnByEnter(event) {
  const { key, isComposing, target, currentTarget } = event;
  if (key !== "Enter" || isComposing || target.localName !== "input") return;
  event.preventDefault();
  const fields = [...currentTarget.querySelectorAll("input, textarea, button.primary")];
  fields[fields.indexOf(target) + 1]?.focus();
}
