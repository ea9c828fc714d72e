/** The frame of both pages: the true state of the connection, and the choice of language. */

/** @import { Language } from "./catalogue.js" */
/** @import { Connection } from "./connection.js" */
/** @import { View } from "./feed.js" */

import { CATALOGUE, currentLanguage, setLanguage, text } from "./catalogue.js";
import { html } from "./html.js";
import { pageState } from "./page-state.js";
import { formatClock } from "./time.js";

/** @param {{connection: Connection, views: View<any>[]}} props */
export function ConnectionBar({ connection, views }) {
  const state = pageState(connection.state, views);
  const answers = views.flatMap((view) => view.answeredAt ?? []);
  const since =
    (state === "interrupted" || state === "offline") && answers.length
      ? ` · ${text("connection.answered", { time: formatClock(Math.min(...answers), currentLanguage()) })}`
      : "";
  return html`
    <p class="connection" role="status" data-connection=${state}>
      <span class="lamp" aria-hidden="true"></span>${text(`connection.${state}`)}${since}
    </p>`;
}

/** Offers the other language, in its own words. */
export function LanguageSwitch() {
  const languages = /** @type {Language[]} */ (Object.keys(CATALOGUE));
  return languages
    .filter((language) => language !== currentLanguage())
    .map(
      (language) => html`
        <button type="button" class="quiet" lang=${language} data-language=${language}
          onClick=${() => setLanguage(language)}>${CATALOGUE[language]["language.name"]}</button>`,
    );
}

/** The document's own language and title follow the reader's. @param {string} title */
export function entitle(title) {
  document.title = title;
  document.documentElement.lang = currentLanguage();
}
