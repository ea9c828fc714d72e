/** The settings: of this device first, then of the shop and of printing. */

/** @import { Station } from "../station.js" */
/** @import { Ringing } from "./bell.js" */

import { text } from "../../catalogue.js";
import { html } from "../../html.js";
import { LanguageSwitch } from "../../page.js";
import { ShopSettings } from "../menu/shop-settings.js";
import { PrintingSettings } from "../printing/settings.js";
import { Choice } from "./choice.js";
import { prefer, SCHEMES, TICKET_SIZES, usePreferences } from "./preferences.js";
import { SoundSettings } from "./sound-settings.js";

/** @param {{station: Station, ringing: Ringing}} props */
export function SettingsView({ station }) {
  return html`
    <div class="settings">
      <${SoundSettings} station=${station} />
      <${ScreenSettings} station=${station} />
      <${ShopSettings} station=${station} />
      <${PrintingSettings} station=${station} />
      <${SessionSettings} station=${station} />
    </div>`;
}

/** @param {{station: Station}} props */
function ScreenSettings({ station: { awake } }) {
  const { scheme, ticketSize } = usePreferences();
  return html`
    <section class="card" aria-labelledby="settings-screen">
      <h2 id="settings-screen">${text("settings.screen")}</h2>
      <p class="awake" data-awake=${awake}>${text(`awake.${awake}`)}</p>
      <${Choice} legend=${text("settings.ticket_size")} name="ticket-size" chosen=${ticketSize}
        choices=${TICKET_SIZES.map((size) => ({ value: size, label: text(`size.${size}`) }))}
        onChoose=${(/** @type {typeof ticketSize} */ size) => prefer({ ticketSize: size })} />
      <${Choice} legend=${text("settings.scheme")} name="scheme" chosen=${scheme}
        choices=${SCHEMES.map((one) => ({ value: one, label: text(`scheme.${one}`) }))}
        onChoose=${(/** @type {typeof scheme} */ one) => prefer({ scheme: one })} />
      <div class="row"><span>${text("settings.language")}</span><${LanguageSwitch} /></div>
    </section>`;
}

/** @param {{station: Station}} props */
function SessionSettings({ station: { shopId, sessions, watching } }) {
  const link = new URL(`/kitchen?shop=${encodeURIComponent(shopId)}&look`, location.href).href;
  return html`
    <section class="card" aria-labelledby="settings-session">
      <h2 id="settings-session">${text("settings.session")}</h2>
      <p>${text(watching ? "session.watching" : "session.acting", { shop: shopId })}</p>
      <label class="wide">${text("session.look_link")}
        <textarea class="address" readonly rows="2" value=${link} data-testid="look-link" onFocus=${selectAll}></textarea>
      </label>
      <p class="faint">${text("session.look_why")}</p>
      <button type="button" class="danger" onClick=${sessions.logOut}>${text("login.out")}</button>
    </section>`;
}

/** Copying by a script needs a secure context; what is selected can be copied by hand. @param {{currentTarget: HTMLTextAreaElement}} event */
const selectAll = ({ currentTarget }) => currentTarget.select();
