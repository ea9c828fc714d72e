/** Cancelling an order, for as long as the kitchen has not answered. */

/** @import { Problem } from "../api.js" */
/** @import { Order } from "../contract.js" */
/** @import { Feed } from "../feed.js" */

import { asProblem, callJson, path } from "../api.js";
import { problemText, text } from "../catalogue.js";
import { html, useEffect, useRef, useState } from "../html.js";
import { persist } from "../persisting.js";
import { useSaying } from "./announcing.js";

const TOO_LATE = "invalid_transition";

/** @param {{order: Order, feed: Feed<Order>, token: string}} props */
export function Cancelling({ order, feed, token }) {
  const [step, setStep] = useState(/** @type {"idle" | "asking" | "sending"} */ ("idle"));
  const [problem, setProblem] = useState(/** @type {Problem | null} */ (null));
  /** @type {{current: HTMLButtonElement | null}} */
  const offer = useRef(null);
  /** @type {{current: HTMLButtonElement | null}} */
  const keep = useRef(null);
  const hasAsked = useRef(false);
  useEffect(() => {
    if (step === "asking") keep.current?.focus();
    if (step === "idle" && hasAsked.current) focusAfter(offer.current);
    hasAsked.current = step !== "idle";
  }, [step]);

  const isSending = step === "sending";
  useSaying(isSending && text("order.cancelling"));

  const cancel = async () => {
    if (isSending) return;
    setStep("sending");
    setProblem(null);
    try {
      const url = `/api/orders/${path(order.id)}/cancel`;
      feed.take(await persist(() => callJson("POST", url, { token })));
    } catch (error) {
      const refused = asProblem(error);
      if (refused.members.order) feed.take(refused.members.order);
      setProblem(refused);
    }
    setStep("idle");
  };
  const goOn = () => step === "asking" && setStep("idle");
  /** @param {KeyboardEvent} event */
  const keepByEscape = ({ key }) => key === "Escape" && goOn();

  const isPlaced = order.status === "placed";
  // Any other refusal is of no interest once the order has moved on.
  const refusal =
    problem &&
    (isPlaced || problem.code === TOO_LATE) &&
    html`<p class="notice bad" role="alert">${refusalText(problem)}</p>`;
  if (!isPlaced) return refusal;
  return html`
    <div class="cancelling" onKeyDown=${keepByEscape}>
      ${refusal}
      ${
        step === "idle"
          ? html`
            <button type="button" ref=${offer} onClick=${() => setStep("asking")}>${text("order.cancel")}</button>`
          : html`
            <div class="question" role="group" aria-labelledby="sure">
              <p id="sure">${text("order.cancel_sure")}</p>
              <button type="button" class="danger" aria-disabled=${isSending} onClick=${cancel}>
                ${text(isSending ? "order.cancelling" : "order.cancel_yes")}</button>
              <button type="button" ref=${keep} aria-disabled=${isSending} onClick=${goOn}>
                ${text("order.cancel_no")}</button>
            </div>`
      }
    </div>`;
}

/** Where there is nothing left to cancel, the reader goes on where the order's state is told. @param {HTMLElement | null} offer */
const focusAfter = (offer) => (offer ?? document.getElementById("headline"))?.focus();

/** @param {Problem} problem */
const refusalText = (problem) =>
  problem.code === TOO_LATE ? text("order.cancel_late") : problemText(problem);
