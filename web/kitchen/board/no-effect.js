/** What had no effect, where no ticket says so: in every view. */

/** @import { Order } from "../../contract.js" */
/** @import { Performing } from "./performing.js" */

import { problemText, text } from "../../catalogue.js";
import { html } from "../../html.js";

/** @param {{performing: Performing, shown: Order[]}} props `shown`: those whose tickets are in sight */
export function NoEffectNotice({ performing, shown }) {
  const isShown = new Set(shown.map(({ id }) => id));
  const gone = [...performing.refusals.values()].filter(({ order }) => !isShown.has(order.id));
  if (gone.length === 0) return null;
  return html`
    <div class="notice bad to-read" role="alert" data-testid="refused">
      <div>
        ${gone.map(
          ({ order, code }) => html`
            <p key=${order.id} data-code=${code}>
              ${text("undo.refused", { number: order.number, problem: problemText({ code }) })}</p>`,
        )}
      </div>
      <button type="button" onClick=${() => performing.forget(gone)}>${text("kitchen.read")}</button>
    </div>`;
}
