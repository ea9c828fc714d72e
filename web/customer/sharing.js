/** The order's link on another device: shared where the browser can, else copied, else shown to be copied by hand. */

import { text } from "../catalogue.js";
import { html, useEffect, useRef, useState } from "../html.js";

/** @typedef {"idle" | "copied" | "by hand"} Shared */

/** @param {{title: string, canCancel: boolean}} props `title`: of what is shared; `canCancel`: whoever has the link */
export function Sharing({ title, canCancel }) {
  const [shared, setShared] = useState(/** @type {Shared} */ ("idle"));
  const hasSheet = "share" in navigator;
  const share = async () => {
    // So that the same word is said again.
    setShared("idle");
    const wanted = (await shareBySheet(title)) ?? (await copy(location.href));
    setShared(wanted);
  };
  return html`
    <section class="sharing">
      <button type="button" class="wide" onClick=${share}>
        ${text(hasSheet ? "order.share" : "order.copy")}</button>
      <p role="status" data-testid="shared">
        ${shared === "copied" && text("order.copied")}${shared === "by hand" && text("order.copy_by_hand")}
      </p>
      ${shared === "by hand" && html`<${Link} />`}
      <p class="faint">${text(canCancel ? "order.link_cancels" : "order.link")}</p>
    </section>`;
}

/** The link itself, ready to be copied. */
function Link() {
  /** @type {{current: HTMLInputElement | null}} */
  const field = useRef(null);
  useEffect(() => field.current?.select(), []);
  return html`<input ref=${field} readonly value=${location.href} aria-label=${text("order.link_itself")} />`;
}

/** @param {string} title @returns {Promise<Shared | null>} null where there is no sheet, or it does not open */
async function shareBySheet(title) {
  if (!("share" in navigator)) return null;
  try {
    await navigator.share({ title, url: location.href });
    return "idle";
  } catch (error) {
    // Whoever closes the sheet wants no copy either.
    return /** @type {Error} */ (error).name === "AbortError" ? "idle" : null;
  }
}

/** @param {string} link @returns {Promise<Shared>} */
async function copy(link) {
  try {
    await navigator.clipboard.writeText(link);
    return "copied";
  } catch {
    // Pages on plain http have no clipboard.
    return copySelected(link) ? "copied" : "by hand";
  }
}

/** @param {string} link @returns {boolean} whether the browser says that it did */
function copySelected(link) {
  const before = /** @type {HTMLElement | null} */ (document.activeElement);
  const field = document.createElement("input");
  field.className = "unseen";
  field.readOnly = true;
  field.value = link;
  document.body.append(field);
  field.select();
  const copied = document.execCommand("copy");
  field.remove();
  before?.focus();
  return copied;
}
