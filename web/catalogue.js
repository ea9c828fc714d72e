/**
 * The pages' texts in the reader's language: the browser's at first, then the one that was chosen. Each page adds the
 * texts of its areas; those that all pages say are there.
 */

/** @import { board } from "./catalogue/board.js" */
/** @import { customer } from "./catalogue/customer.js" */
/** @import { kitchen } from "./catalogue/kitchen.js" */
/** @import { menu } from "./catalogue/menu.js" */
/** @import { opening } from "./catalogue/opening.js" */
/** @import { printing } from "./catalogue/printing.js" */
/** @import { reference } from "./catalogue/reference.js" */
/** @import { screen } from "./catalogue/screen.js" */
/** @import { today } from "./catalogue/today.js" */
/** @typedef {"en" | "zh"} Language */
/** @typedef {Record<Language, Record<string, string>>} Texts */
/**
 * @typedef {typeof shared.en & typeof board.en & typeof customer.en & typeof kitchen.en & typeof menu.en &
 *   typeof opening.en & typeof printing.en & typeof reference.en & typeof screen.en & typeof today.en} AllTexts
 */
/** @typedef {keyof AllTexts} TextKey */

import { shared } from "./catalogue/shared.js";
import { openListeners } from "./listeners.js";
import { recall, remember } from "./storage.js";

/** @type {Texts} */
const texts = { zh: { ...shared.zh }, en: { ...shared.en } };
export const LANGUAGES = /** @type {Language[]} */ (Object.keys(texts));

const { watch, tell } = openListeners();

/** @type {Language} */
let current = chooseLanguage(recall("language"), globalThis.navigator?.languages ?? []);

/** @param {Texts[]} areas whose texts this page says */
export function addTexts(...areas) {
  for (const language of LANGUAGES) {
    Object.assign(texts[language], ...areas.map((area) => area[language]));
  }
}

/**
 * @param {unknown} remembered
 * @param {readonly string[]} preferred the browser's languages, the dearest first
 * @returns {Language}
 */
export function chooseLanguage(remembered, preferred) {
  if (remembered === "en" || remembered === "zh") return remembered;
  const known = preferred.map((tag) => tag.slice(0, 2)).find((tag) => tag in texts);
  return known === "zh" ? "zh" : "en";
}

export const currentLanguage = () => current;

/** @param {Language} language */
export function setLanguage(language) {
  current = language;
  remember("language", language);
  tell();
}

export const watchLanguage = watch;

/**
 * @param {TextKey} key
 * @param {Record<string, string | number>} [values] for the places in braces
 * @param {Language} [language] the reader's, unless it is said in another
 */
export function text(key, values = {}, language = current) {
  const sentence = texts[language][key] ?? "";
  return sentence.replaceAll(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ""));
}

/**
 * What went wrong, in words that help; codes that this page does not know read like `unavailable`.
 *
 * @param {{code: string}} problem
 * @param {Record<string, string | number>} [values]
 */
export function problemText({ code }, values) {
  const key = `problem.${code}`;
  return text(isKey(key) ? key : "problem.unavailable", values);
}

/** @param {string} key @returns {key is TextKey} */
export function isKey(key) {
  return key in texts.en;
}
