/** A day hour by hour: two plots for the eye, and one table with every value. */

/** @import { Statistics } from "./day.js" */

import { currentLanguage, text } from "../../catalogue.js";
import { html } from "../../html.js";
import { decimalsOf, formatMoney } from "../../money.js";
import { wallClock } from "../business-day.js";
import { BarPlot } from "./plot.js";

/** @param {{statistics: Statistics}} props */
export function Hours({ statistics: { hours, timezone, currency } }) {
  const clock = wallClock(timezone);
  const hourOf = (/** @type {string} */ instant) => clock(instant).time.slice(0, "HH:MM".length);
  const money = (/** @type {number} */ amount) => formatMoney(amount, currency, currentLanguage());
  const begins = hours.map(({ begins_at }) => hourOf(begins_at));
  const counts = hours.map(({ orders }) => orders);
  const revenues = hours.map(({ revenue }) => revenue);
  return html`
    <section class="hours" aria-labelledby="hours-title">
      <h3 id="hours-title">${text("today.hours")}</h3>
      <div class="plots">
        <figure class="card" data-plot="orders">
          <figcaption>${text("today.orders")}</figcaption>
          <${BarPlot} values=${counts} hours=${begins} label=${text("today.orders_by_hour")}
            formatValue=${String} isCounted=${true} />
        </figure>
        <figure class="card" data-plot="revenue">
          <figcaption>${text("today.revenue")}</figcaption>
          <${BarPlot} values=${revenues} hours=${begins} label=${text("today.revenue_by_hour")}
            formatValue=${roundMoney(currency)} isCounted=${false} />
        </figure>
      </div>
      <details>
        <summary>${text("today.as_table")}</summary>
        <table class="plain" data-testid="hours">
          <thead>
            <tr>
              <th scope="col">${text("today.hour")}</th>
              <th scope="col">${text("today.orders")}</th>
              <th scope="col">${text("today.revenue")}</th>
            </tr>
          </thead>
          <tbody>
            ${hours.map(
              ({ begins_at, orders, revenue }) => html`
                <tr key=${begins_at}>
                  <th scope="row">${hourOf(begins_at)}</th><td>${orders}</td><td>${money(revenue)}</td>
                </tr>`,
            )}
          </tbody>
        </table>
      </details>
    </section>`;
}

/** Round sums of money, short enough for an axis. @param {string} currency */
function roundMoney(currency) {
  const format = new Intl.NumberFormat(currentLanguage(), {
    style: "currency",
    currency,
    currencyDisplay: "narrowSymbol",
    notation: "compact",
    minimumFractionDigits: 0,
  });
  const minor = 10 ** decimalsOf(currency);
  return (/** @type {number} */ amount) => format.format(amount / minor);
}
