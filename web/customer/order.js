/** An order on its way, for its customer: as it is, with its number, its times and what can be done. */

/** @import { Problem } from "../api.js" */
/** @import { Connection } from "../connection.js" */
/** @import { Order } from "../contract.js" */
/** @import { Feed } from "../feed.js" */

import { problemText, text } from "../catalogue.js";
import { openFeed } from "../feed.js";
import { useFeed, useNow } from "../hooks.js";
import { html, useEffect } from "../html.js";
import { nameOf } from "../names.js";
import { entitle, Loading } from "../page.js";
import { useShopFeed } from "../shop-feed.js";
import { oneOrder } from "../snapshots.js";
import { Cancelling } from "./cancelling.js";
import { Frame } from "./frame.js";
import { headline, stateKey } from "./headline.js";
import { noteOrder } from "./memory.js";
import { OrderAgain } from "./ordering-again.js";
import { Receipt } from "./receipt.js";
import { Steps, say } from "./saying.js";
import { Sharing } from "./sharing.js";
import { Telling } from "./telling.js";
import { Waiting } from "./waiting.js";

/** Often enough for whole minutes. */
const REDRAW_SECONDS = 5;

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
    // A link that was mended is tried anew.
    `${orderId} ${token}`,
  );
  const view = feed?.view;
  const order = view?.entries[0] ?? view?.unverified[0];
  return html`
    <${Frame} connection=${view?.refused ? null : connection} views=${view ? [view] : []} back>
      ${view?.refused && html`<${Gone} problem=${view.refused} />`}
      ${!order && !view?.refused && html`<${Loading} view=${view} />`}
      ${order && html`<${OrderPage} connection=${connection} order=${order} feed=${feed} token=${token} />`}
    <//>`;
}

/** @param {{problem: Problem}} props */
function Gone({ problem }) {
  return html`
    <div class="notice bad" role="alert" data-testid="gone">
      <p><strong>${text("order.gone")}</strong> ${problemText(problem)}</p>
      <p>${text("order.gone_hint")}</p>
    </div>`;
}

/** @param {{connection: Connection, order: Order, feed: Feed<Order>, token: string}} props */
function OrderPage({ connection, order, feed, token }) {
  const shop = useShopFeed(connection, order.shop_id)?.view.entries[0];
  const verified = feed.view.entries.includes(order);
  const named = { number: order.number, state: text(stateKey(order)) };
  const shopName = nameOf(shop ?? { name: order.shop_name });
  entitle(text("order.title", named));
  useEffect(() => noteOrder(order, shop), [order.version, shop?.version]);
  return html`
    <article class="order" data-order-id=${order.id} data-status=${order.status}
      data-received=${order.received_at !== null} data-version=${order.version}>
      <div class="now">
        <h1 class="called">
          <span class="faint">${text("order.number")}</span>
          <span class="number" data-testid="number">${order.number}</span>
          <span class="shop-name">${text("order.at", { shop: shopName })}</span>
        </h1>
        <p class="hidden" role="status" data-testid="announcement">${text("order.announcement", named)}</p>
        <${Headline} order=${order} ahead=${feed.view.ahead} />
        ${!verified && html`<p class="badge">${text("order.unverified")}</p>`}
        <${Waiting} order=${order} shop=${shop} ahead=${feed.view.ahead} />
        <${Telling} order=${order} verified=${verified} shopName=${shopName} />
        <${Steps} order=${order} />
        <${Cancelling} order=${order} feed=${feed} token=${token} />
      </div>
      <div class="about">
        <${Receipt} order=${order} menu=${shop?.menu ?? []} />
        <${OrderAgain} order=${order} menu=${shop?.menu} />
        <${Sharing} title=${text("order.title", named)} canCancel=${order.status === "placed"} />
      </div>
    </article>`;
}

/** Not announced as it counts down: what is announced is the state. @param {{order: Order, ahead: number}} props */
function Headline({ order, ahead }) {
  const { main, more } = headline(order, useNow(REDRAW_SECONDS) + ahead);
  const kind = more?.key.startsWith("reason.") ? "reason" : "detail";
  return html`
    <div class="headline" id="headline" tabindex="-1" data-testid="headline" data-says=${main.key}>
      <p class="main">${say(main)}</p>
      ${more && html`<p data-testid=${kind}>${say(more)}</p>`}
      ${order.closed_note && html`<p class="said">${text("order.shop_says", { note: order.closed_note })}</p>`}
    </div>`;
}
