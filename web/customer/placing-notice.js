/** @import { Shop } from "../contract.js" */
/** @import { openPlacing, Placing } from "./placing.js" */

import { currentLanguage, problemText, text } from "../catalogue.js";
import { html } from "../html.js";
import { formatMoney } from "../money.js";
import { formatClock } from "../time.js";

/** After so many tries without an answer the customer may give up. */
const PATIENCE_TRIES = 3;

/**
 * What became of the order that is being sent, and what the customer can do about it.
 *
 * @param {{state: Placing, shop: Shop, placing: ReturnType<typeof openPlacing>}} props
 */
export function PlacingNotice({ state, shop, placing }) {
  if (state.phase === "unsure") {
    return html`
      <div class="notice" role="alert">
        <p>${text("form.unsure", { time: formatClock(state.at, currentLanguage()) })}</p>
        <button type="button" class="primary" onClick=${placing.sendAgain}>${text("form.send_now")}</button>
        <button type="button" onClick=${placing.stop}>${text("form.discard")}</button>
      </div>`;
  }
  if (state.phase === "sending") {
    if (state.failures === 0) return null;
    return html`
      <div class="notice" role="status" data-testid="retrying">
        <p>${text("form.retrying")}</p>
        ${
          state.failures >= PATIENCE_TRIES &&
          html`
            <p>${text("form.stop_warning")}</p>
            <button type="button" onClick=${placing.stop}>${text("form.stop")}</button>`
        }
      </div>`;
  }
  if (!state.problem) return null;
  const { total } = state.problem.members;
  const values = {
    total: total === undefined ? "" : formatMoney(total, shop.currency, currentLanguage()),
  };
  return html`
    <p class="notice bad" role="alert" data-code=${state.problem.code}>${problemText(state.problem, values)}</p>`;
}
