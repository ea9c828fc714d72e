/** What can be done with a ticket, and how it goes. */

/** @import { Order } from "../../contract.js" */
/** @import { Action } from "./acting.js" */
/** @import { Pending } from "./pending.js" */
/** @import { Column } from "./tickets.js" */

import { text } from "../../catalogue.js";
import { html } from "../../html.js";
import { PrintButton } from "../printing/printing.js";
import { MINUTES_MAX } from "./suggestion.js";

const PRESET_MINUTES = [10, 15, 20, 30, 45];
/** While nothing is usual yet. */
const FIRST_MINUTES = 10;
const STEP_MINUTES = 5;

/** @typedef {(action: Action, body?: object) => void} Run */

/** @param {number | null} suggestion minutes */
const firstMinutes = (suggestion) => suggestion ?? FIRST_MINUTES;

/** @param {number | null} minutes @param {number} steps @returns {number} so many steps longer, or shorter, as far as promises go */
export const stepMinutes = (minutes, steps) =>
  Math.min(MINUTES_MAX, Math.max(STEP_MINUTES, firstMinutes(minutes) + steps * STEP_MINUTES));

/**
 * The next step of an order, as Enter takes it.
 *
 * @param {Column} column
 * @param {number | null} suggestion minutes
 * @returns {{action: Action, body: object}}
 */
export function nextStep(column, suggestion) {
  if (column === "placed") return { action: "accept", body: { minutes: firstMinutes(suggestion) } };
  return { action: column === "accepted" ? "ready" : "complete", body: {} };
}

/**
 * What is done all the time is large; what is not stands apart below, where no thumb hits it by mistake.
 *
 * @param {{
 *   order: Order, column: Column, pending: Pending | null, suggestion: number | null, chosen: number | null,
 *   timezone: string | undefined, run: Run, onDecline: () => void,
 * }} props
 */
export function Actions({ order, column, pending, suggestion, chosen, timezone, run, onDecline }) {
  const { number } = order;
  const isBusy = pending !== null;
  const recall =
    column === "ready" &&
    html`
      <button type="button" data-action="recall" disabled=${isBusy} onClick=${() => run("recall", { to: "accepted" })}
        aria-label=${text("ticket.recall_order", { number })}>${text("ticket.recall")}</button>`;
  const aside = html`
    <div class="aside">
      ${recall}
      <${PrintButton} order=${order} timezone=${timezone} />
      <button type="button" class="reject" data-action="reject" disabled=${isBusy} onClick=${onDecline}
        aria-label=${text("ticket.reject_order", { number })}>${text("ticket.reject")}</button>
    </div>`;
  /** @param {"ready" | "complete"} action */
  const bump = (action) => html`
    <button type="button" key=${action} class="primary" data-action=${action} disabled=${isBusy}
      onClick=${() => run(action)} aria-label=${text(`ticket.${action}_order`, { number })}>${text(`ticket.${action}`)}</button>`;
  if (column === "placed") {
    return html`
      <div key="placed" class="actions presets" role="group" aria-label=${text("ticket.accept")}>
        <${Presets} number=${number} isBusy=${isBusy} suggestion=${suggestion} chosen=${chosen} run=${run} />
        ${aside}
      </div>`;
  }
  return html`
    <div key=${column} class="actions">${bump(column === "accepted" ? "ready" : "complete")}${aside}</div>`;
}

/**
 * Each of the minutes keeps its place, whatever is usual of late, or was chosen by key: that is the large one.
 *
 * @param {{number: string, isBusy: boolean, suggestion: number | null, chosen: number | null, run: Run}} props
 */
function Presets({ number, isBusy, suggestion, chosen, run }) {
  const first = chosen ?? firstMinutes(suggestion);
  /** @param {number} minutes */
  const accept = (minutes) => run("accept", { minutes });
  const shown = text("ticket.accept_first", { minutes: first });
  const usual = first === suggestion ? text("ticket.usual") : "";
  return html`
    <button type="button" class="primary" data-action="accept" disabled=${isBusy} onClick=${() => accept(first)}
      aria-label=${text("ticket.accept_first_order", { number, accept: `${shown} ${usual}`.trim() })}>
      <span>${shown} <small>${usual}</small></span></button>
    ${PRESET_MINUTES.map(
      (minutes) => html`
        <button type="button" key=${minutes} data-action="accept" data-minutes=${minutes} disabled=${isBusy}
          onClick=${() => accept(minutes)} aria-label=${text("ticket.accept_in", { number, minutes })}>${minutes}</button>`,
    )}`;
}
