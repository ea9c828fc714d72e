/** The customer's page: the shops, a shop's menu with the basket, and an order on its way. */

/** @import { Route } from "./route.js" */

import { customer } from "../catalogue/customer.js";
import { addTexts, text } from "../catalogue.js";
import { openConnection } from "../connection.js";
import { useLanguage, useWatch } from "../hooks.js";
import { html, render } from "../html.js";
import { keepShell } from "../install.js";
import { entitle } from "../page.js";
import { Announcer } from "./announcing.js";
import { useArrival } from "./arriving.js";
import { OrderView } from "./order.js";
import { parseRoute, placeOf } from "./route.js";
import { resumeAll } from "./sending.js";
import { ShopView } from "./shop.js";
import { ShopsView } from "./shops.js";

addTexts(customer);
const connection = openConnection();

/** A view is drawn as high as it was once its data is there; so long it is waited for on a slow network. */
const RESTORE_MILLISECONDS = 10_000;
/** With these, readers scroll by themselves: then nobody is taken back any more. */
const OWN_WAYS = ["keydown", "pointerdown", "wheel"];

/** How far each place had been scrolled when it was left. @type {Map<string, number>} */
const scrolled = new Map();
let restoreUntil = 0;
history.scrollRestoration = "manual";

const stay = () => {
  restoreUntil = 0;
};
for (const way of OWN_WAYS) addEventListener(way, stay, { capture: true, passive: true });

/** @param {string} hash the place */
function restore(hash) {
  const top = scrolled.get(hash) ?? 0;
  restoreUntil = performance.now() + RESTORE_MILLISECONDS;
  const goThere = () => {
    if (location.hash !== hash || performance.now() >= restoreUntil) return;
    scrollTo(0, top);
    if (scrollY + 1 < top) requestAnimationFrame(goThere);
  };
  // After the drawing, and before it is seen.
  requestAnimationFrame(goThere);
}

/** @param {() => void} listener */
function watchRoute(listener) {
  /** @param {HashChangeEvent} event */
  const moved = ({ oldURL }) => {
    scrolled.set(new URL(oldURL).hash, scrollY);
    listener();
    restore(location.hash);
  };
  addEventListener("hashchange", moved);
  return () => removeEventListener("hashchange", moved);
}

function CustomerPage() {
  useLanguage();
  useWatch(watchRoute);
  entitle(text("app.customer"));
  const route = parseRoute(location.hash);
  const isBasket = route.view === "shop" && route.step === "basket";
  useArrival(placeOf(route), isBasket ? "#basket" : "#main h1");
  return html`<${Announcer} /><${View} key=${placeOf(route)} route=${route} />`;
}

/** @param {{route: Route}} props */
function View({ route }) {
  if (route.view === "shop") {
    return html`<${ShopView} connection=${connection} shopId=${route.shopId} step=${route.step} />`;
  }
  if (route.view === "order") {
    return html`<${OrderView} connection=${connection} orderId=${route.orderId} token=${route.token} />`;
  }
  return html`<${ShopsView} connection=${connection} />`;
}

render(html`<${CustomerPage} />`, document.body);
keepShell();
resumeAll();
