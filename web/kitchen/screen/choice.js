import { html } from "../../html.js";

/**
 * One of a few, side by side.
 *
 * @param {{
 *   legend: string, name: string, chosen: string, choices: {value: string, label: string}[],
 *   onChoose: (value: any) => void,
 * }} props
 */
export function Choice({ legend, name, chosen, choices, onChoose }) {
  return html`
    <fieldset class="options">
      <legend>${legend}</legend>
      <div>
        ${choices.map(
          ({ value, label }) => html`
            <label key=${value}>
              <input type="radio" name=${name} value=${value} checked=${value === chosen} onChange=${() => onChoose(value)} />
              <span>${label}</span>
            </label>`,
        )}
      </div>
    </fieldset>`;
}
