/** Sums of money, which servers keep in minor units: how small these are, each currency has its own rule. */

/**
 * ISO 4217, as in shared/currencies.py: all others have two. Not what `Intl` says: some browsers know by custom no
 * filler and no centavo, where others do.
 */
const OTHER_DECIMALS = {
  0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
  3: "BHD IQD JOD KWD LYD OMR TND",
  4: "CLF UYW",
};
const USUAL_DECIMALS = 2;

const DECIMALS = new Map(
  Object.entries(OTHER_DECIMALS).flatMap(([decimals, currencies]) =>
    currencies.split(" ").map((currency) => [currency, Number(decimals)]),
  ),
);
/** By language and currency: to make one takes longer than to use it. @type {Map<string, Intl.NumberFormat>} */
const formats = new Map();

/** @param {string} currency ISO 4217 @returns {number} digits behind the point */
export const decimalsOf = (currency) => DECIMALS.get(currency) ?? USUAL_DECIMALS;

/**
 * @param {number} amount in minor units
 * @param {string} currency ISO 4217
 * @param {string} language
 */
export function formatMoney(amount, currency, language) {
  return formatOf(currency, language).format(amount / 10 ** decimalsOf(currency));
}

/** @param {number} amount in minor units @param {string} currency @returns {string} with a point, whatever the language */
export function plainMoney(amount, currency) {
  const decimals = decimalsOf(currency);
  return (amount / 10 ** decimals).toFixed(decimals);
}

/** @param {string} currency @param {string} language */
function formatOf(currency, language) {
  const key = `${language} ${currency}`;
  const kept = formats.get(key);
  if (kept) return kept;
  const decimals = decimalsOf(currency);
  const made = new Intl.NumberFormat(language, {
    style: "currency",
    currency,
    currencyDisplay: "narrowSymbol",
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  });
  formats.set(key, made);
  return made;
}
