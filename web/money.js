/** Sums of money, which servers keep in minor units: how small these are, each currency has its own custom. */

/**
 * @param {number} amount in minor units
 * @param {string} currency ISO 4217
 * @param {string} language
 */
export function formatMoney(amount, currency, language) {
  const format = new Intl.NumberFormat(language, {
    style: "currency",
    currency,
    currencyDisplay: "narrowSymbol",
  });
  return format.format(amount / 10 ** decimalsIn(format));
}

/** @param {number} amount in minor units @param {string} currency @returns {string} with a point, whatever the language */
export function plainMoney(amount, currency) {
  const decimals = decimalsOf(currency);
  return (amount / 10 ** decimals).toFixed(decimals);
}

/** @param {string} currency ISO 4217 @returns {number} digits behind the point */
export const decimalsOf = (currency) =>
  decimalsIn(new Intl.NumberFormat("en", { style: "currency", currency }));

/** @param {Intl.NumberFormat} format */
const decimalsIn = (format) => format.resolvedOptions().maximumFractionDigits ?? 2;
