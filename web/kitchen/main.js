/** The kitchen's page: log in, then the board. */

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
import { openSessions, suggestedLogIn } from "./session.js";

addTexts(kitchen);

/** @type {() => void} */
let redraw = () => {};

const connection = openConnection();
const bell = openBell();
const sessions = openSessions({
  onRenewed: () => sessions.current && connection.renew(`shop:${sessions.current.shopId}`),
  onChange: () => redraw(),
});

function KitchenPage() {
  const [, setDrawn] = useState({});
  redraw = () => setDrawn({});
  useLanguage();
  entitle(text("app.kitchen"));
  const { current } = sessions;
  // A session that only looks is another one, also of the same shop.
  const key = `${current?.shopId} ${Boolean(current?.watching)}`;
  // A link that is for looking never acts by whoever is logged in.
  const isTooMuch = suggestedLogIn(location.search, null).watch && !current?.watching;
  if (!current || isTooMuch) return html`<${LogIn} sessions=${sessions} />`;
  return html`
    <${Kitchen} key=${key} shopId=${current.shopId} connection=${connection} sessions=${sessions}
      bell=${bell} />`;
}

followPreferences();
render(html`<${KitchenPage} />`, document.body);
keepShell();
