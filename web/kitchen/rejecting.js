/** @import { Order } from "../contract.js" */
/** @import { Perform } from "./ticket.js" */

import { text } from "../catalogue.js";
import { html } from "../html.js";

/** @type {("too_busy" | "sold_out" | "closing" | "no_show" | "other")[]} */
const REASONS = ["too_busy", "sold_out", "closing", "no_show", "other"];
const NOTE_LENGTH = 200;

/**
 * Why an order is declined, and a word to its customer.
 *
 * @param {{order: Order, isBusy: boolean, run: Perform, onBack: () => void}} props
 */
export function Rejecting({ order, isBusy, run, onBack }) {
  /** @param {SubmitEvent & {currentTarget: HTMLFormElement}} event */
  const submit = (event) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const note = String(form.get("note")).trim();
    run("reject", { reason: form.get("reason"), ...(note && { note }) });
  };
  const likely = order.status === "ready" ? "no_show" : "too_busy";
  return html`
    <form class="rejecting" onSubmit=${submit}>
      <fieldset disabled=${isBusy}>
        <legend>${text("ticket.reject_why")}</legend>
        ${REASONS.map(
          (reason) => html`
            <label class="choice">
              <input type="radio" name="reason" value=${reason} defaultChecked=${reason === likely} />
              ${text(`reason.${reason}`)}
            </label>`,
        )}
        <label>${text("ticket.reject_note")}<input name="note" maxlength=${NOTE_LENGTH} /></label>
        <div class="actions">
          <button class="danger">${text("ticket.reject_now")}</button>
          <button type="button" onClick=${onBack}>${text("ticket.back")}</button>
        </div>
      </fieldset>
    </form>`;
}
