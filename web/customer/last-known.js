/**
 * An order of this browser's own before the page has an answer: its number, which is what the counter asks for, and how
 * it was when this browser last heard of it.
 */

/** @import { OwnOrder } from "./memory.js" */

import { text } from "../catalogue.js";
import { html } from "../html.js";
import { nameOf } from "../names.js";
import { entitle } from "../page.js";
import { stateKey } from "./headline.js";
import { Called } from "./saying.js";

/** @param {{own: OwnOrder}} props */
export function LastKnown({ own: { number, shop, names, state } }) {
  const said = state && text(stateKey(state));
  entitle(said ? text("order.title", { state: said, number }) : number);
  return html`
    <article class="order" data-status=${state?.status} data-testid="last-known">
      <div class="now">
        <${Called} number=${number} shopName=${nameOf({ name: shop, names })} />
        <p class="notice">${text("order.last_known")}</p>
        ${said && html`<div class="headline"><p class="main">${said}</p></div>`}
      </div>
    </article>`;
}
