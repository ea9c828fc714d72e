/** One shop: its menu and the basket, side by side, or one after the other where there is no room for both. */

/** @import { Connection } from "../connection.js" */
/** @import { Basket } from "./basket.js" */
/** @import { Step } from "./route.js" */

import { problemText } from "../catalogue.js";
import { html, useLayoutEffect, useRef, useState } from "../html.js";
import { nameOf } from "../names.js";
import { entitle, Loading } from "../page.js";
import { isOffline } from "../page-state.js";
import { useShopFeed } from "../shop-feed.js";
import { BasketBar } from "./basket-bar.js";
import { Checkout } from "./checkout.js";
import { Frame } from "./frame.js";
import { recallBasket, rememberBasket, watchBasket } from "./memory.js";
import { Menu } from "./menu.js";
import { shopLink } from "./route.js";
import { ShopBadge, ShopNotice } from "./shop-notice.js";

/** @param {{connection: Connection, shopId: string, step: Step}} props */
export function ShopView({ connection, shopId, step }) {
  const feed = useShopFeed(connection, shopId);
  const [basket, setBasket] = useState(() => recallBasket(shopId));
  // With the drawing: a change right after it would be missed.
  useLayoutEffect(() => watchBasket(shopId, () => setBasket(recallBasket(shopId))), [shopId]);
  /** @param {Basket} changed */
  const keep = (changed) => {
    rememberBasket(shopId, changed);
    setBasket(changed);
  };
  useFocusOf(step);

  const view = feed?.view;
  const views = view ? [view] : [];
  const shop = view?.entries[0];
  if (shop) entitle(nameOf(shop));
  return html`
    <${Frame} connection=${view?.refused ? null : connection} views=${views} back
      menuLink=${step === "basket" && shopLink(shopId)}>
      ${view?.refused && html`<p class="notice bad" role="alert">${problemText(view.refused)}</p>`}
      ${!shop && !view?.refused && html`<${Loading} view=${view} />`}
      ${
        feed &&
        shop &&
        html`
          <div class="shopping" data-step=${step}>
            <div class="menu">
              <h1 id="shop" tabindex="-1">${nameOf(shop)} <${ShopBadge} shop=${shop} /></h1>
              <${ShopNotice} shop=${shop} />
              <${Menu} shop=${shop} basket=${basket} onBasket=${keep} />
            </div>
            <${BasketBar} shop=${shop} basket=${basket} />
            <${Checkout} shop=${shop} basket=${basket} onBasket=${keep} refresh=${feed.poll}
              isOffline=${isOffline(connection, feed)} />
          </div>`
      }
    <//>`;
}

/**
 * Where one step takes the other's place, the focus goes to the basket's title, and back to where it came from: if
 * nothing is left in the basket, to the shop's name.
 *
 * @param {Step} step
 */
function useFocusOf(step) {
  const before = useRef(step);
  // With the drawing, not after it: what is written at once into what is seen would lose the focus.
  useLayoutEffect(() => {
    if (before.current === step) return;
    before.current = step;
    const ids = step === "basket" ? ["basket"] : ["to-basket", "shop"];
    const target = ids.map((id) => document.getElementById(id)).find(Boolean);
    target?.focus({ preventScroll: true });
  }, [step]);
}
