/** What a customer must know who waits: whether the kitchen is there at all, and when the waiting ends by itself. */

/** @import { Connection } from "../connection.js" */
/** @import { Order } from "../contract.js" */

import { currentLanguage, text } from "../catalogue.js";
import { openFeed } from "../feed.js";
import { useFeed, useNow } from "../hooks.js";
import { html } from "../html.js";
import { oneShop } from "../snapshots.js";
import { formatClock } from "../time.js";

/**
 * For as long as the kitchen has something to do with the order.
 *
 * @param {{connection: Connection, order: Order, ahead: number}} props `ahead`: see View
 */
export function Waiting({ connection, order, ahead }) {
  const feed = useFeed(
    () =>
      openFeed({
        connection,
        channel: `public:shop:${order.shop_id}`,
        load: oneShop(order.shop_id),
        leaving: [],
        entryOf: (frame) => frame.shop,
      }),
    order.shop_id,
  );
  const isGone = feed?.view.entries[0]?.kitchen_online === false;
  return html`
    ${isGone && html`<p class="notice" role="status" data-testid="kitchen-gone">${text(goneText(order))}</p>`}
    ${order.status === "placed" && html`<${Deadline} order=${order} ahead=${ahead} />`}`;
}

/** What it means for an order that its kitchen has gone. @param {Order} order */
function goneText({ status, received_at }) {
  if (status !== "placed") return "order.kitchen_away";
  return received_at ? "order.kitchen_left" : "order.kitchen_gone";
}

/** @param {{order: Order, ahead: number}} props */
function Deadline({ order, ahead }) {
  const now = useNow(1) + ahead;
  if (!order.accept_by) return null;
  const time = formatClock(order.accept_by, currentLanguage());
  const isOver = Date.parse(order.accept_by) <= now;
  return html`
    <p class="faint" data-testid="cancels-by" data-over=${isOver}>
      ${text(isOver ? "order.cancels_now" : "order.cancels_by", { time })}
    </p>`;
}
