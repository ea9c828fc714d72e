/** @import { openPlacing } from "./placing.js" */
/** @import { Summary } from "./summary.js" */

import { currentLanguage, problemText, text } from "../catalogue.js";
import { html } from "../html.js";
import { formatMoney } from "../money.js";
import { formatMoment } from "../time.js";
import { useSaying } from "./announcing.js";
import { summaryText } from "./summary.js";

/** After so many tries without an answer the customer may give up. */
const PATIENCE_TRIES = 3;

/**
 * What became of the order that is being sent, and what the customer can do about it.
 *
 * @param {{placing: ReturnType<typeof openPlacing>}} props
 */
export function PlacingNotice({ placing }) {
  const { state } = placing;
  useSaying(state.phase === "sending" && state.failures > 0 && text("form.retrying"));
  if (state.phase === "unsure") {
    const { at, summary } = state.attempt;
    return html`
      <div class="notice" role="alert" data-testid="unsure">
        <p>${text("form.unsure", { time: formatMoment(at, currentLanguage()) })}</p>
        ${summary && html`<p><strong>${summaryText(summary)}</strong></p>`}
        <button type="button" class="primary" onClick=${thenOn(placing.sendAgain)}>${text("form.send_now")}</button>
        <button type="button" onClick=${thenOn(placing.stop)}>${text("form.discard")}</button>
      </div>`;
  }
  if (state.phase === "sending" && state.failures > 0) {
    return html`
      <div class="notice" data-testid="retrying">
        <p>${text("form.retrying")}</p>
        ${
          state.failures >= PATIENCE_TRIES &&
          html`
            <p>${text("form.stop_warning")}</p>
            <button type="button" onClick=${thenOn(placing.stop)}>${text("form.stop")}</button>`
        }
      </div>`;
  }
  if (state.phase !== "refused") return null;
  const { problem, attempt } = state;
  return html`
    <p class="notice bad" role="alert" data-code=${problem.code}>
      ${problemText(problem, { total: totalOf(problem.members.total, attempt.summary) })}</p>`;
}

/** @param {number | undefined} total as the servers have it now @param {Summary} [summary] */
const totalOf = (total, summary) =>
  total === undefined || !summary ? "" : formatMoney(total, summary.currency, currentLanguage());

/** The button goes away with what it did: the title of the basket, or of the list of shops, takes the focus. @param {() => void} act */
const thenOn = (act) => () => {
  act();
  const title = document.getElementById("basket") ?? document.getElementById("shops");
  title?.focus({ preventScroll: true });
};
