/** An order on its way, for its customer: as it is, with its number, its times and what can be done. */

/** @import { Problem } from "../api.js" */
/** @import { Connection } from "../connection.js" */
/** @import { Order } from "../contract.js" */
/** @import { Feed } from "../feed.js" */

import { asProblem, callJson, path } from "../api.js";
import { currentLanguage, isKey, problemText, text } from "../catalogue.js";
import { openFeed } from "../feed.js";
import { useFeed, useNow } from "../hooks.js";
import { html, useState } from "../html.js";
import { formatMoney } from "../money.js";
import { persist } from "../persisting.js";
import { oneOrder } from "../snapshots.js";
import { formatClock } from "../time.js";
import { Frame } from "./frame.js";
import { progress } from "./progress.js";
import { shopLink } from "./route.js";
import { Waiting } from "./waiting.js";

/** The kitchen still has something to do with these. @type {ReadonlySet<string>} */
const LIVING = new Set(["placed", "accepted", "ready"]);

/** @param {{connection: Connection, orderId: string, token: string}} props */
export function OrderView({ connection, orderId, token }) {
  const feed = useFeed(
    () =>
      openFeed({
        connection,
        channel: `order:${orderId}`,
        token: () => token,
        load: oneOrder(orderId, () => token),
        leaving: [],
        entryOf: (frame) => frame.order,
      }),
    orderId,
  );
  const view = feed?.view;
  const order = view?.entries[0] ?? view?.unverified[0];
  return html`
    <${Frame} connection=${connection} views=${view ? [view] : []} back>
      ${
        view?.refused &&
        html`<p class="notice bad" role="alert">${text("order.gone")} ${problemText(view.refused)}</p>`
      }
      ${!order && !view?.refused && html`<p class="faint">${text("loading")}</p>`}
      ${order && html`<${OrderCard} connection=${connection} order=${order} feed=${feed} token=${token} />`}
    <//>`;
}

/** @param {{connection: Connection, order: Order, feed: Feed<Order>, token: string}} props */
function OrderCard({ connection, order, feed, token }) {
  const verified = feed.view.entries.includes(order);
  return html`
    <article class="order card" data-order-id=${order.id} data-status=${order.status}
      data-received=${order.received_at !== null} data-version=${order.version}>
      <header>
        <p class="faint">${text("order.number")}</p>
        <p class="number" data-testid="number">${order.number}</p>
        <p>${text("order.at", { shop: order.shop_name })}</p>
      </header>
      <p class="headline" role="status" data-testid="headline"><${Headline} order=${order} /></p>
      ${!verified && html`<p class="badge">${text("order.unverified")}</p>`}
      ${
        LIVING.has(order.status) &&
        html`<${Waiting} connection=${connection} order=${order} ahead=${feed.view.ahead} />`
      }
      <${Progress} order=${order} />
      <${Cancelling} order=${order} feed=${feed} token=${token} />
      <${Receipt} order=${order} />
      <p class="faint">${text("order.link")}</p>
      <a class="button" href=${shopLink(order.shop_id)}>${text("order.again")}</a>
    </article>`;
}

/** @param {{order: Order}} props */
function Headline({ order }) {
  const now = useNow(10);
  if (order.status === "placed") return text(order.received_at ? "order.seen" : "order.waiting");
  if (order.status === "accepted") {
    if (!order.promised_at) return text("status.accepted");
    const isLate = Date.parse(order.promised_at) < now;
    const time = formatClock(order.promised_at, currentLanguage());
    return text(isLate ? "order.late" : "order.promised", { time });
  }
  if (order.status === "ready") return text("order.ready");
  if (order.status === "completed" && !order.closed_reason) return text("order.done");
  const reason = `reason.${order.closed_reason}`;
  return html`
    ${text(`order.${order.status}`)} ${isKey(reason) && html`<span data-testid="reason">${text(reason)}</span>`}
    ${order.closed_note && html`<span>${text("order.shop_says", { note: order.closed_note })}</span>`}`;
}

/** @param {{order: Order}} props */
function Progress({ order }) {
  return html`
    <ol class="progress">
      ${progress(order).map(
        ({ stage, at, done }) => html`
          <li key=${stage} data-stage=${stage} data-done=${done}>
            <span>${text(`status.${stage}`)}</span>
            <time datetime=${at ?? ""}>${at && formatClock(at, currentLanguage())}</time>
          </li>`,
      )}
    </ol>`;
}

/** @param {{order: Order, feed: Feed<Order>, token: string}} props */
function Cancelling({ order, feed, token }) {
  const [step, setStep] = useState(/** @type {"idle" | "asking" | "sending"} */ ("idle"));
  const [problem, setProblem] = useState(/** @type {Problem | null} */ (null));
  const cancel = async () => {
    setStep("sending");
    setProblem(null);
    try {
      const url = `/api/orders/${path(order.id)}/cancel`;
      feed.take(await persist(() => callJson("POST", url, { token })));
    } catch (error) {
      const refused = asProblem(error);
      if (refused.members.order) feed.take(refused.members.order);
      setProblem(refused);
      setStep("idle");
    }
  };
  const refusal = problem && html`<p class="notice bad" role="alert">${problemText(problem)}</p>`;
  if (order.status !== "placed") return refusal;
  return html`
    <div class="cancelling">
      ${refusal}
      ${step === "idle" && html`<button type="button" onClick=${() => setStep("asking")}>${text("order.cancel")}</button>`}
      ${
        step !== "idle" &&
        html`
          <p>${text("order.cancel_sure")}</p>
          <button type="button" class="danger" disabled=${step === "sending"} onClick=${cancel}>
            ${text("order.cancel_yes")}</button>
          <button type="button" disabled=${step === "sending"} onClick=${() => setStep("idle")}>
            ${text("order.cancel_no")}</button>`
      }
    </div>`;
}

/** @param {{order: Order}} props */
function Receipt({ order }) {
  const money = (/** @type {number} */ amount) =>
    formatMoney(amount, order.currency, currentLanguage());
  return html`
    <ul class="lines">
      ${order.items.map(
        ({ name, price, quantity, note }) => html`
          <li>
            <span>${text("menu.quantity", { quantity, dish: name })}</span>
            <span class="price">${money(price * quantity)}</span>
            ${note && html`<span class="note">${note}</span>`}
          </li>`,
      )}
    </ul>
    ${order.note && html`<p class="note">${order.note}</p>`}
    <p class="total"><span>${text("basket.total")}</span> <strong>${money(order.total)}</strong></p>`;
}
