/** What the kitchen prints of an order: a ticket for the pass and the bag. */

/** @import { Dish, Order } from "../../contract.js" */

import { text } from "../../catalogue.js";
import { html } from "../../html.js";
import { canPrint, putOnPaper } from "./paper.js";
import { Slip } from "./slip.js";

export { canPrint } from "./paper.js";

/**
 * @param {Order} order
 * @param {{copies?: number, menu?: Dish[], timezone?: string}} [options] `timezone` is the device's unless it is said
 * @returns {Promise<void>} when it was printed, or nobody wanted it
 */
export function printOrder(order, { copies = 1, menu = [], timezone } = {}) {
  const slips = Array.from(
    { length: copies },
    () => html`<${Slip} order=${order} menu=${menu} timezone=${timezone} />`,
  );
  return putOnPaper(html`${slips}`, "ticket");
}

/** Prints an order's ticket; nothing where the browser cannot. @param {{order: Order, menu?: Dish[], timezone?: string}} props */
export function PrintButton({ order, menu, timezone }) {
  if (!canPrint()) return null;
  const label = text("print.order", { number: order.number });
  return html`
    <button type="button" class="print" aria-label=${label} onClick=${() => printOrder(order, { menu, timezone })}>
      ${text("print.print")}
    </button>`;
}
