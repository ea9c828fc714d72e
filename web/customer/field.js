/** A field to write in, with what is wrong with it under it, and how much room is left once that matters. */

/** @import { Complaint } from "./details.js" */

import { text } from "../catalogue.js";
import { html } from "../html.js";
import { lengthOf } from "./details.js";

const NEAR_CHARACTERS = 20;

/**
 * @typedef {{
 *   name: string, label: string, value: string, longest: number, complaint: Complaint | null,
 *   onWrite: (value: string) => void, onLeave?: () => void, hint?: string, rows?: number, attributes?: object,
 * }} FieldProps
 */

/** @param {FieldProps} props `rows`: of a field for several lines; `hint`: a part of the label that weighs less */
export function Field(props) {
  const { name, label, value, longest, complaint, onWrite, onLeave, hint, rows, attributes } =
    props;
  const left = longest - lengthOf(value);
  const said = [
    {
      id: `${name}-complaint`,
      words: complaint && text(complaint.key, complaint.values),
      is: "wrong",
    },
    {
      id: `${name}-left`,
      words: left >= 0 && left <= NEAR_CHARACTERS && text("form.left", { left }),
      is: "faint",
    },
  ].filter(({ words }) => words);
  /** Only to another field: what appears under this one would push a button away from the finger that is on it. */
  const leave = (/** @type {any} */ { relatedTarget: next }) => {
    if (next?.matches("input:not([type=checkbox]), textarea")) onLeave?.();
  };
  return html`
    <div class="field">
      <label for=${`${name}-field`}>${label}${hint && html` <span class="faint">${hint}</span>`}</label>
      <${rows ? "textarea" : "input"} id=${`${name}-field`} name=${name} rows=${rows} value=${value} ...${attributes}
        aria-invalid=${complaint !== null} aria-describedby=${said.map(({ id }) => id).join(" ") || null}
        onInput=${(/** @type {any} */ { target }) => onWrite(target.value)} onBlur=${leave} />
      ${said.map(({ id, words, is }) => html`<p key=${id} id=${id} class=${is}>${words}</p>`)}
    </div>`;
}
