/** How old a ticket is, and how much time is left for its next step. */

/** @import { Order } from "../../contract.js" */
/** @import { Clock } from "./clock.js" */
/** @import { Urgency } from "./tickets.js" */

import { currentLanguage, text } from "../../catalogue.js";
import { html } from "../../html.js";
import { formatClock, timeLeft } from "../../time.js";
import { useTime } from "./clock.js";
import { elapsed, isLastCall, minutesLate, percentLeft, waitsSince } from "./tickets.js";

/** @param {{order: Order, clock: Clock, urgency: Urgency, isNew: boolean}} props */
export function Age({ order, clock, urgency, isNew }) {
  const age = useTime(clock, (now) => {
    const { minutes, seconds } = elapsed(waitsSince(order), now);
    return seconds === null ? text("ticket.age", { minutes }) : `${minutes}:${seconds}`;
  });
  const late = useTime(clock, (now) => minutesLate(order, now));
  return html`
    <span class="age">
      <span class="elapsed">${age}</span>
      <span class="state">
        ${isNew && html`<span class="new">${text("ticket.is_new")}</span>`}
        ${
          urgency !== "calm" &&
          html`<b class="urgency">
            ${late > 0 ? text("ticket.late", { minutes: late }) : text(`urgency.${urgency}`)}</b>`
        }
      </span>
    </span>`;
}

/** @param {{order: Order, clock: Clock, timezone: string | undefined}} props `timezone`: the shop's */
export function Due({ order, clock, timezone }) {
  if (order.status === "placed" && order.accept_by) {
    return html`<${LastCall} order=${order} acceptBy=${order.accept_by} clock=${clock} />`;
  }
  if (order.status === "accepted" && order.promised_at) {
    const time = formatClock(order.promised_at, currentLanguage(), timezone);
    return html`<p class="promised">${text("ticket.promised", { time })}</p>`;
  }
  return null;
}

/** @param {{order: Order, acceptBy: string, clock: Clock}} props */
function LastCall({ order, acceptBy, clock }) {
  const left = useTime(clock, (now) => {
    const time = timeLeft(acceptBy, now);
    return time ? text("ticket.left", { time }) : text("ticket.overdue");
  });
  const percent = useTime(clock, (now) => percentLeft(order, now));
  const isUrgent = useTime(clock, (now) => isLastCall(order, now));
  return html`
    <div class="last-call" data-urgent=${isUrgent}>
      <span data-testid="time-left">${left}</span>
      <svg viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">
        <rect width=${percent} height="1" />
      </svg>
    </div>`;
}
