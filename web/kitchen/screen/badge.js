/**
 * How many orders wait, and that the page may not know of all, where the page itself is not in sight: in its title, its
 * icon and the device's badge.
 */

import { text } from "../../catalogue.js";
import { useEffect } from "../../html.js";

const SHOWN_MAX = 99;
const PLAIN_ICON = "/icon.svg";

/** What is said now: there is one title and one icon. */
const said = { waiting: 0, isLost: false };

/** @param {number} waiting how many orders wait to be accepted */
export function useBadge(waiting) {
  // Whenever the page is drawn: its language may be another.
  useEffect(() => say({ waiting }));
  useEffect(() => () => say({ waiting: 0 }), []);
}

/** @param {boolean} isLost whether nobody answers, so that more orders may wait */
export function useLostBadge(isLost) {
  useEffect(() => {
    say({ isLost });
    return () => say({ isLost: false });
  }, [isLost]);
}

/** @param {Partial<typeof said>} part */
function say(part) {
  Object.assign(said, part);
  document.title = titleOf(said.waiting, text("app.kitchen"), said.isLost);
  const icon = document.querySelector("link[rel=icon][type='image/svg+xml']");
  const wanted = said.isLost || said.waiting > 0 ? iconOf(said.waiting, said.isLost) : PLAIN_ICON;
  if (!icon || icon.getAttribute("href") === wanted) return;
  icon.setAttribute("href", wanted);
  setDeviceBadge();
}

/** @param {number} waiting @param {string} title @param {boolean} [isLost] */
export const titleOf = (waiting, title, isLost = false) =>
  [isLost && "⚠", waiting > 0 && `(${waiting})`, title].filter(Boolean).join(" ");

/** @param {number} waiting @param {boolean} [isLost] @returns {string} a data URL: the bell, and the number over it; a lost page knows no number */
export function iconOf(waiting, isLost = false) {
  const number = waiting > SHOWN_MAX ? `${SHOWN_MAX}+` : String(waiting);
  const shown = isLost ? "!" : number;
  const size = [0, 22, 18, 13][shown.length];
  const drawing = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">
    <rect width="32" height="32" rx="7" fill="${isLost ? "#a81c1c" : "#b83a0b"}"/>
    <path d="M2 12a7 7 0 0 1 14 0z" fill="#fff"/><rect x="1" y="13" width="16" height="2" rx="1" fill="#fff"/>
    <rect x="8" y="9" width="24" height="23" rx="7" fill="#fff"/>
    <text x="20" y="${20.5 + (size ?? 0) * 0.36}" font-family="sans-serif" font-size="${size}" font-weight="700"
      text-anchor="middle" fill="#a81c1c">${shown}</text></svg>`;
  return `data:image/svg+xml,${encodeURIComponent(drawing)}`;
}

/** Where the page is installed as an application; without a number it is a mark. */
function setDeviceBadge() {
  const { waiting, isLost } = said;
  const set = isLost
    ? navigator.setAppBadge?.()
    : waiting > 0
      ? navigator.setAppBadge?.(waiting)
      : navigator.clearAppBadge?.();
  set?.catch(() => {});
}
