/**
 * The pages' texts in the reader's language: the browser's at first, then the one that was chosen.
 */

/** @typedef {"en" | "zh"} Language */
/** @typedef {keyof typeof en} TextKey */

import { en } from "./catalogue/en.js";
import { zh } from "./catalogue/zh.js";
import { recall, remember } from "./storage.js";

/** @type {Record<Language, Record<TextKey, string>>} */
export const CATALOGUE = { zh, en };

/** @type {Set<() => void>} */
const listeners = new Set();

/** @type {Language} */
let current = chooseLanguage(recall("language"), globalThis.navigator?.languages ?? []);

/**
 * @param {unknown} remembered
 * @param {readonly string[]} preferred the browser's languages, the dearest first
 * @returns {Language}
 */
export function chooseLanguage(remembered, preferred) {
  if (remembered === "en" || remembered === "zh") return remembered;
  const known = preferred.map((tag) => tag.slice(0, 2)).find((tag) => tag in CATALOGUE);
  return known === "zh" ? "zh" : "en";
}

export const currentLanguage = () => current;

/** @param {Language} language */
export function setLanguage(language) {
  current = language;
  remember("language", language);
  for (const listener of [...listeners]) listener();
}

/** @param {() => void} listener @returns {() => void} ends it */
export function watchLanguage(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/**
 * @param {TextKey} key
 * @param {Record<string, string | number>} [values] for the places in braces
 */
export function text(key, values = {}) {
  return CATALOGUE[current][key].replaceAll(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ""));
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
  return key in en;
}
