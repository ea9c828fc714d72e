/** Who orders and what else is written down: what is wrong with it, and how it is sent. */

/** @import { TextKey } from "../catalogue.js" */
/** @import { Customer } from "../contract.js" */

/** @typedef {"name" | "telephone" | "address" | "note"} FieldName */
/** @typedef {Record<FieldName, string>} Details */
/** @typedef {{key: TextKey, values?: Record<string, number>}} Complaint */

/** The contract's limits, in characters. @type {Readonly<Record<FieldName, number>>} */
export const LONGEST = { name: 80, telephone: 32, address: 200, note: 200 };
/** The shortest numbers that can be called from outside have so many. */
const TELEPHONE_DIGITS_MIN = 5;

/** Characters as the servers count them: an emoji is one. @param {string} written */
export const lengthOf = (written) => [...written].length;

/** @param {string} written @returns {string} without what no single line may hold */
export const oneLine = (written) => written.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, " ").trim();

/** @param {string} written @returns {string} without what no text may hold */
export const severalLines = (written) => written.replaceAll(/(?!\n)\p{Cc}/gu, " ").trim();

/** @param {string} note @returns {Complaint | null} */
export const aboutNote = (note) => aboutLength(severalLines(note), LONGEST.note);

/**
 * @param {Details} details
 * @returns {Record<FieldName, Complaint | null>} what is wrong with each field; the address may be empty
 */
export function complaintsOf({ name, telephone, address, note }) {
  return {
    name: aboutName(oneLine(name)),
    telephone: aboutTelephone(oneLine(telephone)),
    address: aboutLength(oneLine(address), LONGEST.address),
    note: aboutNote(note),
  };
}

/** @param {Details} details @returns {Customer} as `POST /api/orders` takes it */
export function customerOf({ name, telephone, address }) {
  return {
    name: oneLine(name),
    // Keyboards for Chinese write digits of double width, which no telephone can call.
    telephone: oneLine(telephone.normalize("NFKC")),
    address: oneLine(address),
  };
}

/** @param {string} name @returns {Complaint | null} */
function aboutName(name) {
  return name === "" ? { key: "form.name_empty" } : aboutLength(name, LONGEST.name);
}

/** @param {string} telephone @returns {Complaint | null} */
function aboutTelephone(telephone) {
  if (telephone === "") return { key: "form.telephone_empty" };
  const digits = telephone.match(/\p{Nd}/gu)?.length ?? 0;
  if (digits < TELEPHONE_DIGITS_MIN) return { key: "form.telephone_short" };
  return aboutLength(telephone, LONGEST.telephone);
}

/** @param {string} written @param {number} longest @returns {Complaint | null} */
function aboutLength(written, longest) {
  const over = lengthOf(written) - longest;
  return over > 0 ? { key: "form.too_long", values: { over } } : null;
}
