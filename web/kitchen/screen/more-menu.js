/** What is seldom needed, behind one button: pausing, trying the bell, the language, logging out. */

/** @import { ShopChanges } from "../menu/shop-changes.js" */
/** @import { Station } from "../station.js" */

import { text } from "../../catalogue.js";
import { html, useEffect, useLayoutEffect, useRef, useState } from "../../html.js";
import { nameOf } from "../../names.js";
import { LanguageSwitch } from "../../page.js";
import { OpenSwitch } from "../menu/opening.js";
import { useTest } from "./sound-test.js";

/** @param {{station: Station, opening: ShopChanges}} props */
export function MoreMenu({ station, opening }) {
  const { bell, sessions, shop } = station;
  const [isOpen, setOpen] = useState(false);
  const place = useRef(/** @type {HTMLElement | null} */ (null));
  const button = useRef(/** @type {HTMLElement | null} */ (null));
  const test = useTest(bell);
  // What it was opened for is done.
  useEffect(() => setOpen(false), [shop?.open, shop?.paused_until]);
  // With the drawing: the key that closes it may be pressed at once.
  useLayoutEffect(() => {
    if (!isOpen) return;
    const touched = (/** @type {Event} */ { target }) => {
      if (!place.current?.contains(/** @type {Node} */ (target))) setOpen(false);
    };
    const pressed = (/** @type {KeyboardEvent} */ { key }) => {
      if (key !== "Escape") return;
      setOpen(false);
      button.current?.focus();
    };
    addEventListener("pointerdown", touched);
    addEventListener("keydown", pressed);
    return () => {
      removeEventListener("pointerdown", touched);
      removeEventListener("keydown", pressed);
    };
  }, [isOpen]);
  return html`
    <div class="more" ref=${place}>
      <button type="button" ref=${button} aria-expanded=${isOpen} aria-label=${text("more.title")} data-testid="more"
        onClick=${() => setOpen(!isOpen)}>
        <svg class="glyph" viewBox="0 0 24 24" aria-hidden="true" fill="currentColor">
          <circle cx="12" cy="5" r="2.2" /><circle cx="12" cy="12" r="2.2" /><circle cx="12" cy="19" r="2.2" />
        </svg>
      </button>
      ${
        isOpen &&
        html`
          <div class="more-items card">
            ${shop && html`<strong class="whole-name">${nameOf(shop)}</strong>`}
            ${shop?.open && html`<${OpenSwitch} station=${station} opening=${opening} />`}
            <button type="button" onClick=${test}>${text("sound.test")}</button>
            <${LanguageSwitch} />
            <button type="button" onClick=${sessions.logOut}>${text("login.out")}</button>
          </div>`
      }
    </div>`;
}
