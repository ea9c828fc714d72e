/** The last things that were done, with the way back: in every view. */

/** @import { Performing } from "./performing.js" */
/** @import { Undoable } from "./performer.js" */

import { text } from "../../catalogue.js";
import { useNow } from "../../hooks.js";
import { html, useRef } from "../../html.js";
import { numbered } from "./numbering.js";

const LOOK_SECONDS = 0.25;

/** @param {{performing: Performing}} props */
export function UndoBar({ performing }) {
  const { undoable } = performing;
  const places = useRef(/** @type {ReadonlyMap<string, number>} */ (new Map()));
  const ids = undoable.map(({ order }) => order.id);
  places.current = numbered(places.current, ids);
  return html`
    <div class="undo-bar" data-testid="undo-bar">
      <ul>
        ${undoable.map(
          (one) => html`
            <${Undo} key=${`${one.order.id} ${one.until}`} one=${one} place=${places.current.get(one.order.id)}
              onUndo=${() => performing.undo(one)} />`,
        )}
      </ul>
    </div>`;
}

/** @param {{one: Undoable, place: number | undefined, onUndo: () => void}} props `place`: it keeps it when another goes */
function Undo({ one, place, onUndo }) {
  const now = useNow(LOOK_SECONDS);
  const { number } = one.order;
  const seconds = Math.max(0, Math.ceil((one.until - now) / 1000));
  return html`
    <li class="undo" data-undo=${one.order.id} style=${{ gridColumn: place }}>
      <span role="status">${text(`undo.${one.action}`, { number })}</span>
      <span class="seconds" aria-hidden="true">${seconds}</span>
      <button type="button" onClick=${onUndo} aria-label=${text("undo.of", { number })}>${text("undo.undo")}</button>
    </li>`;
}
