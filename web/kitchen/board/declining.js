/** @import { Order } from "../../contract.js" */
/** @import { Action } from "./acting.js" */

import { text } from "../../catalogue.js";
import { html, useLayoutEffect, useRef } from "../../html.js";
import { commandOf, isTaken } from "./keys.js";

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
  const reasons = reasonsFor(order);
  const form = useRef(/** @type {HTMLFormElement | null} */ (null));
  // With the drawing: the number of a reason may be pressed at once.
  useLayoutEffect(() => form.current?.querySelector("button")?.focus(), []);
  /** @param {string} reason */
  const decline = (reason) => {
    const note = String(new FormData(form.current ?? undefined).get("note")).trim();
    perform(order, "reject", { reason, ...(note && { note }) });
    onBack();
  };
  /** @param {KeyboardEvent} event */
  const press = (event) => {
    if (event.key === "Escape") onBack();
    if (commandOf(event, false) !== "select" || isTaken(event.key, event.target)) return;
    // No ticket is meant by a number while it stands for a reason.
    event.preventDefault();
    const reason = reasons[Number(event.key) - 1];
    if (reason) decline(reason);
  };
  return html`
    <form class="declining" ref=${form} onKeyDown=${press} onSubmit=${(/** @type {Event} */ event) => event.preventDefault()}>
      <fieldset>
        <legend>${text("ticket.reject_why", { number: order.number })}</legend>
        <label>${text("ticket.reject_note")}<input name="note" maxlength=${NOTE_LENGTH} autocomplete="off" /></label>
        <div class="decline-reasons">
          ${reasons.map(
            (reason, at) => html`
              <button type="button" key=${reason} class="danger" data-reason=${reason}
                onClick=${() => decline(reason)}><kbd class="key-cap" aria-hidden="true">${at + 1}</kbd>
                <span>${text(`reason.${reason}`)}</span></button>`,
          )}
          <button type="button" class="back" onClick=${onBack}>${text("ticket.back")}</button>
        </div>
      </fieldset>
    </form>`;
}
