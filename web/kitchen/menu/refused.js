/** Changes that came to nothing, maybe after whoever made them had turned away: told in the header until it is read. */

/** @import { DishChanges } from "./dish-changes.js" */
/** @import { ShopChanges } from "./shop-changes.js" */

import { text } from "../../catalogue.js";
import { html } from "../../html.js";
import { nameOf } from "../../names.js";
import { refusalText } from "./shop-changes.js";

/** @param {{opening: ShopChanges, dishChanges: DishChanges}} props */
export function Refused({ opening, dishChanges: { refused, onRead } }) {
  const { problem } = opening;
  return html`
    ${
      problem &&
      html`<${ToRead} code=${problem.code} words=${refusalText(problem)} onRead=${opening.onRead} />`
    }
    ${
      refused &&
      html`
        <${ToRead} code=${refused.problem.code} onRead=${onRead}
          words=${text("dishes.unchanged", { dish: nameOf(refused.dish), why: refusalText(refused.problem) })} />`
    }`;
}

/** @param {{code: string, words: string, onRead: () => void}} props */
function ToRead({ code, words, onRead }) {
  return html`
    <div class="notice bad to-read" role="alert" data-code=${code}>
      <p>${words}</p>
      <button type="button" onClick=${onRead}>${text("kitchen.read")}</button>
    </div>`;
}
