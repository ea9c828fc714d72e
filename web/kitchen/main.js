/** The kitchen's page: log in, then the board. */

import { text } from "../catalogue.js";
import { openConnection } from "../connection.js";
import { useLanguage } from "../hooks.js";
import { html, render, useState } from "../html.js";
import { entitle } from "../page.js";
import { openBell } from "../sound.js";
import { Board } from "./board.js";
import { LogIn } from "./log-in.js";
import { openSessions } from "./session.js";

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
  if (!current) return html`<${LogIn} sessions=${sessions} />`;
  return html`
    <${Board} key=${current.shopId} shopId=${current.shopId} connection=${connection} sessions=${sessions}
      bell=${bell} />`;
}

render(html`<${KitchenPage} />`, document.body);
