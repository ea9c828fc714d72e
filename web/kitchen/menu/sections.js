/** A menu by its sections, as lists show it. Pure. */

/** @import { Dish, Section } from "../../contract.js" */

/** `section` is null for the dishes that are in none, or in one that the shop no longer has. */
/** @typedef {{section: Section | null, dishes: Dish[]}} Group */

/**
 * @param {Dish[]} menu
 * @param {Section[]} sections
 * @returns {Group[]} every section in the shop's order, then the dishes without one; each in the menu's order
 */
export function grouped(menu, sections) {
  const known = new Set(sections.map(({ name }) => name));
  const inNone = menu.filter(({ section }) => !known.has(section ?? ""));
  return [
    ...sections.map((section) => ({
      section,
      dishes: menu.filter((dish) => dish.section === section.name),
    })),
    { section: null, dishes: inNone },
  ];
}

/** @param {Dish[]} menu @param {string} wanted @returns {Dish[]} those that are called like it in any language */
export function searched(menu, wanted) {
  const text = wanted.trim().toLowerCase();
  return menu.filter(({ name, names }) =>
    [name, ...Object.values(names ?? {})].some((one) => one.toLowerCase().includes(text)),
  );
}
