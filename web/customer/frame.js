/** @import { VNode } from "../vendor/preact.js" */
/** @import { Connection } from "../connection.js" */
/** @import { View } from "../feed.js" */

import { text } from "../catalogue.js";
import { html } from "../html.js";
import { ConnectionBar, LanguageSwitch } from "../page.js";

/**
 * What stands around every view of the customer's page.
 *
 * @param {{connection: Connection, views: View<any>[], back?: boolean, children: VNode<any>[]}} props
 */
export function Frame({ connection, views, back = false, children }) {
  return html`
    <div class="customer">
      <header class="top">
        ${
          back
            ? html`<a class="back" href="#/">${"‹ "}${text("menu.back")}</a>`
            : html`<span class="brand">${text("app.customer")}</span>`
        }
        <${ConnectionBar} connection=${connection} views=${views} />
        <${LanguageSwitch} />
      </header>
      <main id="main">${children}</main>
    </div>`;
}
