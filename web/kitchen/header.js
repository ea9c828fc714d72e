/** The top of the board: which shop, whether it is open, the true state of the connection, and the switches. */

/** @import { Problem } from "../api.js" */
/** @import { Connection } from "../connection.js" */
/** @import { Order, Shop } from "../contract.js" */
/** @import { Feed } from "../feed.js" */
/** @import { Bell } from "../sound.js" */
/** @import { Sessions } from "./session.js" */

import { asProblem, call, path } from "../api.js";
import { problemText, text } from "../catalogue.js";
import { html, useMemo, useState } from "../html.js";
import { ConnectionBar, LanguageSwitch } from "../page.js";
import { persist } from "../persisting.js";
import { SoundNotice } from "./bell.js";
import { keepAwake } from "./wake-lock.js";

/**
 * @param {{
 *   connection: Connection, sessions: Sessions, bell: Bell, shop: Feed<Shop> | null, orders: Feed<Order> | null,
 *   isMenu: boolean, onMenu: () => void, onQuiet: (() => void) | false,
 * }} props
 */
export function Header({ connection, sessions, bell, shop, orders, isMenu, onMenu, onQuiet }) {
  const isAwake = useMemo(keepAwake, []);
  const views = [orders, shop].flatMap((feed) => feed?.view ?? []);
  return html`
    <div class="strip">
      <${ConnectionBar} connection=${connection} views=${views} />
      ${onQuiet && html`<button type="button" class="danger" onClick=${onQuiet}>${text("sound.quiet")}</button>`}
    </div>
    <header class="top">
      <h1>${shop?.view.entries[0]?.name ?? sessions.current?.shopId}</h1>
      <${OpenSwitch} sessions=${sessions} shop=${shop} />
      <div class="switches">
        <button type="button" aria-pressed=${isMenu} onClick=${onMenu}>
          ${text(isMenu ? "kitchen.orders" : "kitchen.menu")}
        </button>
        <button type="button" onClick=${bell.ring}>${text("sound.test")}</button>
        <${LanguageSwitch} />
        <button type="button" onClick=${sessions.logOut}>${text("login.out")}</button>
      </div>
    </header>
    <${SoundNotice} bell=${bell} />
    ${shop?.view.entries[0]?.open === false && html`<p class="notice" role="status">${text("kitchen.not_accepting")}</p>`}
    ${!isAwake && html`<p class="hint">${text("wake.missing")}</p>`}`;
}

/** 营业. @param {{sessions: Sessions, shop: Feed<Shop> | null}} props */
function OpenSwitch({ sessions, shop }) {
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState(/** @type {Problem | null} */ (null));
  const known = shop?.view.entries[0];
  if (!known) return null;
  const toggle = async () => {
    setBusy(true);
    setProblem(null);
    const token = sessions.token();
    try {
      const url = `/api/shops/${path(known.id)}`;
      await persist(() => call("PATCH", url, { token, body: { open: !known.open } }));
      shop?.poll();
    } catch (error) {
      const refused = asProblem(error);
      if (refused.status === 401) sessions.refused(token);
      setProblem(refused);
    }
    setBusy(false);
  };
  return html`
    <div class="open" data-open=${known.open} data-accepting=${known.accepting}>
      <strong class="badge" data-state=${known.open ? "accepting" : "closed"}>
        ${text(known.open ? "kitchen.open" : "kitchen.closed")}</strong>
      <button type="button" class=${known.open ? "" : "primary"} disabled=${isBusy} onClick=${toggle}>
        ${text(known.open ? "kitchen.do_close" : "kitchen.do_open")}
      </button>
      ${problem && html`<span class="notice bad" role="alert">${problemText(problem)}</span>`}
    </div>`;
}
