/** Says where the sound is missing, and mends it by a touch. */

/** @import { Station } from "../station.js" */

import { text } from "../../catalogue.js";
import { useWatch } from "../../hooks.js";
import { html } from "../../html.js";
import { usePreferences } from "./preferences.js";

/** @param {{station: Station, waiting: number}} props `waiting`: how many orders ring unheard */
export function SoundNotice({ station: { bell, watching }, waiting }) {
  useWatch(bell.watch);
  const { ringsWatching } = usePreferences();
  if (bell.state !== "blocked" || (watching && !ringsWatching)) return null;
  const isUnheard = waiting > 0;
  const asked = isUnheard ? text("sound.unheard", { count: waiting }) : text("sound.blocked");
  return html`
    <button type="button" class="notice sound-notice" data-testid="sound-blocked" data-urgent=${isUnheard}
      onClick=${bell.unblock}>
      <${LoudspeakerOff} />
      <span>${asked}</span>
    </button>`;
}

function LoudspeakerOff() {
  return html`
    <svg class="glyph" viewBox="0 0 24 24" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="2"
      stroke-linecap="round" stroke-linejoin="round">
      <path d="M4 9h4l5-4v14l-5-4H4z" fill="currentColor" />
      <path d="M17 9l5 6M22 9l-5 6" />
    </svg>`;
}
