/** Editing the menu: dishes and sections added, changed, sorted and removed. */

/** @import { Dish } from "../../contract.js" */
/** @import { Station } from "../station.js" */
/** @import { ChangeDish } from "./dish-changes.js" */
/** @import { Sorting } from "./use-sorting.js" */

import { currentLanguage, text } from "../../catalogue.js";
import { html, useState } from "../../html.js";
import { formatMoney } from "../../money.js";
import { nameOf } from "../../names.js";
import { DishForm } from "./dish-form.js";
import { SectionList } from "./section-list.js";
import { grouped } from "./sections.js";
import { dishMove, menuRows } from "./sorting.js";
import { useSorting } from "./use-sorting.js";

const NEW = "new";

/** @param {{station: Station, menu: Dish[], changeDish: ChangeDish}} props */
export function Editing({ station, menu, changeDish }) {
  const [openId, setOpenId] = useState(/** @type {string | null} */ (null));
  const sections = station.shop?.sections ?? [];
  const rows = menuRows(grouped(menu, sections));
  const dishes = new Map(menu.map((dish) => [dish.id, dish]));
  /** @param {string | null} group */
  const groupOf = (group) => {
    const section = sections.find(({ name }) => name === group);
    return section ? nameOf(section) : text("section.none");
  };
  const sorting = useSorting({
    rows,
    groupOf,
    nameOf: (id) => nameOf(dishes.get(id) ?? { name: "" }),
    onDrop: (id, place) => {
      const wanted = dishMove(menu, rows, id, place);
      if (wanted) changeDish(id, wanted, wanted);
    },
  });
  return html`
    <${SectionList} station=${station} menu=${menu} />
    <button type="button" class="primary wide" data-testid="add-dish" onClick=${() => setOpenId(NEW)}>
      ${text("editing.add")}</button>
    ${menu.length > 1 && html`<p class="faint">${text("sorting.how")}</p>`}
    <p class="hidden" aria-live="assertive" data-testid="sorting">${sorting.said}</p>
    <ul class="sorted" ref=${sorting.list}>
      ${rows.map(({ id, group, isHeading }) => {
        const dish = dishes.get(id);
        if (isHeading)
          return html`<li key=${id} class="heading" ...${sorting.rowProps(id)}><h3>${groupOf(group)}</h3></li>`;
        return (
          dish &&
          html`<${DishRow} key=${id} dish=${dish} station=${station} sorting=${sorting} onOpen=${() => setOpenId(id)} />`
        );
      })}
    </ul>
    ${
      openId &&
      html`
        <${DishForm} station=${station} dish=${openId === NEW ? null : (dishes.get(openId) ?? "gone")}
          changeDish=${changeDish} onClose=${() => setOpenId(null)} />`
    }`;
}

/** @param {{dish: Dish, station: Station, sorting: Sorting, onOpen: () => void}} props */
function DishRow({ dish, station, sorting, onOpen }) {
  const price = formatMoney(dish.price, station.shop?.currency ?? "", currentLanguage());
  return html`
    <li data-edit-id=${dish.id} ...${sorting.rowProps(dish.id)}>
      <button ...${sorting.handleProps(dish.id)}><${Grip} /></button>
      <button type="button" class="dish-line" aria-haspopup="dialog" onClick=${onOpen}>
        <span class="dish-name">${nameOf(dish)}
          ${!dish.available && html`<small class="badge">${text("menu.sold_out")}</small>`}</span>
        <span class="price">${price}</span>
        <span class="dish-act">${text("editing.edit")}</span>
      </button>
      <${Steps} id=${dish.id} sorting=${sorting} />
    </li>`;
}

/** The way to move what was lifted for whoever cannot drag. @param {{id: string, sorting: Sorting}} props */
export function Steps({ id, sorting: { lifted, move } }) {
  if (lifted?.id !== id || lifted.isDragged) return null;
  return html`
    <button type="button" class="icon" aria-label=${text("sorting.up")} onClick=${() => move(-1)}>
      <span aria-hidden="true">↑</span></button>
    <button type="button" class="icon" aria-label=${text("sorting.down")} onClick=${() => move(1)}>
      <span aria-hidden="true">↓</span></button>`;
}

export function Grip() {
  return html`
    <svg viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" fill="currentColor">
      <path d="M4 7h16v2H4zM4 11h16v2H4zM4 15h16v2H4z" />
    </svg>`;
}
