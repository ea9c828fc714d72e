/** A menu as a customer reads it: its sections in the shop's order, and which of them is being read. */

/** @import { Dish, Section, Shop } from "../contract.js" */

/** @typedef {{section: Section | null, dishes: Dish[]}} Course `section`: null for the dishes that are in none */

/**
 * Dishes of no section come last: whoever reads a menu from its top looks for what has a name.
 *
 * @param {Pick<Shop, "menu" | "sections">} shop
 * @returns {Course[]} without sections that hold nothing
 */
export function coursesOf({ menu = [], sections = [] }) {
  const dishes = [...menu].sort((one, other) => (one.position ?? 0) - (other.position ?? 0));
  const known = new Set(sections.map(({ name }) => name));
  const named = sections.map((section) => ({
    section,
    dishes: dishes.filter((dish) => dish.section === section.name),
  }));
  const others = dishes.filter(({ section }) => !section || !known.has(section));
  return [...named, { section: null, dishes: others }].filter((course) => course.dishes.length > 0);
}

/**
 * Which part of a page is being read. The line at which it is read sinks from the upper to the lower edge as the page is
 * scrolled to its end: so every part has its turn, also short ones at the end.
 *
 * @param {number[]} tops of the parts, in the order of the page
 * @param {{upper: number, lower: number, progress: number}} sight the edges of what is in sight; from 0 to 1, how far
 *   the page has been scrolled
 * @returns {number} the part's index
 */
export function partAt(tops, { upper, lower, progress }) {
  const line = upper + (lower - upper) * progress;
  return Math.max(0, tops.filter((top) => top <= line).length - 1);
}
