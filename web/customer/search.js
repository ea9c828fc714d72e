/** Finding a shop or a dish by what it is called, in any of its languages. */

/** @import { Names } from "../contract.js" */

/** So many are seen at a glance: where there are no more, nobody has to search. */
const GLANCE_MAX = 8;

/** While a query stands, so does its field. @param {readonly unknown[]} listed @param {string} query */
export const isWorthSearching = (listed, query) => listed.length > GLANCE_MAX || query !== "";

/**
 * @param {{name: string, names?: Names}} named
 * @param {string} query
 * @returns {boolean} whether each word of the query is somewhere in its names; case, width and accents do not matter
 */
export function isFoundBy({ name, names }, query) {
  const written = folded([name, ...Object.values(names ?? {})].join(" "));
  return folded(query)
    .split(/\s+/)
    .every((word) => written.includes(word));
}

/** @param {string} written */
const folded = (written) =>
  written
    .normalize("NFKD")
    .replaceAll(/\p{Mn}/gu, "")
    .toLowerCase()
    .trim();
