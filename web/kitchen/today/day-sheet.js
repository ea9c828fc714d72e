/** All orders of a day on paper, as they came: one line each on A4, and the same narrower on a roll. */

/** @import { Order, Shop } from "../../contract.js" */
/** @import { Paper } from "../printing/paper.js" */

import { currentLanguage, text } from "../../catalogue.js";
import { html } from "../../html.js";
import { formatMoney } from "../../money.js";
import { itemName, nameOf } from "../../names.js";
import { formatClock } from "../../time.js";
import { putOnPaper } from "../printing/paper.js";
import { formatDay } from "./days.js";
import { reasonOf } from "./reasons.js";

/** @typedef {{orders: Order[], day: string, shop: Shop}} Day */

/** Those that the kitchen took on and did not give up. */
const SOLD = ["accepted", "ready", "completed"];

/** @param {Order[]} orders @returns {number} as the day's figures count it, in minor units */
export const revenueOf = (orders) =>
  orders.reduce((sum, { status, total }) => sum + (SOLD.includes(status) ? total : 0), 0);

/** @param {Day} day @param {Extract<Paper, "list-page" | "list-roll">} paper @returns {Promise<void>} */
export const printDay = (day, paper) => putOnPaper(html`<${DaySheet} ...${day} />`, paper);

/** @param {Day} props */
function DaySheet({ orders, day, shop }) {
  const language = currentLanguage();
  const clock = (/** @type {string} */ instant) => formatClock(instant, language, shop.timezone);
  return html`
    <article class="day-sheet" lang=${language}>
      <h2>${nameOf(shop)}</h2>
      <p>${formatDay(day, language)}</p>
      <table>
        <thead>
          <tr>
            <th scope="col">${text("csv.number")}</th>
            <th scope="col">${text("csv.placed")}</th>
            <th scope="col">${text("csv.items")}</th>
            <th scope="col" class="for">${text("csv.name")}</th>
            <th scope="col">${text("csv.status")}</th>
            <th scope="col">${text("csv.total")}</th>
          </tr>
        </thead>
        <tbody>
          ${orders.map(
            (order) => html`
              <tr>
                <th scope="row">${order.number}</th>
                <td class="time">${clock(order.placed_at)}</td>
                <td>${order.items.map((item) => text("menu.quantity", { quantity: item.quantity, dish: itemName(item, shop.menu ?? []) })).join(", ")}</td>
                <td class="for">${order.customer.name}</td>
                <td>${[text(`state.${order.status}`), reasonOf(order)].filter(Boolean).join(": ")}</td>
                <td class="sum">${formatMoney(order.total, order.currency, language)}</td>
              </tr>`,
          )}
        </tbody>
      </table>
      <p class="sums">
        <span>${text("print.count", { count: orders.length })}</span>
        <span>${text("today.revenue")}${" "}${formatMoney(revenueOf(orders), shop.currency, language)}</span>
      </p>
    </article>`;
}
