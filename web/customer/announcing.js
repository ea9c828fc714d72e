/**
 * What changes is said to whoever hears the page, at one place that is there before there is anything to say, and that
 * outlives the views: what comes together with its words is often passed over.
 */

import { useWatch } from "../hooks.js";
import { html, useEffect, useState } from "../html.js";
import { openListeners } from "../listeners.js";

/** What is said now, by who says it. @type {Map<object, string>} */
const sayings = new Map();
const { watch: watchSayings, tell } = openListeners();

/** Says it, for as long as the component stands. @param {string | false | null | undefined} words */
export function useSaying(words) {
  const [self] = useState({});
  useEffect(() => {
    if (!words) return;
    sayings.set(self, words);
    tell();
    return () => {
      sayings.delete(self);
      tell();
    };
  }, [words]);
}

/** What two say, as where a notice stands at the menu and at the basket, is said once. */
export function Announcer() {
  useWatch(watchSayings);
  const said = [...new Set(sayings.values())];
  return html`
    <div class="hidden" role="status" aria-atomic="false" data-testid="announcement">
      ${said.map((words) => html`<p key=${words}>${words}</p>`)}
    </div>`;
}

/** A notice that is said, too. @param {{words: string | null, [attribute: string]: unknown}} props */
export function Notice({ words, ...attributes }) {
  useSaying(words);
  return words && html`<p class="notice" ...${attributes}>${words}</p>`;
}
