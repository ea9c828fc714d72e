/** What a kitchen is told at the foot of the page: what lasts, and below it, in reach of a thumb, what has to be read. */

/** @import { Station } from "./station.js" */

import { text } from "../catalogue.js";
import { html } from "../html.js";
import { useHeight } from "./height.js";
import { OpeningNotice } from "./menu/opening.js";
import { usePreferences } from "./screen/preferences.js";
import { AwakeHint } from "./screen/wake-lock.js";

/** @param {{station: Station, children?: any}} props `children`: what has to be read */
export function Told({ station, children }) {
  const { ringsWatching } = usePreferences();
  const hasNoSound = station.bell.state === "none" && (!station.watching || ringsWatching);
  return html`
    <div class="told-below" ref=${useHeight("--told-height")}>
      ${hasNoSound && html`<p class="notice" role="status">${text("sound.none")}</p>`}
      <${OpeningNotice} station=${station} />
      <${AwakeHint} awake=${station.awake} />
      ${children}
    </div>`;
}
