/** The menu's sections, always in sight: where one is, and the way to another. */

import { text } from "../catalogue.js";
import { html, useEffect, useRef, useState } from "../html.js";
import { partAt } from "./courses.js";

/** What stands so close under the bar is read. */
const UNDER_BAR_PIXELS = 40;

/** @param {{parts: {id: string, name: string}[]}} props in the order of the page; the ids are their headings' */
export function SectionBar({ parts }) {
  /** @type {{current: HTMLElement | null}} */
  const bar = useRef(null);
  const [read, goTo] = useReading(
    parts.map(({ id }) => id),
    bar,
  );
  useEffect(() => {
    const list = bar.current?.querySelector("ul");
    /** @type {HTMLElement | null | undefined} */
    const button = list?.querySelector("[aria-current]");
    if (list && button)
      list.scrollLeft = button.offsetLeft - (list.clientWidth - button.offsetWidth) / 2;
  }, [read]);
  return html`
    <nav class="sections" aria-label=${text("menu.sections")} ref=${bar}>
      <ul>
        ${parts.map(
          ({ id, name }) => html`
            <li key=${id}>
              <button type="button" aria-current=${id === read ? "true" : null} onClick=${() => goTo(id)}>${name}</button>
            </li>`,
        )}
      </ul>
    </nav>`;
}

/**
 * @param {string[]} ids of the headings
 * @param {{current: HTMLElement | null}} bar that covers the upper edge
 * @returns {[string | undefined, (id: string) => void]} the heading of what is being read, and the way to another
 */
function useReading(ids, bar) {
  const [read, setRead] = useState(ids[0]);
  // What was gone to is read until the page is scrolled elsewhere: not each part can come up to the edge.
  const gone = useRef({ id: "", at: -1 });
  useEffect(() => {
    const look = () => {
      const { id, at } = gone.current;
      setRead(scrollY === at && ids.includes(id) ? id : ids[partInSight(ids, bar.current)]);
    };
    look();
    addEventListener("scroll", look, { passive: true });
    addEventListener("resize", look);
    return () => {
      removeEventListener("scroll", look);
      removeEventListener("resize", look);
    };
  }, [ids.join(" ")]);
  /** @param {string} id */
  const goTo = (id) => {
    const heading = document.getElementById(id);
    heading?.scrollIntoView();
    heading?.focus({ preventScroll: true });
    gone.current = { id, at: scrollY };
    setRead(id);
  };
  return [read, goTo];
}

/** @param {string[]} ids @param {HTMLElement | null} bar */
function partInSight(ids, bar) {
  const tops = ids.map((id) => document.getElementById(id)?.getBoundingClientRect().top ?? 0);
  const { scrollHeight } = document.documentElement;
  return partAt(tops, {
    upper: (bar?.getBoundingClientRect().bottom ?? 0) + UNDER_BAR_PIXELS,
    lower: innerHeight,
    progress: scrollHeight > innerHeight ? scrollY / (scrollHeight - innerHeight) : 0,
  });
}
