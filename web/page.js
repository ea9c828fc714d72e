/** The frame of both pages: the true state of the connection, and the choice of language. */

/** @import { Connection } from "./connection.js" */
/** @import { View } from "./feed.js" */

import { currentLanguage, LANGUAGES, setLanguage, text } from "./catalogue.js";
import { html } from "./html.js";
import { lastAnswer, pageState } from "./page-state.js";
import { formatClock } from "./time.js";

/** @param {{connection: Connection, views: View<any>[]}} props */
export function ConnectionBar({ connection, views }) {
  const state = pageState(connection.state, views);
  const answers = views.flatMap((view) => lastAnswer(view) ?? []);
  const since =
    (state === "interrupted" || state === "offline") && answers.length
      ? ` · ${text("connection.answered", { time: formatClock(Math.min(...answers), currentLanguage()) })}`
      : "";
  return html`
    <p class="connection" role="status" data-connection=${state}>
      <span class="lamp" aria-hidden="true"></span>${text(`connection.${state}`)}${since}
    </p>`;
}

/** Stands where something will be shown, and says so where nobody answers. @param {{view: View<any> | undefined}} props */
export function Loading({ view }) {
  const isLost = view !== undefined && !view.answering;
  return html`<p class="faint" role="status">${text(isLost ? "loading.lost" : "loading")}</p>`;
}

/** Offers the other language, in its own words. */
export function LanguageSwitch() {
  return LANGUAGES.filter((language) => language !== currentLanguage()).map(
    (language) => html`
        <button type="button" class="quiet" lang=${language} data-language=${language}
          onClick=${() => setLanguage(language)}>${text("language.name", undefined, language)}</button>`,
  );
}

/** The document's own language and title follow the reader's. @param {string} title */
export function entitle(title) {
  document.title = title;
  document.documentElement.lang = currentLanguage();
}
