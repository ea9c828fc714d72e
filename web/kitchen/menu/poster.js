/** The poster of a shop's link, on paper of whatever size the printer has. */

/** @import { Shop } from "../../contract.js" */
/** @import { Modules } from "./qr-code.js" */

import { LANGUAGES, text } from "../../catalogue.js";
import { html } from "../../html.js";
import { nameOf } from "../../names.js";
import { putOnPaper } from "../printing/paper.js";
import { QrCode } from "./qr-code.js";

/** @param {Shop} shop @param {string} link @param {Modules} modules @returns {Promise<void>} */
export const printPoster = (shop, link, modules) =>
  putOnPaper(html`<${Poster} shop=${shop} link=${link} modules=${modules} />`, "poster");

/** For guests who read either language. @param {{shop: Shop, link: string, modules: Modules}} props */
function Poster({ shop, link, modules }) {
  const names = [...new Set(LANGUAGES.map((language) => nameOf(shop, language)))];
  return html`
    <section class="poster" data-testid="poster">
      <h1>${names.join(" · ")}</h1>
      <${QrCode} modules=${modules} label=${link} />
      ${LANGUAGES.map((language) => html`<p key=${language} lang=${language}>${text("link.scan", undefined, language)}</p>`)}
      <p class="address">${link}</p>
    </section>`;
}
