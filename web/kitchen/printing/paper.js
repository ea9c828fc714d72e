/**
 * Getting something onto paper through the browser's own printing, one sheet after another, without touching the page:
 * what is printed stands beside it for that moment, and print.css hides the rest.
 */

/** @import { VNode } from "../../vendor/preact.js" */

import { render } from "../../html.js";

/** `ticket` and `list-roll` are for receipt printers, `list-page` for A4. @typedef {"ticket" | "list-roll" | "list-page" | "poster"} Paper */

/** Some browsers do not say that they are done. */
const PATIENCE_SECONDS = 60;
const MILLIMETRES_PER_PIXEL = 25.4 / 96;
const ROLL_MILLIMETRES = 80;
const MARGIN_MILLIMETRES = 12;
/** Below the last line, so that the cutter does not hit it, and rounding makes no second page. */
const FEED_MILLIMETRES = 6;

/** @type {Promise<void>} */
let last = Promise.resolve();

export const canPrint = () => typeof globalThis.print === "function";

/**
 * @param {VNode<any>} content one element for each page of a roll
 * @param {Paper} paper
 * @returns {Promise<void>} when it has left this page, after all that was asked for before
 */
export function putOnPaper(content, paper) {
  last = last.catch(() => {}).then(() => printNow(content, paper));
  return last;
}

/** @param {VNode<any>} content @param {Paper} paper */
async function printNow(content, paper) {
  const root = document.documentElement;
  const sheet = document.createElement("div");
  sheet.className = "printed";
  sheet.dataset.paper = paper;
  sheet.setAttribute("aria-hidden", "true");
  render(content, sheet);
  document.body.append(sheet);
  const withdraw = setPage(pageOf(paper, sheet));
  root.dataset.printing = paper;
  try {
    await printed();
  } finally {
    delete root.dataset.printing;
    withdraw();
    render(null, sheet);
    sheet.remove();
  }
}

/** @param {Paper} paper @param {Element} sheet @returns {string} a rule for its page: a roll is as long as what is on it */
function pageOf(paper, sheet) {
  if (paper === "list-page") return `@page { size: A4; margin: ${MARGIN_MILLIMETRES}mm; }`;
  if (paper === "poster") return `@page { margin: ${MARGIN_MILLIMETRES}mm; }`;
  const longest = Math.max(
    ...[...sheet.children].map((page) => page.getBoundingClientRect().height),
  );
  const millimetres = Math.ceil(longest * MILLIMETRES_PER_PIXEL) + FEED_MILLIMETRES;
  return `@page { size: ${ROLL_MILLIMETRES}mm ${millimetres}mm; margin: 0; }`;
}

/** @param {string} rule @returns {() => void} takes it back; browsers without such sheets print on the printer's own size */
function setPage(rule) {
  if (!document.adoptedStyleSheets) return () => {};
  const style = new CSSStyleSheet();
  style.replaceSync(rule);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, style];
  return () => {
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== style);
  };
}

/** @returns {Promise<void>} */
const printed = () =>
  new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      removeEventListener("afterprint", done);
      resolve();
    };
    const timer = setTimeout(done, PATIENCE_SECONDS * 1000);
    addEventListener("afterprint", done);
    print();
  });
