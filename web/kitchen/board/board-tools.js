/** @import { Column, Ticket } from "./tickets.js" */

import { text } from "../../catalogue.js";
import { html } from "../../html.js";
import { COLUMNS } from "./tickets.js";

/** What comes into sight is drawn in this time, and has its true height only then. */
const DRAWN_MILLISECONDS = 60;

/** At once, without gliding there. @param {Element | null} element @param {ScrollIntoViewOptions} [options] */
export function bringIntoSight(element, options) {
  const show = () => element?.scrollIntoView(options);
  show();
  setTimeout(show, DRAWN_MILLISECONDS);
}

/**
 * What opens the board's panels, and on a phone the way to each column.
 *
 * @param {{
 *   tickets: Ticket[], hasTotals: boolean, onTotals: () => void, onPanel: (panel: "last" | "keys") => void,
 * }} props
 */
export function BoardTools({ tickets, hasTotals, onTotals, onPanel }) {
  /** @param {Column} column */
  const count = (column) => tickets.filter((ticket) => ticket.column === column).length;
  /** @param {Column} column */
  const jump = (column) => bringIntoSight(document.getElementById(`column-${column}`));
  return html`
    <div class="tools">
      ${
        tickets.length > 0 &&
        html`
          <nav class="jumps" aria-label=${text("board.columns")}>
            ${COLUMNS.map(
              (column) => html`
                <button type="button" key=${column} data-jump=${column} onClick=${() => jump(column)}>
                  ${text(`column.${column}`)} <span class="count">${count(column)}</span></button>`,
            )}
          </nav>
          <button type="button" aria-expanded=${hasTotals} aria-controls="totals" onClick=${onTotals}>${text("totals.title")}</button>`
      }
      <button type="button" onClick=${() => onPanel("last")}>${text("last.title")}</button>
      <button type="button" class="keys-button" aria-label=${text("keys.title")} onClick=${() => onPanel("keys")}>?</button>
    </div>`;
}
