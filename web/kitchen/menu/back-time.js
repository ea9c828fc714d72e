/** @import { WallTime } from "./back-at.js" */

import { text } from "../../catalogue.js";
import { html, useState } from "../../html.js";

/**
 * A time of one's own at which a dish is back.
 *
 * @param {{momentOf: (time: WallTime) => string | null, onChoose: (time: WallTime) => void}} props `momentOf`: when that
 *   is, for the reader
 */
export function BackTime({ momentOf, onChoose }) {
  const [time, setTime] = useState(/** @type {WallTime | null} */ (null));
  /** @param {SubmitEvent} event */
  const submit = (event) => {
    event.preventDefault();
    if (time) onChoose(time);
  };
  /** @param {InputEvent & {currentTarget: HTMLInputElement}} event */
  const typed = ({ currentTarget: { value } }) =>
    setTime(value ? /** @type {WallTime} */ (value) : null);
  return html`
    <form class="back-time" onSubmit=${submit}>
      <label>${text("back.own")}<input type="time" name="back-time" onInput=${typed} /></label>
      <button disabled=${!time}>${text("back.own_at", { time: (time && momentOf(time)) ?? "…" })}</button>
    </form>`;
}
