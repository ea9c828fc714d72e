/** An order on its way, for its customer: as it is, with its number, its times and what can be done. */

/** @import { Problem } from "../api.js" */
/** @import { Connection } from "../connection.js" */
/** @import { Order } from "../contract.js" */
/** @import { Feed } from "../feed.js" */
/** @import { Clock } from "./order-clock.js" */

import { currentLanguage, problemText, text } from "../catalogue.js";
import { openFeed } from "../feed.js";
import { useFeed, useLasting, useNow } from "../hooks.js";
import { html, useEffect } from "../html.js";
import { nameOf } from "../names.js";
import { entitle, Loading } from "../page.js";
import { useShopFeed } from "../shop-feed.js";
import { oneOrder } from "../snapshots.js";
import { formatMoment } from "../time.js";
import { useSaying } from "./announcing.js";
import { useArrival } from "./arriving.js";
import { Cancelling } from "./cancelling.js";
import { Frame } from "./frame.js";
import { headline, stateKey } from "./headline.js";
import { LastKnown } from "./last-known.js";
import { noteOrder, recallOrders } from "./memory.js";
import { clockOf, timeBy } from "./order-clock.js";
import { OrderAgain } from "./ordering-again.js";
import { Receipt } from "./receipt.js";
import { announcement, Called, Steps, say } from "./saying.js";
import { Sharing } from "./sharing.js";
import { Telling } from "./telling.js";
import { Waiting } from "./waiting.js";

/** Often enough for whole minutes. */
const REDRAW_SECONDS = 5;
/** An answer that takes longer may take very long, or not come. */
const LATE_SECONDS = 2;

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
  const isLate = useLasting(!order && !view?.refused, LATE_SECONDS);
  const own = isLate && recallOrders().find(({ id }) => id === orderId);
  // Each has a title of its own, and takes what has the focus with it.
  useArrival(own ? "own" : "order", "#main h1");
  return html`
    <${Frame} connection=${view?.refused ? null : connection} views=${view ? [view] : []} back>
      ${view?.refused && html`<${Gone} problem=${view.refused} />`}
      ${own && html`<${LastKnown} own=${own} />`}
      ${!order && !own && !view?.refused && html`<${Loading} view=${view} />`}
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
  const clock = clockOf(connection, feed, order);
  const named = { number: order.number, state: text(stateKey(order)) };
  const shopName = nameOf(shop ?? { name: order.shop_name });
  entitle(text("order.title", named));
  useSaying(announcement(order));
  useEffect(() => noteOrder(order, shop), [order.version, shop?.version]);
  return html`
    <article class="order" data-order-id=${order.id} data-status=${order.status}
      data-received=${order.received_at !== null} data-version=${order.version}>
      <div class="now">
        <${Called} number=${order.number} shopName=${shopName} />
        ${clock.stoppedAt !== null && html`<${Offline} at=${clock.stoppedAt} />`}
        <${Headline} order=${order} clock=${clock} />
        ${!verified && html`<p class="badge">${text("order.unverified")}</p>`}
        <${Waiting} order=${order} shop=${shop} clock=${clock} />
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

/** @param {{at: number}} props when it was as it is shown */
function Offline({ at }) {
  const time = formatMoment(at, currentLanguage());
  return html`<p class="notice" data-testid="offline">${text("order.offline", { time })}</p>`;
}

/** Not announced as it counts down: what is announced is the state. @param {{order: Order, clock: Clock}} props */
function Headline({ order, clock }) {
  const { main, more } = headline(order, timeBy(clock, useNow(REDRAW_SECONDS)));
  const kind = more?.key.startsWith("reason.") ? "reason" : "detail";
  return html`
    <div class="headline" id="headline" tabindex="-1" data-testid="headline" data-says=${main.key}>
      <p class="main">${say(main)}</p>
      ${more && html`<p data-testid=${kind}>${say(more)}</p>`}
      ${order.closed_note && html`<p class="said">${text("order.shop_says", { note: order.closed_note })}</p>`}
    </div>`;
}
