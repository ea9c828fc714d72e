/** The customer's page: the shops, a shop's menu with the basket, and an order on its way. */

import { text } from "../catalogue.js";
import { openConnection } from "../connection.js";
import { useLanguage, useWatch } from "../hooks.js";
import { html, render } from "../html.js";
import { entitle } from "../page.js";
import { OrderView } from "./order.js";
import { parseRoute } from "./route.js";
import { ShopView } from "./shop.js";
import { ShopsView } from "./shops.js";

const connection = openConnection();

/** @param {() => void} listener */
function watchRoute(listener) {
  const moved = () => {
    scrollTo(0, 0);
    listener();
  };
  addEventListener("hashchange", moved);
  return () => removeEventListener("hashchange", moved);
}

function CustomerPage() {
  useLanguage();
  useWatch(watchRoute);
  entitle(text("app.customer"));
  const route = parseRoute(location.hash);
  if (route.view === "shop") {
    return html`<${ShopView} key=${route.shopId} connection=${connection} shopId=${route.shopId} />`;
  }
  if (route.view === "order") {
    return html`
      <${OrderView} key=${route.orderId} connection=${connection} orderId=${route.orderId} token=${route.token} />`;
  }
  return html`<${ShopsView} connection=${connection} />`;
}

render(html`<${CustomerPage} />`, document.body);
