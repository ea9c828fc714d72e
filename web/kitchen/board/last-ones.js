/** The orders that were handed over last, to be taken back when that was a mistake. */

/** @import { Order } from "../../contract.js" */
/** @import { Station } from "../station.js" */
/** @import { Performing } from "./performing.js" */

import { asProblem } from "../../api.js";
import { currentLanguage, problemText, text } from "../../catalogue.js";
import { html, useEffect, useState } from "../../html.js";
import { nameOf } from "../../names.js";
import { Loading } from "../../page.js";
import { formatClock } from "../../time.js";
import { Sheet } from "../sheet.js";
import { endedUrl, LIST_MAX } from "../station.js";
import { useSheetKeys } from "./sheet-keys.js";

const SHOWN_MAX = 10;
const RECALL_MINUTES = 30;
/** There is no key for the tenth. */
const NUMBERS_MAX = 9;

/**
 * @param {Order[]} ended
 * @returns {(Order & {completed_at: string})[]} the last ones that were handed over, the newest first
 */
export function handedOver(ended) {
  return ended
    .filter((order) => order.status === "completed")
    .flatMap((order) => (order.completed_at ? { ...order, completed_at: order.completed_at } : []))
    .sort((a, b) => Date.parse(b.completed_at) - Date.parse(a.completed_at))
    .slice(0, SHOWN_MAX);
}

/** @param {{completed_at: string}} order @param {number} now epoch milliseconds */
export const canBeRecalled = ({ completed_at }, now) =>
  now - Date.parse(completed_at) < RECALL_MINUTES * 60_000;

/** @param {{station: Station, performing: Performing, onClose: () => void}} props */
export function LastOnes({ station, performing, onClose }) {
  const [ended, setEnded] = useState(/** @type {Order[] | null} */ (null));
  const [code, setCode] = useState("");
  useEffect(() => {
    // Among many that were declined or cancelled there are some that were handed over.
    station.call("GET", endedUrl(station, LIST_MAX)).then(
      ({ orders }) => setEnded(orders),
      (error) => setCode(asProblem(error).code),
    );
  }, []);
  const orders = handedOver(ended ?? []);
  /** @param {Order} order */
  const recall = (order) => {
    performing.perform(order, "recall", { to: "ready" });
    onClose();
  };
  /** @param {Order & {completed_at: string}} order */
  const isOffered = (order) => !station.watching && canBeRecalled(order, station.now);
  useSheetKeys("recall", onClose, (number) => {
    const order = orders[number - 1];
    if (order && isOffered(order)) recall(order);
  });
  return html`
    <${Sheet} title=${text("last.title")} testid="last-ones" onClose=${onClose}>
      ${code && html`<p class="notice bad" role="alert">${problemText({ code })}</p>`}
      ${!ended && !code && html`<${Loading} view=${station.orders?.view} />`}
      ${ended && orders.length === 0 && html`<p class="faint">${text("last.none")}</p>`}
      <ul class="last-ones">
        ${orders.map(
          (order, at) => html`
            <li key=${order.id} class="last-one" data-ended=${order.id}>
              <strong class="number">${order.number}</strong>
              <span>
                ${text("last.at", { name: order.customer.name, time: formatClock(order.completed_at, currentLanguage(), station.shop?.timezone) })}
                <small>${dishesOf(order)}</small>
              </span>
              ${
                !station.watching &&
                (isOffered(order)
                  ? html`<span>
                      ${at < NUMBERS_MAX && html`<kbd class="key-cap" aria-hidden="true">${at + 1}</kbd>`}
                      <button type="button" onClick=${() => recall(order)}
                        aria-label=${text("last.recall_order", { number: order.number })}>${text("last.recall")}</button>
                    </span>`
                  : html`<small class="faint">${text("last.too_late")}</small>`)
              }
            </li>`,
        )}
      </ul>
    <//>`;
}

/** @param {Order} order */
const dishesOf = ({ items }) =>
  items
    .map((item) => text("menu.quantity", { quantity: item.quantity, dish: nameOf(item) }))
    .join(", ");
