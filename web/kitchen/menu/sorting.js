/**
 * Moving a row of a list to another place: pure. A place is the number of rows before it, of those that stay where they
 * are; a heading is such a row, and what comes below it belongs to its group.
 */

/** @import { Dish } from "../../contract.js" */
/** @import { Group } from "./sections.js" */

/** @typedef {{id: string, group: string | null, isHeading: boolean}} Row */

const HEADING = "heading:";

/** @param {Group[]} groups @returns {Row[]} a menu's list: no heading where there is but one group */
export function menuRows(groups) {
  return groups.flatMap(({ section, dishes }) => {
    const group = section?.name ?? null;
    const heading = { id: `${HEADING}${group ?? ""}`, group, isHeading: true };
    const rows = dishes.map(({ id }) => ({ id, group, isHeading: false }));
    return groups.length > 1 ? [heading, ...rows] : rows;
  });
}

/** @param {Row[]} rows @param {string} id */
export const staying = (rows, id) => rows.filter((row) => row.id !== id);

/** @param {Row[]} rows @param {string} id @returns {number} where it is now */
export const placeOf = (rows, id) => rows.findIndex((row) => row.id === id);

/** @param {Row[]} rows @param {string} id @param {number} place @returns {number} the nearest place where a row may be */
export function nearestPlace(rows, id, place) {
  const stay = staying(rows, id);
  return Math.min(stay.length, Math.max(stay[0]?.isHeading ? 1 : 0, place));
}

/**
 * @param {Row[]} rows
 * @param {string} id
 * @param {number} place
 * @returns {{group: string | null, number: number, count: number}} its number among those of its group, from 1, and
 *   how many they are
 */
export function standing(rows, id, place) {
  const stay = staying(rows, id);
  const group = (stay[place - 1] ?? stay[place])?.group ?? null;
  const isOther = (/** @type {Row} */ row) => row.group === group && !row.isHeading;
  const number = stay.slice(0, place).filter(isOther).length + 1;
  return { group, number, count: stay.filter(isOther).length + 1 };
}

/** @param {Row[]} rows @param {string} id @param {number} place @returns {string[]} the ids as they stand afterwards */
export function idsAfter(rows, id, place) {
  const ids = staying(rows, id).map((row) => row.id);
  return [...ids.slice(0, place), id, ...ids.slice(place)];
}

/**
 * @param {Dish[]} menu in the shop's order, which need not be that of its sections
 * @param {Row[]} rows
 * @param {string} id
 * @param {number} place
 * @returns {{position: number, section?: string | null} | null} what to change of the dish; null when it stays
 */
export function dishMove(menu, rows, id, place) {
  if (place === placeOf(rows, id)) return null;
  const stay = staying(rows, id);
  const { group } = standing(rows, id, place);
  const [before, after] = [stay[place - 1], stay[place]];
  const others = menu.filter((dish) => dish.id !== id).map((dish) => dish.id);
  const position =
    after && !after.isHeading && after.group === group
      ? others.indexOf(after.id)
      : before && !before.isHeading
        ? others.indexOf(before.id) + 1
        : others.length;
  const isHere = rows.some((row) => row.id === id && row.group === group);
  return isHere ? { position } : { position, section: group };
}
