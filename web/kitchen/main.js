/** The kitchen's page: log in, then the board. */

/** @import { Order } from "../contract.js" */

import { kitchen } from "../catalogue/kitchen.js";
import { addTexts, text } from "../catalogue.js";
import { openConnection } from "../connection.js";
import { useLanguage } from "../hooks.js";
import { html, render, useState } from "../html.js";
import { keepShell } from "../install.js";
import { entitle } from "../page.js";
import { Kitchen } from "./kitchen.js";
import { LogIn } from "./log-in.js";
import { followPreferences } from "./screen/preferences.js";
import { openBell } from "./screen/sound.js";
import { addressOf, openSessions, suggestedLogIn } from "./session.js";

addTexts(kitchen);

/** @type {() => void} */
let redraw = () => {};
/** What waited when the orders were last known. `ahead`: see View. */
let left = { waiting: /** @type {Order[]} */ ([]), ahead: 0 };

const connection = openConnection();
const bell = openBell();
const sessions = openSessions(suggestedLogIn(location.search, null).watch, {
  onRenewed: () => sessions.current && connection.renew(`shop:${sessions.current.shopId}`),
  onChange: () => {
    const { current } = sessions;
    if (current) {
      history.replaceState(null, "", addressOf(location.href, Boolean(current.watching)));
    }
    redraw();
  },
});

function KitchenPage() {
  const [, setDrawn] = useState({});
  redraw = () => setDrawn({});
  useLanguage();
  entitle(text("app.kitchen"));
  const { current } = sessions;
  // A session that only looks is another one, also of the same shop.
  const key = `${current?.shopId} ${Boolean(current?.watching)}`;
  if (!current) {
    const waiting = sessions.isEnded ? left.waiting : [];
    return html`<${LogIn} sessions=${sessions} bell=${bell} waiting=${waiting} ahead=${left.ahead} />`;
  }
  return html`
    <${Kitchen} key=${key} shopId=${current.shopId} connection=${connection} sessions=${sessions}
      bell=${bell} onWaiting=${keepWaiting} />`;
}

/** @param {Order[]} waiting @param {number} now by the server's clock */
function keepWaiting(waiting, now) {
  left = { waiting, ahead: now - Date.now() };
}

followPreferences();
render(html`<${KitchenPage} />`, document.body);
keepShell();
