/** The sections of the menu: added, renamed, sorted, removed. */

/** @import { Dish } from "../../contract.js" */
/** @import { Station } from "../station.js" */

import { text } from "../../catalogue.js";
import { html, useState } from "../../html.js";
import { nameOf } from "../../names.js";
import { Grip, Steps } from "./editing.js";
import { SectionForm } from "./section-form.js";
import { Refusal, useShopChanges } from "./shop-changes.js";
import { idsAfter } from "./sorting.js";
import { useSorting } from "./use-sorting.js";

const NEW = "";

/** @param {{station: Station, menu: Dish[]}} props */
export function SectionList({ station, menu }) {
  const [openName, setOpenName] = useState(/** @type {string | null} */ (null));
  const { problem, changeShop } = useShopChanges(station);
  const sections = station.shop?.sections ?? [];
  const byName = new Map(sections.map((section) => [section.name, section]));
  const rows = sections.map(({ name }) => ({ id: name, group: null, isHeading: false }));
  const sorting = useSorting({
    rows,
    nameOf: (name) => nameOf(byName.get(name) ?? { name }),
    groupOf: () => text("section.title"),
    onDrop: (name, place) =>
      changeShop({ sections: idsAfter(rows, name, place).flatMap((one) => byName.get(one) ?? []) }),
  });
  return html`
    <details class="card sections" open=${sections.length === 0 && menu.length > 0}>
      <summary>${text("section.count", { count: sections.length })}</summary>
      <p class="faint">${text("section.meaning")}</p>
      <${Refusal} problem=${problem} />
      <p class="hidden" aria-live="assertive">${sorting.said}</p>
      <ul class="sorted" ref=${sorting.list}>
        ${sections.map(
          (section) => html`
            <li key=${section.name} data-section=${section.name} ...${sorting.rowProps(section.name)}>
              <button ...${sorting.handleProps(section.name)}><${Grip} /></button>
              <button type="button" class="dish-line" aria-haspopup="dialog" onClick=${() => setOpenName(section.name)}>
                <span class="dish-name">${nameOf(section)}</span>
                <span class="dish-act">${text("editing.edit")}</span>
              </button>
              <${Steps} id=${section.name} sorting=${sorting} />
            </li>`,
        )}
      </ul>
      <button type="button" data-testid="add-section" onClick=${() => setOpenName(NEW)}>${text("section.add")}</button>
    </details>
    ${
      openName !== null &&
      html`
        <${SectionForm} station=${station} section=${openName === NEW ? null : (byName.get(openName) ?? "gone")}
          menu=${menu} onClose=${() => setOpenName(null)} />`
    }`;
}
