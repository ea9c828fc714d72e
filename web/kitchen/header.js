/** The top of the kitchen's page: the true state of the connection, the shop, the views, and what is wrong. */

/** @import { View } from "./kitchen.js" */
/** @import { DishChanges } from "./menu/dish-changes.js" */
/** @import { Ringing } from "./screen/bell.js" */
/** @import { Station } from "./station.js" */

import { text } from "../catalogue.js";
import { html } from "../html.js";
import { nameOf } from "../names.js";
import { ConnectionBar } from "../page.js";
import { OpenSwitch } from "./menu/opening.js";
import { Refused } from "./menu/refused.js";
import { useShopChanges } from "./menu/shop-changes.js";
import { SilenceButton } from "./screen/bell.js";
import { MoreMenu } from "./screen/more-menu.js";
import { SoundNotice } from "./screen/sound-notice.js";

/**
 * @param {{
 *   station: Station, ringing: Ringing, dishChanges: DishChanges, views: View[], view: View,
 *   onView: (view: View) => void,
 * }} props
 */
export function Header({ station, ringing, dishChanges, views, view, onView }) {
  const { connection, shop, orders, shopFeed, shopId, watching } = station;
  const opening = useShopChanges(station);
  const feeds = [orders, shopFeed].flatMap((feed) => feed?.view ?? []);
  return html`
    <header class="bar">
      <${ConnectionBar} connection=${connection} views=${feeds} />
      <h1>${shop ? nameOf(shop) : shopId}</h1>
      ${watching && html`<strong class="badge" data-testid="looking">${text("looking.badge")}</strong>`}
      <${OpenSwitch} station=${station} opening=${opening} />
      <nav class="views" aria-label=${text("kitchen.views")}>
        ${views.map(
          (one) => html`
            <button type="button" key=${one} data-view=${one} aria-current=${one === view ? "page" : null}
              onClick=${() => onView(one)}>${text(`view.${one}`)}</button>`,
        )}
      </nav>
      <${SilenceButton} ringing=${ringing} />
      <${MoreMenu} station=${station} opening=${opening} />
      <div class="told">
        <${SoundNotice} station=${station} waiting=${ringing.orders.length} />
        <${Refused} opening=${opening} dishChanges=${dishChanges} />
      </div>
    </header>`;
}
