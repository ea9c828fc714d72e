/** A dialog over the view: at the bottom of a phone, where the thumb is, and in the middle of a wall screen. */

import { text } from "../catalogue.js";
import { html, useLayoutEffect, useRef } from "../html.js";

/**
 * Escape closes it. However it goes, the focus returns to where it was.
 *
 * @param {{title: string, testid?: string, onClose: () => void, children?: any}} props
 */
export function Sheet({ title, testid, onClose, children }) {
  const element = useRef(/** @type {HTMLDialogElement | null} */ (null));
  const isOpen = useRef(true);
  // With the drawing: keys that are pressed at once are for the dialog already.
  useLayoutEffect(() => {
    const dialog = element.current;
    const before = document.activeElement;
    dialog?.showModal();
    return () => {
      // What lies under an open dialog cannot have the focus. It tells of its end later, when the next may be open.
      isOpen.current = false;
      dialog?.close();
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  return html`
    <dialog class="sheet" ref=${element} data-testid=${testid} aria-label=${title}
      onClose=${() => isOpen.current && onClose()}>
      <header>
        <h2>${title}</h2>
        <button type="button" class="icon" aria-label=${text("sheet.close")} onClick=${onClose}>
          <span aria-hidden="true">×</span>
        </button>
      </header>
      ${children}
    </dialog>`;
}
