/** @import { Names } from "../../contract.js" */

import { LANGUAGES, text } from "../../catalogue.js";
import { html } from "../../html.js";
import { NAME_LENGTH } from "./checks.js";
import { Field } from "./field.js";

/**
 * A name in each language of the pages, all of which may be left out.
 *
 * @param {{names: Names | undefined, typed: Record<string, string>, onTyped: (typed: Record<string, string>) => void}} props
 */
export function NamesFields({ names, typed, onTyped }) {
  return LANGUAGES.map(
    (language) => html`
      <${Field} key=${language} name=${`name-${language}`} lang=${language} limit=${NAME_LENGTH}
        label=${text("field.name_in", { language: text("language.name", undefined, language) })}
        value=${typed[language] ?? names?.[language] ?? ""}
        onValue=${(/** @type {string} */ value) => onTyped({ ...typed, [language]: value })} />`,
  );
}
