/** Sentences and steps of an order as a reader sees them. */

/** @import { Order } from "../contract.js" */
/** @import { Sentence } from "./headline.js" */

import { currentLanguage, text } from "../catalogue.js";
import { html } from "../html.js";
import { formatMoment } from "../time.js";
import { progress } from "./progress.js";

/** @param {Sentence} sentence */
export function say({ key, minutes = 0, at }) {
  return text(key, { minutes, time: at ? formatMoment(at, currentLanguage()) : "" });
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
