/** What is sold out and what is not, worked in the rush: a tap on the dish, a tap on when it is back. */

/** @import { Dish } from "../../contract.js" */
/** @import { Station } from "../station.js" */
/** @import { BackChoice, WallTime } from "./back-at.js" */
/** @import { ChangeDish } from "./dish-changes.js" */

import { currentLanguage, text } from "../../catalogue.js";
import { html, useState } from "../../html.js";
import { nameOf } from "../../names.js";
import { formatMoment } from "../../time.js";
import { Sheet } from "../sheet.js";
import { BACK_CHOICES, backMinutes } from "./back-at.js";
import { BackTime } from "./back-time.js";
import { grouped, searched } from "./sections.js";

const MINUTE_MILLISECONDS = 60_000;

/** @param {{station: Station, menu: Dish[], changeDish: ChangeDish, wanted: string}} props */
export function Selling({ station, menu, changeDish, wanted }) {
  const [chosenId, setChosenId] = useState(/** @type {string | null} */ (null));
  const { shop, watching } = station;
  const soldOut = menu.filter(({ available }) => !available);
  const title = soldOut.length
    ? text("dishes.sold_out", { count: soldOut.length })
    : text("dishes.nothing_sold_out");
  const found = searched(menu, wanted);
  const groups = grouped(found, shop?.sections ?? []).filter(({ dishes }) => dishes.length > 0);
  const chosen = menu.find(({ id }) => id === chosenId);

  /** @param {Dish} dish @param {object} sent @param {Partial<Dish>} shown */
  const change = (dish, sent, shown) => {
    setChosenId(null);
    changeDish(dish.id, sent, shown);
  };
  /** @param {Dish} dish */
  const bringBack = (dish) => change(dish, { available: true }, { available: true, back_at: null });
  /** @param {Dish} dish @param {BackChoice | WallTime} choice */
  const sellOut = (dish, choice) => {
    const { minutes, back_at } = backOf(choice, station);
    const sent = { available: false, ...(minutes && { back_minutes: minutes }) };
    change(dish, sent, { available: false, back_at });
  };

  return html`
    ${
      menu.length === 0
        ? html`<p class="dishes-none faint">${text("dishes.none")}</p>`
        : html`
          <section class="sold-out" aria-labelledby="sold-out">
            <h2 id="sold-out">${title}</h2>
            <ul>
              ${soldOut.map(
                (dish) => html`
                  <li key=${dish.id} data-sold-out=${dish.id}>
                    <span><strong>${nameOf(dish)}</strong> ${backText(dish, station)}</span>
                    ${!watching && html`<${BringBack} dish=${dish} onPress=${() => bringBack(dish)} />`}
                  </li>`,
              )}
            </ul>
          </section>`
    }
    ${menu.length > 0 && found.length === 0 && html`<p class="dishes-none faint">${text("dishes.not_found")}</p>`}
    ${groups.map(
      ({ section, dishes }) => html`
        <section key=${section?.name ?? ""} class="dish-section">
          ${(shop?.sections ?? []).length > 0 && html`<h2>${section ? nameOf(section) : text("section.none")}</h2>`}
          <ul>
            ${dishes.map(
              (dish) => html`
                <li key=${dish.id} data-dish-id=${dish.id} data-available=${dish.available}>
                  <${DishLine} dish=${dish} station=${station} onPress=${() => setChosenId(dish.id)} />
                  ${!dish.available && !watching && html`<${BringBack} dish=${dish} onPress=${() => bringBack(dish)} />`}
                </li>`,
            )}
          </ul>
        </section>`,
    )}
    ${
      chosen &&
      html`
        <${Sheet} title=${text("back.title", { dish: nameOf(chosen) })} onClose=${() => setChosenId(null)}>
          <div class="choices">
            ${BACK_CHOICES.map(
              (choice) => html`
                <button type="button" key=${choice} data-back=${choice} onClick=${() => sellOut(chosen, choice)}>
                  ${text(`back.${choice}`)} <small>${timeOf(backOf(choice, station), station)}</small></button>`,
            )}
            <${BackTime} onChoose=${(/** @type {WallTime} */ time) => sellOut(chosen, time)}
              momentOf=${(/** @type {WallTime} */ time) => timeOf(backOf(time, station), station)} />
          </div>
        <//>`
    }`;
}

/** @param {{dish: Dish, station: Station, onPress: () => void}} props */
function DishLine({ dish, station, onPress }) {
  const name = html`
    <span class="dish-name">${nameOf(dish)}
      ${!dish.available && html`<small class="badge">${backText(dish, station)}</small>`}</span>`;
  if (station.watching) return html`<div class="dish-line">${name}</div>`;
  return html`
    <button type="button" class="dish-line" aria-haspopup="dialog" onClick=${onPress}>${name}
      ${dish.available && html`<span class="dish-act">${text("back.mark")}</span>`}</button>`;
}

/** @param {{dish: Dish, onPress: () => void}} props */
function BringBack({ dish, onPress }) {
  return html`
    <button type="button" class="bring-back" aria-label=${text("back.bring_dish", { dish: nameOf(dish) })}
      onClick=${onPress}>${text("back.bring")}</button>`;
}

/**
 * @param {BackChoice | WallTime} choice
 * @param {Station} station
 * @returns {{minutes: number | null, back_at: string | null}} from now on, and when that is
 */
function backOf(choice, { shop, now }) {
  const minutes = backMinutes(choice, now, shop?.timezone ?? "UTC");
  if (minutes === null) return { minutes, back_at: null };
  return { minutes, back_at: new Date(now + minutes * MINUTE_MILLISECONDS).toISOString() };
}

/** @param {{back_at?: string | null}} dish @param {Station} station @returns {string | null} the time of day */
const timeOf = ({ back_at }, { shop, now }) =>
  back_at ? formatMoment(back_at, currentLanguage(), now, shop?.timezone) : null;

/** @param {Dish} dish @param {Station} station */
function backText(dish, station) {
  const time = timeOf(dish, station);
  return time ? text("back.at", { time }) : text("menu.sold_out");
}
