/** Telling a customer who looks elsewhere that the order is ready, or will not be: as loudly as the browser lets us. */

/** @import { TextKey } from "../catalogue.js" */
/** @import { Order } from "../contract.js" */
/** @import { Permission } from "./notification.js" */

import { isKey, text } from "../catalogue.js";
import { useWatch } from "../hooks.js";
import { html, useEffect, useRef, useState } from "../html.js";
import { recall, remember } from "../storage.js";
import { chime, chimeState, unlockByTouch, unlockChime, watchChime } from "./chime.js";
import { stateKey } from "./headline.js";
import { askPermission, notify, permission } from "./notification.js";

/** @typedef {"ready" | "recalled" | "rejected" | "cancelled"} News */
/** The orders that somebody waits for. @type {ReadonlySet<string>} */
const AWAITED = new Set(["placed", "accepted"]);
const WISH = "telling";

/**
 * @param {string} before the status that was shown
 * @param {Pick<Order, "status" | "closed_reason">} order
 * @returns {News | null} what the customer must hear of
 */
export function newsOf(before, { status, closed_reason }) {
  if (status === before) return null;
  if (status === "ready" && before !== "completed") return "ready";
  if (status === "accepted" && before === "ready") return "recalled";
  if (status === "rejected") return "rejected";
  return status === "cancelled" && closed_reason !== "customer" ? "cancelled" : null;
}

/** @param {{order: Order, verified: boolean, shopName: string}} props */
export function Telling({ order, verified, shopName }) {
  const [wished, setWished] = useState(() => recall(WISH) === true);
  const [allowed, setAllowed] = useState(permission);
  const shown = useRef(order.status);
  const section = useRef(/** @type {HTMLElement | null} */ (null));
  const wasPressed = useRef(false);
  useWatch(watchChime);
  useEffect(() => (wished ? unlockByTouch() : undefined), [wished]);
  useEffect(() => {
    if (!verified) return;
    const news = newsOf(shown.current, order);
    shown.current = order.status;
    if (!news || !wished) return;
    chime(news === "ready" ? "good" : "bad");
    notify(told(news, order, shopName));
  }, [order.status, verified]);

  // The button that was pressed gives way to its opposite.
  useEffect(() => {
    if (wasPressed.current && document.activeElement === document.body) {
      section.current?.querySelector("button")?.focus();
    }
  }, [wished, allowed]);

  /** @param {boolean} wish */
  const wishTo = (wish) => {
    wasPressed.current = true;
    remember(WISH, wish);
    setWished(wish);
  };
  const accept = async () => {
    // The tap is good for both, so neither waits for the other.
    const answered = askPermission();
    unlockChime().then(() => chime("good"));
    wishTo(true);
    setAllowed(await answered);
  };
  if (!AWAITED.has(order.status)) return null;
  return html`
    <section class="telling" ref=${section} data-telling=${wished} data-permission=${allowed}>
      ${(!wished || allowed === "default") && html`<${Offer} allowed=${allowed} onAccept=${accept} />`}
      ${wished && html`<${Promised} allowed=${allowed} onStop=${() => wishTo(false)} />`}
    </section>`;
}

/** @param {{allowed: Permission, onAccept: () => void}} props */
function Offer({ allowed, onAccept }) {
  const canNotify = allowed === "granted" || allowed === "default";
  return html`
    <button type="button" class="wide" onClick=${onAccept}>${text(canNotify ? "order.tell" : "order.tell_here")}</button>
    ${!canNotify && html`<p class="faint">${text(`order.notify_${allowed}`)}</p>`}`;
}

/** @param {{allowed: Permission, onStop: () => void}} props */
function Promised({ allowed, onStop }) {
  return html`
    <p class="told" role="status">
      ${text(`order.notify_${allowed}`)} ${allowed !== "granted" && text("order.chimes")} ${text("order.sleeps")}
      ${chimeState() === "blocked" && html`<strong>${text("order.chime_blocked")}</strong>`}
    </p>
    <button type="button" class="quiet" onClick=${onStop}>${text("order.tell_not")}</button>`;
}

/** @param {News} news @param {Order} order @param {string} shopName */
function told(news, order, shopName) {
  /** @type {TextKey} */
  const state = news === "recalled" ? "order.recalled" : stateKey(order);
  const reason = `reason.${order.closed_reason}`;
  const words = [
    shopName,
    news === "ready" && text("order.say_number"),
    isKey(reason) && text(reason),
    order.closed_note,
  ];
  return {
    title: text("order.title", { state: text(state), number: order.number }),
    body: words.filter(Boolean).join("\n"),
    tag: order.id,
  };
}
