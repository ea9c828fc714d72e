/** What can be done with a ticket, and how it goes. */

/** @import { Order } from "../../contract.js" */
/** @import { Action } from "./acting.js" */
/** @import { Pending } from "./pending.js" */
/** @import { Column } from "./tickets.js" */

import { text } from "../../catalogue.js";
import { html } from "../../html.js";
import { PrintButton } from "../printing/printing.js";

const PRESET_MINUTES = [10, 15, 20, 30, 45];

/** @typedef {(action: Action, body?: object) => void} Run */

/**
 * The next step of an order, as Enter takes it.
 *
 * @param {Column} column
 * @param {number | null} suggestion minutes
 * @returns {{action: Action, body: object}}
 */
export function nextStep(column, suggestion) {
  if (column === "placed")
    return { action: "accept", body: { minutes: suggestion ?? PRESET_MINUTES[0] } };
  return { action: column === "accepted" ? "ready" : "complete", body: {} };
}

/**
 * What is done all the time is large; what is not stands apart below, where no thumb hits it by mistake.
 *
 * @param {{
 *   order: Order, column: Column, pending: Pending | null, suggestion: number | null, timezone: string | undefined,
 *   run: Run, onDecline: () => void,
 * }} props
 */
export function Actions({ order, column, pending, suggestion, timezone, run, onDecline }) {
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
        <${Presets} number=${number} isBusy=${isBusy} suggestion=${suggestion} run=${run} />
        ${aside}
      </div>`;
  }
  return html`
    <div key=${column} class="actions">${bump(column === "accepted" ? "ready" : "complete")}${aside}</div>`;
}

/** @param {{number: string, isBusy: boolean, suggestion: number | null, run: Run}} props */
function Presets({ number, isBusy, suggestion, run }) {
  const presets = PRESET_MINUTES.filter((minutes) => minutes !== suggestion);
  /** @param {number} minutes @param {string} shown @param {string} label @param {string} style */
  const preset = (minutes, shown, label, style) => html`
    <button type="button" key=${minutes} class=${style} data-action="accept" data-minutes=${minutes} disabled=${isBusy}
      onClick=${() => run("accept", { minutes })}
      aria-label=${label}>${shown}</button>`;
  /** @param {number} minutes */
  const usual = (minutes) =>
    preset(
      minutes,
      text("ticket.accept_usual", { minutes }),
      text("ticket.accept_usual_order", { number, minutes }),
      "primary usual",
    );
  return html`
    ${suggestion !== null && usual(suggestion)}
    ${presets.map((minutes) =>
      preset(
        minutes,
        String(minutes),
        text("ticket.accept_in", { number, minutes }),
        suggestion === null ? "primary" : "",
      ),
    )}`;
}
