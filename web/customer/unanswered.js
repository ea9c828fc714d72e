/** Orders of this browser of which nobody knows yet whether they arrived, wherever their customer has gone meanwhile. */

/** @import { openPlacing } from "./placing.js" */

import { text } from "../catalogue.js";
import { html } from "../html.js";
import { nameOf } from "../names.js";
import { useSaying } from "./announcing.js";
import { PlacingNotice } from "./placing-notice.js";
import { basketLink } from "./route.js";
import { unanswered } from "./sending.js";
import { summaryText } from "./summary.js";

/** Drawn again by whoever watches the placings. */
export function Unanswered() {
  return unanswered().map(
    ([shopId, placing]) => html`<${Card} key=${shopId} shopId=${shopId} placing=${placing} />`,
  );
}

/** @param {{shopId: string, placing: ReturnType<typeof openPlacing>}} props */
function Card({ shopId, placing }) {
  const { state } = placing;
  useSaying(state.phase === "sending" && state.failures === 0 && text("form.sending"));
  if (!("attempt" in state)) return null;
  const { summary } = state.attempt;
  return html`
    <div class="unanswered card" data-shop-id=${shopId} data-phase=${state.phase}>
      <a href=${basketLink(shopId)}>${summary ? nameOf(summary.shop) : text("basket.go")}</a>
      ${summary && state.phase !== "unsure" && html`<p>${summaryText(summary)}</p>`}
      ${state.phase === "sending" && state.failures === 0 && html`<p>${text("form.sending")}</p>`}
      <${PlacingNotice} placing=${placing} />
    </div>`;
}
