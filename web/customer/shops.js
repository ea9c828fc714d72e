/** The list of shops, and this browser's own orders. */

/** @import { Connection } from "../connection.js" */
/** @import { Shop } from "../contract.js" */

import { currentLanguage, text } from "../catalogue.js";
import { openFeed } from "../feed.js";
import { useFeed } from "../hooks.js";
import { html, useState } from "../html.js";
import { nameOf } from "../names.js";
import { Loading } from "../page.js";
import { listed, shopState } from "../shop-state.js";
import { allShops } from "../snapshots.js";
import { useSaying } from "./announcing.js";
import { Frame } from "./frame.js";
import { OwnOrders } from "./own-orders.js";
import { shopLink } from "./route.js";
import { isFoundBy, isWorthSearching } from "./search.js";
import { SearchField } from "./search-field.js";
import { ShopBadge } from "./shop-notice.js";

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
  const [query, setQuery] = useState("");
  const view = feed?.view;
  const shops = listed(view?.entries ?? [], currentLanguage());
  const found = shops.filter((shop) => isFoundBy(shop, query));
  const nothing = shops.length > 0 && found.length === 0 && text("shops.nothing", { query });
  useSaying(nothing);
  return html`
    <${Frame} connection=${connection} views=${view ? [view] : []}>
      <${OwnOrders} />
      <h1 id="shops" tabindex="-1">${text("shops.title")}</h1>
      ${!view?.loaded && html`<${Loading} view=${view} />`}
      ${view?.loaded && shops.length === 0 && html`<p class="faint">${text("shops.none")}</p>`}
      ${
        isWorthSearching(shops, query) &&
        html`<${SearchField} label=${text("shops.search")} query=${query} onQuery=${setQuery} />`
      }
      <ul class="shops">${found.map((shop) => html`<${ShopCard} key=${shop.id} shop=${shop} />`)}</ul>
      ${
        nothing &&
        html`
          <p>${nothing}</p>
          <button type="button" onClick=${() => setQuery("")}>${text("shops.all")}</button>`
      }
    <//>`;
}

/** @param {{shop: Shop}} props */
function ShopCard({ shop }) {
  return html`
    <li>
      <a class="card shop" href=${shopLink(shop.id)} data-shop-id=${shop.id} data-state=${shopState(shop)}>
        <strong>${nameOf(shop)}</strong>
        <${ShopBadge} shop=${shop} />
      </a>
    </li>`;
}
