/** A board that is full at once would keep the page from answering while it is drawn: it grows by steps. */

import { useEffect, useState } from "../../html.js";

const STEP = 16;

/** @param {number} wanted @returns {number} how many tickets of a column are drawn by now */
export function useGrowing(wanted) {
  const [count, setCount] = useState(STEP);
  useEffect(() => {
    if (count >= wanted) return;
    const timer = setTimeout(() => setCount(count + STEP), 0);
    return () => clearTimeout(timer);
  }, [count, wanted]);
  return count;
}
