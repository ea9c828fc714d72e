/** The basket, who orders, and the sending of the order. */

/** @import { Shop } from "../contract.js" */
/** @import { Basket } from "./basket.js" */
/** @import { FieldName } from "./details.js" */

import { currentLanguage, text } from "../catalogue.js";
import { useWatch } from "../hooks.js";
import { html, useEffect, useRef, useState } from "../html.js";
import { formatMoney } from "../money.js";
import { Notice } from "./announcing.js";
import { itemsOf, price, totalOf } from "./basket.js";
import { aboutNote, complaintsOf, customerOf, severalLines } from "./details.js";
import { DetailsForm, recallDetails } from "./details-form.js";
import { Lines } from "./lines.js";
import { recallBasket } from "./memory.js";
import { isBusy } from "./placing.js";
import { PlacingNotice } from "./placing-notice.js";
import { placingOf, watchPlacings } from "./sending.js";
import { ShopNotice } from "./shop-notice.js";
import { summaryOf } from "./summary.js";

/**
 * @param {{shop: Shop, basket: Basket, onBasket: (basket: Basket) => void, isOffline: boolean, refresh: () => void}} props
 */
export function Checkout({ shop, basket, onBasket, isOffline, refresh }) {
  const [details, setDetails] = useState(recallDetails);
  const [checked, setChecked] = useState(/** @type {ReadonlySet<FieldName>} */ (new Set()));
  const { form, goToFirstWrong } = useFirstWrong();
  useWatch(watchPlacings);
  const placing = placingOf(shop.id);
  const { phase } = placing.state;
  useEffect(() => placing.resume(), [placing]);
  useEffect(() => {
    if (phase === "refused") refresh();
    if (phase === "placed") onBasket(recallBasket(shop.id));
  }, [phase]);
  // At the menu of a phone nobody has read a refusal yet.
  const isRead = useRef(false);
  useEffect(() => {
    isRead.current =
      phase === "refused" && (isRead.current || form.current?.getClientRects().length !== 0);
  });
  // What was refused has been seen to, or has become a notice of its own, or its reader goes.
  useEffect(
    () => () => {
      if (placing.state.phase === "refused" && isRead.current) placing.stop();
    },
    [basket, shop.accepting],
  );

  // Where the shop was known to be closed before the answer came, there is that notice already.
  useEffect(() => {
    const { state } = placing;
    const isClosed = state.phase === "refused" && state.problem.code === "shop_closed";
    if (isClosed && isRead.current && !shop.accepting) placing.stop();
  });

  const lines = price(basket, shop.menu ?? []);
  const total = totalOf(lines);
  const money = formatMoney(total, shop.currency, currentLanguage());
  const complaints = complaintsOf(details);
  const isMissing = lines.some(({ available }) => !available);
  const hasChanged = lines.some(({ available, was }) => available && was !== null);
  const isLocked = isBusy(placing.state);
  const isSending = phase === "sending" || phase === "placed";

  /** @param {Event} event */
  const submit = (event) => {
    event.preventDefault();
    if (!shop.accepting || isMissing || lines.length === 0 || isLocked) return;
    if (Object.values(complaints).some(Boolean) || lines.some(({ note }) => aboutNote(note))) {
      setChecked(new Set(/** @type {FieldName[]} */ (Object.keys(complaints))));
      goToFirstWrong();
      return;
    }
    const note = severalLines(details.note);
    const body = {
      shop_id: shop.id,
      items: itemsOf(lines),
      customer: customerOf(details),
      ...(note && { note }),
      expected_total: total,
    };
    placing.order(body, summaryOf(shop, lines, total));
  };

  return html`
    <section class="checkout card" id="checkout" aria-labelledby="basket">
      <h2 id="basket" tabindex="-1">${text("basket.title")}</h2>
      <form novalidate ref=${form} onSubmit=${submit} onKeyDown=${goOnByEnter}>
        ${lines.length === 0 && html`<p class="faint">${text("basket.empty")}</p>`}
        ${
          lines.length > 0 &&
          html`
            <fieldset disabled=${isLocked}>
              <${Lines} lines=${lines} shop=${shop} basket=${basket} onBasket=${onBasket} />
              <p class="total"><span>${text("basket.total")}</span> <strong data-testid="total">${money}</strong></p>
              <p class="hidden" role="status" data-testid="changed">${hasChanged && text("basket.changed")}</p>
              <${DetailsForm} details=${details} onDetails=${setDetails} complaints=${complaints} checked=${checked}
                onChecked=${(/** @type {FieldName} */ field) => setChecked(new Set([...checked, field]))} />
            </fieldset>`
        }
        <div class="send">
          <${PlacingNotice} placing=${placing} />
          ${
            lines.length > 0 &&
            html`
              <${Obstacle} shop=${shop} isMissing=${isMissing} isOffline=${isOffline && !isLocked} />
              <button class="primary wide" aria-disabled=${!shop.accepting || isMissing || isLocked}>
                ${text(isSending ? "form.sending" : "form.order", { total: money })}
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
    return html`<${Notice} words=${text("basket.missing")} data-testid="missing" />`;
  }
  if (!isOffline) return null;
  return html`<${Notice} words=${text("form.offline")} data-testid="offline" />`;
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
