/** @import { Order } from "../../contract.js" */
/** @import { Action } from "./acting.js" */

import { text } from "../../catalogue.js";
import { html, useEffect, useRef } from "../../html.js";

/** @typedef {"too_busy" | "sold_out" | "closing" | "no_show" | "other"} Reason */

/** @type {Reason[]} */
const REASONS = ["too_busy", "sold_out", "closing", "other"];
const NOTE_LENGTH = 200;

/** Only what was ready can have been left behind, and mostly was. @param {Pick<Order, "status">} order @returns {Reason[]} */
export const reasonsFor = ({ status }) => (status === "ready" ? ["no_show", ...REASONS] : REASONS);

/**
 * Why an order is declined: a tap on the reason declines it. A word to its customer may be written before.
 *
 * @param {{order: Order, perform: (order: Order, action: Action, body: object) => void, onBack: () => void}} props
 */
export function Declining({ order, perform, onBack }) {
  const form = useRef(/** @type {HTMLFormElement | null} */ (null));
  useEffect(() => form.current?.querySelector("button")?.focus(), []);
  /** @param {string} reason */
  const decline = (reason) => {
    const note = String(new FormData(form.current ?? undefined).get("note")).trim();
    perform(order, "reject", { reason, ...(note && { note }) });
    onBack();
  };
  /** @param {KeyboardEvent} event */
  const leave = (event) => {
    if (event.key === "Escape") onBack();
  };
  return html`
    <form class="declining" ref=${form} onKeyDown=${leave} onSubmit=${(/** @type {Event} */ event) => event.preventDefault()}>
      <fieldset>
        <legend>${text("ticket.reject_why", { number: order.number })}</legend>
        <label>${text("ticket.reject_note")}<input name="note" maxlength=${NOTE_LENGTH} autocomplete="off" /></label>
        <div class="decline-reasons">
          ${reasonsFor(order).map(
            (reason) => html`
              <button type="button" key=${reason} class="danger" data-reason=${reason}
                onClick=${() => decline(reason)}>${text(`reason.${reason}`)}</button>`,
          )}
          <button type="button" class="back" onClick=${onBack}>${text("ticket.back")}</button>
        </div>
      </fieldset>
    </form>`;
}
