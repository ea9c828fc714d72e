/** Which sound this device rings with, and how loud. */

/** @import { Station } from "../station.js" */
/** @import { SoundName } from "./sounds.js" */

import { text } from "../../catalogue.js";
import { useWatch } from "../../hooks.js";
import { html } from "../../html.js";
import { Choice } from "./choice.js";
import { prefer, usePreferences, VOLUME } from "./preferences.js";
import { useTest } from "./sound-test.js";
import { SOUND_NAMES } from "./sounds.js";

/** @param {{station: Station}} props */
export function SoundSettings({ station: { bell, watching } }) {
  const { sound, volume, ringsWatching } = usePreferences();
  const test = useTest(bell);
  useWatch(bell.watch);
  return html`
    <section class="card" aria-labelledby="settings-sound">
      <h2 id="settings-sound">${text("settings.sound")}</h2>
      <${Choice} legend=${text("sound.which")} name="sound" chosen=${sound}
        choices=${SOUND_NAMES.map((name) => ({ value: name, label: text(`sound.${name}`) }))}
        onChoose=${(/** @type {SoundName} */ name) => {
          prefer({ sound: name });
          test();
        }} />
      <label class="wide">${text("sound.volume")} <output>${text("sound.percent", { percent: volume })}</output>
        <input type="range" name="volume" min=${VOLUME.least} max=${VOLUME.most} step=${VOLUME.step} value=${volume}
          onInput=${(/** @type {{currentTarget: HTMLInputElement}} */ { currentTarget }) => prefer({ volume: currentTarget.valueAsNumber })}
          onChange=${test} />
      </label>
      <button type="button" class="primary" onClick=${test}>${text("sound.test")}</button>
      <p class="faint" data-sound=${bell.state}>${text(`sound.is_${bell.state}`)}</p>
      ${
        watching &&
        html`
          <label class="choice">
            <input type="checkbox" name="rings-watching" checked=${ringsWatching}
              onChange=${() => prefer({ ringsWatching: !ringsWatching })} />${text("sound.watching")}
          </label>`
      }
    </section>`;
}
