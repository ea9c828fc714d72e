/** The number, the sentences and the steps of an order as a reader sees them. */

/** @import { Order } from "../contract.js" */
/** @import { Sentence } from "./headline.js" */

import { currentLanguage, text } from "../catalogue.js";
import { html } from "../html.js";
import { formatMoment } from "../time.js";
import { stateKey } from "./headline.js";
import { progress } from "./progress.js";

/** @param {Sentence} sentence */
export function say({ key, minutes = 0, at }) {
  return text(key, { minutes, time: at ? formatMoment(at, currentLanguage()) : "" });
}

/** How an order stands, for who hears the page. @param {Order} order */
export function announcement(order) {
  const { number, status, promised_at: at } = order;
  const values = { number, state: text(stateKey(order)) };
  if (status !== "accepted" || !at) return text("order.announcement", values);
  const time = formatMoment(at, currentLanguage());
  return text("order.announcement_promised", { ...values, time });
}

/** What is called out at the counter. @param {{number: string, shopName: string}} props */
export function Called({ number, shopName }) {
  return html`
    <h1 class="called" tabindex="-1">
      <span class="faint">${text("order.number")}</span>
      <span class="number" data-testid="number">${number}</span>
      <span class="shop-name">${text("order.at", { shop: shopName })}</span>
    </h1>`;
}

/** @param {{order: Order}} props */
export function Steps({ order }) {
  const steps = progress(order);
  const last = steps.filter(({ done }) => done).at(-1);
  return html`
    <ol class="progress">
      ${steps.map(
        (step) => html`
          <li key=${step.stage} data-stage=${step.stage} data-done=${step.done}
            aria-current=${step === last ? "step" : null}>
            <span>${text(step.key)}</span>
            ${
              step.at
                ? html`<time datetime=${step.at}>${formatMoment(step.at, currentLanguage())}</time>`
                : html`<span class="hidden">${text("order.to_come")}</span>`
            }
          </li>`,
      )}
    </ol>`;
}
