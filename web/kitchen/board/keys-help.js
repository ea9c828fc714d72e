import { text } from "../../catalogue.js";
import { html } from "../../html.js";
import { Sheet } from "../sheet.js";
import { KEYS } from "./keys.js";
import { useSheetKeys } from "./sheet-keys.js";

/** @type {Record<string, string>} */
const SIGNS = { ArrowDown: "↓", ArrowRight: "→", ArrowUp: "↑", ArrowLeft: "←" };

/**
 * What each key of the board does, and whether tickets show theirs.
 *
 * @param {{isShown: boolean, onShow: (isShown: boolean) => void, onClose: () => void}} props
 */
export function KeysHelp({ isShown, onShow, onClose }) {
  useSheetKeys("help", onClose);
  return html`
    <${Sheet} title=${text("keys.title")} testid="keys" onClose=${onClose}>
      <dl class="key-list">
        ${KEYS.map(
          ({ keys, command }) => html`
            <div key=${command}>
              <dt>${keys.map((key) => html`<kbd>${SIGNS[key] ?? key}</kbd>${" "}`)}</dt>
              <dd>${text(`key.${command}`)}</dd>
            </div>`,
        )}
      </dl>
      <label class="choice">
        <input type="checkbox" checked=${isShown}
          onChange=${(/** @type {any} */ event) => onShow(event.currentTarget.checked)} />
        ${text("keys.show")}
      </label>
    <//>`;
}
