/** Taking a day's orders away: as a file for spreadsheets, or on paper. */

/** @import { Order, Shop } from "../../contract.js" */
/** @import { RowKind } from "./csv.js" */

import { text } from "../../catalogue.js";
import { html } from "../../html.js";
import { canPrint } from "../printing/paper.js";
import { csvName, toCsv } from "./csv.js";
import { printDay } from "./day-sheet.js";

/** Until the browser has surely begun to save it. */
const KEPT_SECONDS = 60;

/** @param {{orders: Order[], day: string, shop: Shop}} props */
export function Export({ orders, day, shop }) {
  const save = (/** @type {RowKind} */ kind) =>
    download(csvName(shop.id, day, kind), toCsv(orders, kind, shop.timezone));
  const sheet = { orders, day, shop };
  return html`
    <div class="export" role="group" aria-label=${text("today.export")}>
      <button type="button" onClick=${() => save("orders")}>${text("today.csv_orders")}</button>
      <button type="button" onClick=${() => save("lines")}>${text("today.csv_lines")}</button>
      ${
        canPrint() &&
        html`
          <button type="button" onClick=${() => printDay(sheet, "list-page")}>${text("print.list_page")}</button>
          <button type="button" onClick=${() => printDay(sheet, "list-roll")}>${text("print.list_roll")}</button>`
      }
    </div>
    <p class="faint">${text("today.personal")}</p>`;
}

/** @param {string} name @param {string} content */
function download(name, content) {
  const url = URL.createObjectURL(new Blob([content], { type: "text/csv;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), KEPT_SECONDS * 1000);
}
