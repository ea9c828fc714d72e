/** Prices as people type them, in major units, made what the servers keep, in minor units. Pure. */

import { decimalsOf } from "../../money.js";

/** @typedef {"price.missing" | "price.nonsense" | "price.too_precise" | "price.too_high"} PriceProblem */

/** In minor units: what the servers take. */
const PRICE_MAX = 10_000_000;
/** Digits with at most one mark between them, whichever key an input method gives for it. */
const TYPED = /^(\d*)(?:[.,。、](\d*))?$/;

/**
 * @param {string} typed
 * @param {string} currency
 * @returns {{amount: number} | {problem: PriceProblem}} the amount in minor units, or the text that says what is wrong
 */
export function parsePrice(typed, currency) {
  // Full-width digits and a currency's sign are what a keyboard for Chinese gives.
  const plain = typed.normalize("NFKC").replaceAll(/[\s\p{Sc}]/gu, "");
  if (plain === "") return { problem: "price.missing" };
  const [, whole = "", rest = ""] = TYPED.exec(plain) ?? [];
  if (whole + rest === "") return { problem: "price.nonsense" };
  const decimals = decimalsOf(currency);
  if (rest.length > decimals) return { problem: "price.too_precise" };
  const amount = Number(whole + rest.padEnd(decimals, "0"));
  return amount > PRICE_MAX ? { problem: "price.too_high" } : { amount };
}
