/** One order on the board, readable at arm's length, with what can be done with it. */

/** @import { Problem } from "../api.js" */
/** @import { Order } from "../contract.js" */
/** @import { Action } from "./acting.js" */

import { currentLanguage, problemText, text } from "../catalogue.js";
import { html, useState } from "../html.js";
import { formatMoney } from "../money.js";
import { formatClock, minutesSince, timeLeft } from "../time.js";
import { Rejecting } from "./rejecting.js";
import { urgency } from "./tickets.js";

const PRESET_MINUTES = [10, 15, 20, 30, 45];

/** @typedef {(action: Action, body?: object) => Promise<void>} Perform */

/**
 * @param {{
 *   order: Order, verified: boolean, now: number,
 *   perform: (order: Order, action: Action, body: object) => Promise<Problem | null>,
 * }} props
 */
export function TicketCard({ order, verified, now, perform }) {
  const [isBusy, setBusy] = useState(false);
  const [isRejecting, setRejecting] = useState(false);
  const [problem, setProblem] = useState(/** @type {Problem | null} */ (null));

  /** @type {Perform} */
  const run = async (action, body = {}) => {
    setBusy(true);
    setProblem(null);
    setProblem(await perform(order, action, body));
    setBusy(false);
    setRejecting(false);
  };

  return html`
    <li class="ticket card" data-order-id=${order.id} data-status=${order.status} data-version=${order.version}
      data-verified=${verified} data-received=${order.received_at !== null} data-urgency=${urgency(order, now)}>
      <header>
        <strong class="number">${order.number}</strong>
        <${Timing} order=${order} now=${now} />
      </header>
      ${!verified && html`<p class="notice">${text("ticket.unverified")}</p>`}
      <ul class="items">
        ${order.items.map(
          ({ name, quantity, note }) => html`
            <li><b>${quantity}</b><span>${name}</span>${note && html`<em class="note">${note}</em>`}</li>`,
        )}
      </ul>
      ${order.note && html`<p class="note">${order.note}</p>`}
      <p class="who">
        <b>${order.customer.name}</b> · ${order.customer.telephone} · ${order.customer.address} ·
        ${" "}${formatMoney(order.total, order.currency, currentLanguage())}
      </p>
      ${problem && html`<p class="notice bad" role="alert" data-code=${problem.code}>${problemText(problem)}</p>`}
      ${
        isRejecting
          ? html`<${Rejecting} order=${order} isBusy=${isBusy} run=${run} onBack=${() => setRejecting(false)} />`
          : html`<${Actions} order=${order} isBusy=${isBusy} run=${run} onReject=${() => setRejecting(true)} />`
      }
    </li>`;
}

/** How old the order is, and how much time is left for the next step. @param {{order: Order, now: number}} props */
function Timing({ order, now }) {
  const left = order.status === "placed" && order.accept_by ? timeLeft(order.accept_by, now) : null;
  const promised = order.status === "accepted" ? order.promised_at : null;
  const late = promised ? minutesSince(promised, now) : 0;
  return html`
    <span class="timing">
      <span class="age">${text("ticket.age", { minutes: minutesSince(order.placed_at, now) })}</span>
      ${
        order.status === "placed" &&
        order.accept_by &&
        html`<span data-testid="time-left">${left ? text("ticket.left", { time: left }) : text("ticket.overdue")}</span>`
      }
      ${
        promised &&
        html`
          <span>${text("ticket.promised", { time: formatClock(promised, currentLanguage()) })}
            ${late > 0 && html`<b>${" · "}${text("ticket.late", { minutes: late })}</b>`}</span>`
      }
    </span>`;
}

/** @param {{order: Order, isBusy: boolean, run: Perform, onReject: () => void}} props */
function Actions({ order, isBusy, run, onReject }) {
  const { number } = order;
  const reject = html`
    <button type="button" class="reject" disabled=${isBusy} onClick=${onReject}
      aria-label=${text("ticket.reject_order", { number })}>${text("ticket.reject")}</button>`;
  if (order.status === "placed") {
    return html`
      <p class="ask">${text(isBusy ? "ticket.busy" : "ticket.accept")}</p>
      <div class="actions presets">
        ${PRESET_MINUTES.map(
          (minutes) => html`
            <button type="button" class="primary" disabled=${isBusy} onClick=${() => run("accept", { minutes })}
              aria-label=${text("ticket.accept_in", { number, minutes })}>${minutes}</button>`,
        )}
        ${reject}
      </div>`;
  }
  if (order.status === "accepted") {
    return html`
      <div class="actions">
        <button type="button" class="primary" disabled=${isBusy} onClick=${() => run("ready")}
          aria-label=${text("ticket.ready_order", { number })}>${text("ticket.ready")}</button>
        ${reject}
      </div>`;
  }
  return html`
    <div class="actions">
      <button type="button" class="primary" disabled=${isBusy} onClick=${() => run("complete")}
        aria-label=${text("ticket.complete_order", { number })}>${text("ticket.complete")}</button>
      <button type="button" disabled=${isBusy} onClick=${() => run("recall", { to: "accepted" })}
        aria-label=${text("ticket.recall_order", { number })}>${text("ticket.recall")}</button>
      ${reject}
    </div>`;
}
