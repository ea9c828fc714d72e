/** The number of waiting orders where the page itself is not in sight: in its title, its icon and the device's badge. */

import { text } from "../../catalogue.js";
import { useEffect } from "../../html.js";

const SHOWN_MAX = 99;

/** @param {number} waiting how many orders wait to be accepted */
export function useBadge(waiting) {
  useEffect(() => {
    document.title = titleOf(waiting, text("app.kitchen"));
  });
  useEffect(() => {
    const icon = document.querySelector("link[rel=icon][type='image/svg+xml']");
    const plain = icon?.getAttribute("href");
    if (!icon || !plain || waiting === 0) return;
    icon.setAttribute("href", iconOf(waiting));
    setDeviceBadge(waiting);
    return () => {
      icon.setAttribute("href", plain);
      setDeviceBadge(0);
    };
  }, [waiting]);
}

/** @param {number} waiting @param {string} title */
export const titleOf = (waiting, title) => (waiting > 0 ? `(${waiting}) ${title}` : title);

/** @param {number} waiting @returns {string} a data URL: the bell, and the number over it */
export function iconOf(waiting) {
  const shown = waiting > SHOWN_MAX ? `${SHOWN_MAX}+` : String(waiting);
  const size = [0, 22, 18, 13][shown.length];
  const drawing = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">
    <rect width="32" height="32" rx="7" fill="#b83a0b"/>
    <path d="M2 12a7 7 0 0 1 14 0z" fill="#fff"/><rect x="1" y="13" width="16" height="2" rx="1" fill="#fff"/>
    <rect x="8" y="9" width="24" height="23" rx="7" fill="#fff"/>
    <text x="20" y="${20.5 + (size ?? 0) * 0.36}" font-family="sans-serif" font-size="${size}" font-weight="700"
      text-anchor="middle" fill="#a81c1c">${shown}</text></svg>`;
  return `data:image/svg+xml,${encodeURIComponent(drawing)}`;
}

/** Where the page is installed as an application. @param {number} waiting */
function setDeviceBadge(waiting) {
  const set = waiting > 0 ? navigator.setAppBadge?.(waiting) : navigator.clearAppBadge?.();
  set?.catch(() => {});
}
