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
  return format.format(amount / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
}
