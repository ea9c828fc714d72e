/** The last things that were done, with the way back, and what had no effect though its ticket has gone. */

/** @import { Performing } from "./performing.js" */
/** @import { Undoable } from "./performer.js" */

import { problemText, text } from "../../catalogue.js";
import { useNow } from "../../hooks.js";
import { html } from "../../html.js";

const LOOK_SECONDS = 0.25;

/** @param {{performing: Performing, shown: ReadonlySet<string>}} props `shown`: the ids of the tickets on the board */
export function UndoBar({ performing, shown }) {
  const { undoable, refusals } = performing;
  const gone = [...refusals.values()].filter(({ order }) => !shown.has(order.id));
  return html`
    <div class="undo-bar" data-testid="undo-bar">
      <div role="alert">
        ${gone.map(
          ({ order, code }) => html`
            <p key=${order.id} class="notice bad" data-code=${code}>
              ${text("undo.refused", { number: order.number, problem: problemText({ code }) })}</p>`,
        )}
      </div>
      <ul>
        ${undoable.map(
          (one) => html`
            <${Undo} key=${`${one.order.id} ${one.until}`} one=${one} onUndo=${() => performing.undo(one)} />`,
        )}
      </ul>
    </div>`;
}

/** @param {{one: Undoable, onUndo: () => void}} props */
function Undo({ one, onUndo }) {
  const now = useNow(LOOK_SECONDS);
  const { number } = one.order;
  const seconds = Math.max(0, Math.ceil((one.until - now) / 1000));
  return html`
    <li class="undo" data-undo=${one.order.id}>
      <span role="status">${text(`undo.${one.action}`, { number })}</span>
      <span class="seconds" aria-hidden="true">${seconds}</span>
      <button type="button" onClick=${onUndo} aria-label=${text("undo.of", { number })}>${text("undo.undo")}</button>
    </li>`;
}
