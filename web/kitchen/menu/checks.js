/** What is wrong with what was typed, as the key of the text that says so; null when nothing is. Pure. */

/** @import { Names } from "../../contract.js" */

/** @typedef {"check.name_missing" | "check.name_taken" | "check.minutes" | "check.late_first"} Check */

export const NAME_LENGTH = 80;
const AGE_MINUTES_MAX = 180;

/** @param {string} name @returns {Check | null} */
export const checkName = (name) => (name.trim() === "" ? "check.name_missing" : null);

/** @param {string} name @param {string[]} others @returns {Check | null} */
export const checkNewName = (name, others) =>
  others.includes(name.trim()) ? "check.name_taken" : checkName(name);

/** @param {string} typed @returns {number | null} whole minutes; null where it is no age that a ticket may have */
export function parseMinutes(typed) {
  const plain = typed.normalize("NFKC").trim();
  const minutes = /^\d{1,3}$/.test(plain) ? Number(plain) : 0;
  return minutes >= 1 && minutes <= AGE_MINUTES_MAX ? minutes : null;
}

/** @param {string} soon @param {string} late @returns {{soon: Check | null, late: Check | null}} */
export function checkAges(soon, late) {
  const [first, second] = [parseMinutes(soon), parseMinutes(late)];
  const isTurned = first !== null && second !== null && first >= second;
  return {
    soon: first === null ? "check.minutes" : null,
    late: second === null ? "check.minutes" : isTurned ? "check.late_first" : null,
  };
}

/**
 * @param {Names | undefined} names
 * @param {Record<string, string>} typed by language; what was not typed stays, and what was emptied goes
 * @returns {Names} null when there are none
 */
export function namesWith(names, typed) {
  const all = Object.entries({ ...names, ...typed }).map(([tag, name]) => [tag, name.trim()]);
  const kept = all.filter(([, name]) => name !== "");
  return kept.length ? Object.fromEntries(kept) : null;
}
