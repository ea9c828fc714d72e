/** Whether the shop takes orders, and the switches for it: open 营业, and paused for a while. */

/** @import { Station } from "../station.js" */
/** @import { ShopChanges } from "./shop-changes.js" */

import { currentLanguage, text } from "../../catalogue.js";
import { useLasting } from "../../hooks.js";
import { html, useState } from "../../html.js";
import { shopState } from "../../shop-state.js";
import { formatMoment, timeLeft } from "../../time.js";
import { Sheet } from "../sheet.js";

const PAUSE_MINUTES = [10, 20, 30, 60];
/** Screens take a moment to be counted after they connect: no word of it before. */
const UNATTENDED_SECONDS = 4;

/** @param {{station: Station, opening: ShopChanges}} props */
export function OpenSwitch({ station, opening: { isBusy, changeShop } }) {
  const [isChoosing, setChoosing] = useState(false);
  const { shop, watching } = station;
  if (!shop) return null;
  const state = shopState(shop);
  /** @param {number} minutes */
  const pause = (minutes) => {
    setChoosing(false);
    changeShop({ pause_minutes: minutes });
  };
  const resume = html`
    <button type="button" class="primary" disabled=${isBusy} onClick=${() => pause(0)}>${text("pause.end")}</button>`;
  const begin = html`
    <button type="button" aria-haspopup="dialog" disabled=${isBusy} onClick=${() => setChoosing(true)}>
      ${text("pause.begin")}</button>`;
  return html`
    <div class="open" data-open=${shop.open} data-accepting=${shop.accepting} data-state=${state}>
      <strong class="badge" data-state=${state}>
        ${state === "paused" ? text("pause.left", { left: timeLeft(shop.paused_until ?? "", station.now) ?? "0:00" }) : text(shop.open ? "kitchen.open" : "kitchen.closed")}</strong>
      ${!watching && shop.open && (state === "paused" ? resume : begin)}
      ${
        !watching &&
        html`
          <button type="button" class=${shop.open ? "" : "primary"} disabled=${isBusy}
            onClick=${() => changeShop({ open: !shop.open })}>
            ${text(shop.open ? "kitchen.do_close" : "kitchen.do_open")}
          </button>`
      }
      ${
        isChoosing &&
        html`
          <${Sheet} title=${text("pause.title")} onClose=${() => setChoosing(false)}>
            <p class="faint">${text("pause.meaning")}</p>
            <div class="choices">
              ${PAUSE_MINUTES.map(
                (minutes) => html`
                  <button type="button" key=${minutes} data-pause=${minutes} onClick=${() => pause(minutes)}>
                    ${text("pause.minutes", { minutes })}</button>`,
              )}
            </div>
          <//>`
      }
    </div>`;
}

/** Why customers cannot order. @param {{station: Station}} props */
export function OpeningNotice({ station: { shop, watching, now } }) {
  const state = shop ? shopState(shop) : "accepting";
  const isAlone = useLasting(state === "unattended", UNATTENDED_SECONDS);
  if (state === "closed") {
    return html`<p class="notice" role="status">${text("kitchen.not_accepting")}</p>`;
  }
  if (state === "paused") {
    const time = formatMoment(shop?.paused_until ?? "", currentLanguage(), now, shop?.timezone);
    return html`<p class="notice" role="status">${text("pause.notice", { time })}</p>`;
  }
  if (!isAlone) return null;
  const words = watching ? "opening.nobody" : "opening.not_counted";
  return html`<p class="notice bad" role="alert" data-testid="unattended">${text(words)}</p>`;
}
