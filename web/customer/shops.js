/** The list of shops, and this browser's own orders. */

/** @import { Connection } from "../connection.js" */
/** @import { Shop } from "../contract.js" */

import { currentLanguage, text } from "../catalogue.js";
import { openFeed } from "../feed.js";
import { useFeed } from "../hooks.js";
import { html } from "../html.js";
import { allShops } from "../snapshots.js";
import { formatClock } from "../time.js";
import { Frame } from "./frame.js";
import { recallOrders } from "./memory.js";
import { orderLink, shopLink } from "./route.js";

/** @param {{connection: Connection}} props */
export function ShopsView({ connection }) {
  const feed = useFeed(
    () =>
      openFeed({
        connection,
        channel: "public:shops",
        load: allShops(),
        leaving: [],
        entryOf: (frame) => frame.shop,
      }),
    "shops",
  );
  const view = feed?.view;
  const shops = [...(view?.entries ?? [])].sort((a, b) => a.name.localeCompare(b.name));
  return html`
    <${Frame} connection=${connection} views=${view ? [view] : []}>
      <${OwnOrders} />
      <h1>${text("shops.title")}</h1>
      ${!view?.loaded && html`<p class="faint">${text("loading")}</p>`}
      ${view?.loaded && shops.length === 0 && html`<p class="faint">${text("shops.none")}</p>`}
      <ul class="shops">${shops.map((shop) => html`<${ShopCard} key=${shop.id} shop=${shop} />`)}</ul>
    <//>`;
}

/** Whether a shop takes orders, and why not. @param {Shop} shop */
export function shopState(shop) {
  if (shop.accepting) return "accepting";
  return shop.open ? "unattended" : "closed";
}

/** @param {{shop: Shop}} props */
function ShopCard({ shop }) {
  const state = shopState(shop);
  return html`
    <li>
      <a class="card shop" href=${shopLink(shop.id)} data-shop-id=${shop.id} data-state=${state}>
        <strong>${shop.name}</strong>
        <span class="badge" data-state=${state}>${text(`shops.${state}`)}</span>
      </a>
    </li>`;
}

function OwnOrders() {
  const orders = recallOrders();
  if (orders.length === 0) return null;
  return html`
    <section class="own" aria-labelledby="own">
      <h2 id="own">${text("orders.yours")}</h2>
      <ul>
        ${orders.map(
          ({ id, token, number, shop, at }) => html`
            <li key=${id}>
              <a class="chip" href=${orderLink(id, token)} data-order-id=${id}>
                <strong>${number}</strong> ${shop} · ${formatClock(at, currentLanguage())}
              </a>
            </li>`,
        )}
      </ul>
    </section>`;
}
