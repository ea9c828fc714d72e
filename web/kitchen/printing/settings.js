/** The printing of this device, among its settings. */

/** @import { Station } from "../station.js" */
/** @import { Moment, Printing } from "./due-prints.js" */

import { text } from "../../catalogue.js";
import { html, useState } from "../../html.js";
import { Choice } from "../screen/choice.js";
import { COPIES, MOMENTS, recallPrinting, rememberPrinting } from "./due-prints.js";
import { canPrint } from "./printing.js";

/** @param {{station: Pick<Station, "now" | "watching">}} props */
export function PrintingSettings({ station: { now, watching } }) {
  const [printing, setPrinting] = useState(recallPrinting);
  const change = (/** @type {Partial<Printing>} */ changes) => {
    const changed = { ...printing, ...changes };
    rememberPrinting(changed);
    setPrinting(changed);
  };
  if (watching) return null;
  return html`
    <section class="card" aria-labelledby="printing-title">
      <h2 id="printing-title">${text("print.title")}</h2>
      ${!canPrint() && html`<p class="notice">${text("print.cannot")}</p>`}
      <${Choice} legend=${text("print.when")} name="print-moment" chosen=${printing.moment}
        choices=${MOMENTS.map((moment) => ({ value: moment, label: text(`moment.${moment}`) }))}
        onChoose=${(/** @type {Moment} */ moment) => change({ moment, since: now })} />
      <${Choice} legend=${text("print.copies")} name="print-copies" chosen=${String(printing.copies)}
        choices=${COPIES.map((copies) => ({ value: String(copies), label: String(copies) }))}
        onChoose=${(/** @type {string} */ copies) => change({ copies: Number(copies) })} />
      <p class="faint">${text("print.kiosk")}</p>
    </section>`;
}
