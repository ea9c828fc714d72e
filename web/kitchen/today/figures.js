/** A day in figures: its orders and what they brought, how they ended, how long it took, and dish by dish. */

/** @import { Seconds, Statistics } from "./day.js" */

import { currentLanguage, text } from "../../catalogue.js";
import { html } from "../../html.js";
import { formatMoney } from "../../money.js";
import { nameOf } from "../../names.js";
import { formatDuration } from "./days.js";
import { reasonText } from "./reasons.js";

/** @param {{statistics: Statistics}} props */
export function Figures({ statistics }) {
  const { orders, accepted, completed, revenue, currency, rejected, cancelled } = statistics;
  return html`
    <dl class="figures">
      <${Figure} name="orders" label=${text("today.orders")} value=${orders} />
      <${Figure} name="accepted" label=${text("today.accepted")} value=${accepted}>
        ${text("today.completed", { count: completed })}
      <//>
      <${Figure} name="revenue" label=${text("today.revenue")}
        value=${formatMoney(revenue, currency, currentLanguage())} />
      <${Figure} name="rejected" label=${text("today.rejected")} value=${sumOf(rejected)}>
        <${Reasons} counts=${rejected} />
      <//>
      <${Figure} name="cancelled" label=${text("today.cancelled")} value=${sumOf(cancelled)}>
        <${Reasons} counts=${cancelled} />
      <//>
      <${Took} name="accept" label=${text("today.to_accept")} seconds=${statistics.accept_seconds} />
      <${Took} name="ready" label=${text("today.to_ready")} seconds=${statistics.ready_seconds} />
    </dl>`;
}

/** @param {{name: string, label: string, value: string | number, children?: any}} props */
function Figure({ name, label, value, children }) {
  return html`
    <div class="figure card" data-figure=${name}>
      <dt>${label}</dt>
      <dd class="value">${value}</dd>
      ${children && html`<dd class="more">${children}</dd>`}
    </div>`;
}

/** @param {{counts: Record<string, number>}} props */
function Reasons({ counts }) {
  return html`
    <ul>
      ${Object.entries(counts).map(
        ([reason, count]) => html`
          <li data-reason=${reason}>${text("today.reason_count", { reason: reasonText(reason), count })}</li>`,
      )}
    </ul>`;
}

/** Half of the orders and nine of ten: an average would hide those that waited long. @param {{name: string, label: string, seconds: Seconds}} props */
function Took({ name, label, seconds: { median, p90 } }) {
  return html`
    <${Figure} name=${name} label=${label} value=${formatDuration(median)}>
      ${median !== null && html`${text("today.nine_of_ten", { time: formatDuration(p90) })}`}
    <//>`;
}

/** @param {Record<string, number>} counts */
const sumOf = (counts) => Object.values(counts).reduce((sum, count) => sum + count, 0);

/** @param {{statistics: Statistics}} props */
export function SoldDishes({ statistics: { dishes, currency } }) {
  if (dishes.length === 0) return null;
  return html`
    <section class="sold" aria-labelledby="sold-title">
      <h3 id="sold-title">${text("today.sold")}</h3>
      <table class="plain card" data-testid="sold">
        <thead>
          <tr>
            <th scope="col">${text("today.dish")}</th>
            <th scope="col">${text("today.quantity")}</th>
            <th scope="col">${text("today.revenue")}</th>
          </tr>
        </thead>
        <tbody>
          ${dishes.map(
            (dish) => html`
              <tr key=${dish.dish_id} data-dish-id=${dish.dish_id}>
                <th scope="row">${nameOf(dish)}</th>
                <td>${dish.quantity}</td>
                <td>${formatMoney(dish.revenue, currency, currentLanguage())}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </section>`;
}
