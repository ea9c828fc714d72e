/** The link by which customers come to the shop: to copy, to scan, and to print as a poster. */

/** @import { Shop } from "../../contract.js" */

import { text } from "../../catalogue.js";
import { shopLink } from "../../customer/route.js";
import { html, useMemo, useRef, useState } from "../../html.js";
import { printPoster } from "./poster.js";
import { QrCode, qrModules } from "./qr-code.js";

/** @param {string} origin @param {string} shopId @returns {string} the customer's page of the shop */
export const customerLink = (origin, shopId) => `${origin}/${shopLink(shopId)}`;

/** @param {string} hostname @returns {boolean} whether it means, on every device, that device */
export const isOnlyHere = (hostname) => /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);

/** @param {{shop: Shop}} props */
export function ShopLink({ shop }) {
  const [copied, setCopied] = useState(
    /** @type {"" | "link.copied" | "link.copy_by_hand"} */ (""),
  );
  const field = useRef(/** @type {HTMLTextAreaElement | null} */ (null));
  const link = customerLink(location.origin, shop.id);
  const modules = useMemo(() => qrModules(link), [link]);
  const copy = async () => {
    const isCopied = field.current && (await copyFrom(field.current));
    setCopied(isCopied ? "link.copied" : "link.copy_by_hand");
  };
  return html`
    <section class="card shop-link" aria-labelledby="shop-link">
      <h2 id="shop-link">${text("link.title")}</h2>
      <p class="faint">${text("link.meaning")}</p>
      ${isOnlyHere(location.hostname) && html`<p class="notice">${text("link.only_here", { host: location.hostname })}</p>`}
      <div class="link-line">
        <textarea class="address" ref=${field} readonly rows="2" value=${link} aria-label=${text("link.title")}
          data-testid="shop-link"></textarea>
        <button type="button" onClick=${copy}>${text("link.copy")}</button>
      </div>
      <p role="status">${copied && text(copied)}</p>
      <${QrCode} modules=${modules} label=${text("link.code", { link })} />
      <button type="button" onClick=${() => printPoster(shop, link, modules)}>${text("link.print")}</button>
    </section>`;
}

/**
 * On plain http there is no clipboard but by the old command; where that fails, the link is left selected.
 *
 * @param {HTMLTextAreaElement} field
 * @returns {Promise<boolean>} whether its text is on the clipboard
 */
async function copyFrom(field) {
  try {
    await navigator.clipboard.writeText(field.value);
    return true;
  } catch {
    field.select();
    return document.execCommand("copy");
  }
}
