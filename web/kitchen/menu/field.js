/** @import { Check } from "./checks.js" */
/** @import { PriceProblem } from "./price.js" */

import { text } from "../../catalogue.js";
import { html } from "../../html.js";

/**
 * A line to type in, with what is wrong about it right below.
 *
 * @param {{
 *   name: string, label: string, value: string, onValue: (value: string) => void, problem?: Check | PriceProblem | null,
 *   hint?: string, mode?: "text" | "decimal" | "numeric", limit?: number, lang?: string,
 * }} props `limit`: characters
 */
export function Field({ name, label, value, onValue, problem, hint, mode = "text", limit, lang }) {
  const about = `${name}-about`;
  /** @param {InputEvent & {currentTarget: HTMLInputElement}} event */
  const typed = (event) => onValue(event.currentTarget.value);
  return html`
    <div class="field">
      <label>${label}
        <input name=${name} value=${value} inputmode=${mode} maxlength=${limit} lang=${lang} autocomplete="off"
          aria-invalid=${problem ? "true" : "false"} aria-describedby=${about} onInput=${typed} />
      </label>
      <p id=${about} class=${problem ? "wrong" : "faint"}>${problem ? text(problem) : hint}</p>
    </div>`;
}

/**
 * Whoever sends a form with something wrong in it is led there.
 *
 * @param {HTMLFormElement} form
 * @param {Record<string, Check | PriceProblem | null>} wrong by field
 * @returns {boolean} whether there is anything wrong
 */
export function leadToWrong(form, wrong) {
  const first = Object.entries(wrong).find(([, is]) => is)?.[0];
  const field = first && form.elements.namedItem(first);
  if (!(field instanceof HTMLElement)) return false;
  field.focus();
  return true;
}
