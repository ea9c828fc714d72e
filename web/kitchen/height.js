/** How high something is, for the style sheets: what stands beside it makes room for it. */

import { useEffect, useRef } from "../html.js";

/**
 * @param {string} property of the page's root, that has the height for as long as the component is there
 * @returns {{current: HTMLElement | null}} for the element
 */
export function useHeight(property) {
  const element = useRef(/** @type {HTMLElement | null} */ (null));
  useEffect(() => {
    const { style } = document.documentElement;
    const watcher = new ResizeObserver(() => {
      style.setProperty(property, `${element.current?.offsetHeight ?? 0}px`);
    });
    if (element.current) watcher.observe(element.current);
    return () => {
      watcher.disconnect();
      style.removeProperty(property);
    };
  }, []);
  return element;
}
