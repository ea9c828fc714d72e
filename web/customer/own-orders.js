/** This browser's own orders, for as long as their links are good: what is known of each, and the way to it. */

/** @import { Order } from "../contract.js" */
/** @import { OwnOrder } from "./memory.js" */

import { asProblem, callJson, path } from "../api.js";
import { currentLanguage, text } from "../catalogue.js";
import { html, useEffect, useState } from "../html.js";
import { nameOf } from "../names.js";
import { ENDED } from "../snapshots.js";
import { formatMoment } from "../time.js";
import { stateKey } from "./headline.js";
import { forgetOrder, noteOrder, recallOrders } from "./memory.js";
import { orderLink } from "./route.js";
import { resumeAll, unanswered, watchPlacings } from "./sending.js";
import { TakingOff } from "./taking-off.js";
import { Unanswered } from "./unanswered.js";

const ASK_SECONDS = 20;
/** Those of a meal or two: older ones that never ended are asked for when they are opened. */
const ASKED_MAX = 5;
/** One that was handed over so long after it was ordered can no longer be recalled, or nobody waits for that. */
const RECALLED_HOURS = 3;
const GONE = ["unauthorized", "forbidden", "unknown_order"];

export function OwnOrders() {
  const [orders, setOrders] = useState(recallOrders);
  useEffect(() => {
    let isShown = true;
    const ask = async () => {
      await Promise.all(recallOrders().filter(isWorthAsking).slice(0, ASKED_MAX).map(askFor));
      if (isShown) setOrders(recallOrders());
    };
    const unwatch = watchPlacings(() => setOrders(recallOrders()));
    resumeAll();
    ask();
    const timer = setInterval(ask, ASK_SECONDS * 1000);
    return () => {
      isShown = false;
      unwatch();
      clearInterval(timer);
    };
  }, []);
  /** @param {OwnOrder} order */
  const takeOff = ({ id }) => {
    forgetOrder(id);
    const left = recallOrders();
    setOrders(left);
    document.getElementById(left.length > 0 ? "own" : "shops")?.focus();
  };
  if (orders.length === 0 && unanswered().length === 0) return null;
  return html`
    <section class="own" aria-labelledby="own">
      <h2 id="own" tabindex="-1">${text("orders.yours")}</h2>
      <${Unanswered} />
      <ul>
        ${orders.map((order) => html`<${Row} key=${order.id} order=${order} onTakeOff=${takeOff} />`)}
      </ul>
    </section>`;
}

/** @param {{order: OwnOrder, onTakeOff: (order: OwnOrder) => void}} props */
function Row({ order, onTakeOff }) {
  const { id, token, number, shop, names, at, state } = order;
  return html`
    <li data-status=${state?.status}>
      <a class="own-order" href=${orderLink(id, token)} data-order-id=${id}>
        <strong class="own-number">${number}</strong>
        <span class="own-shop">${nameOf({ name: shop, names })}</span>
        <span class="own-about">
          ${state && html`<span class="own-state">${text(stateKey(state))}</span>`}
          <time datetime=${at}>${formatMoment(at, currentLanguage())}</time>
        </span>
      </a>
      <${TakingOff} number=${number} isLiving=${isLiving(order)} onTakeOff=${() => onTakeOff(order)} />
    </li>`;
}

/** @param {Pick<OwnOrder, "state">} order */
const isLiving = ({ state }) => !state || !ENDED.has(state.status);

/** Also what a kitchen may still call back. @param {Pick<OwnOrder, "state" | "at">} order */
export const isWorthAsking = ({ state, at }) =>
  isLiving({ state }) ||
  (state?.status === "completed" && Date.now() - Date.parse(at) < RECALLED_HOURS * 3_600_000);

/** Notes how the order is now; without an answer it stays as it was. @param {OwnOrder} order */
async function askFor({ id, token }) {
  try {
    /** @type {Order} */
    const order = await callJson("GET", `/api/orders/${path(id)}`, { token });
    noteOrder(order);
  } catch (error) {
    if (GONE.includes(asProblem(error).code)) forgetOrder(id);
  }
}
