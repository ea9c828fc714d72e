/** @import { VNode } from "../vendor/preact.js" */
/** @import { Connection } from "../connection.js" */
/** @import { View } from "../feed.js" */

import { text } from "../catalogue.js";
import { html } from "../html.js";
import { ConnectionBar, LanguageSwitch } from "../page.js";

/**
 * What stands around every view of the customer's page. `connection`: null where nothing is asked for any more. `menuLink`: the way back
 * where the menu and the basket are not side by side.
 *
 * @param {{connection: Connection | null, views: View<any>[], back?: boolean, menuLink?: string | false,
 *   children: VNode<any>[]}} props
 */
export function Frame({ connection, views, back = false, menuLink, children }) {
  return html`
    <div class="customer">
      <header class="top">
        ${
          back
            ? html`<a class="back" href="#/">${"‹ "}${text("menu.back")}</a>`
            : html`<span class="brand">${text("app.customer")}</span>`
        }
        ${menuLink && html`<a class="back to-menu" href=${menuLink}>${"‹ "}${text("menu.title")}</a>`}
        ${connection && html`<${ConnectionBar} connection=${connection} views=${views} />`}
        <${LanguageSwitch} />
      </header>
      <main id="main">${children}</main>
    </div>`;
}
