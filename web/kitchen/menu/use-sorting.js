/**
 * Sorting a list by its rows' handles: dragged by mouse or finger, or lifted by a tap, a click or Space and then moved by
 * arrows. Nothing moves before it is put down but a line that shows where: the focus and the finger stay on the row.
 */

/** @import { Row } from "./sorting.js" */

import { text } from "../../catalogue.js";
import { useLayoutEffect, useRef, useState } from "../../html.js";
import { follow } from "./dragging.js";
import { nearestPlace, placeOf, standing, staying } from "./sorting.js";

/**
 * `place`: where it would be put down; `isDragged`: by a pointer that still holds it.
 *
 * @typedef {{id: string, place: number, isDragged: boolean}} Lifted
 */
/** @typedef {ReturnType<typeof useSorting>} Sorting */

/** What the arrows move by. @type {Record<string, number>} */
const STEPS = { ArrowUp: -1, ArrowDown: 1 };

/**
 * @param {{
 *   rows: Row[], nameOf: (id: string) => string, groupOf: (group: string | null) => string,
 *   onDrop: (id: string, place: number) => void,
 * }} options `groupOf`: what the reader calls a group
 */
export function useSorting({ rows, nameOf, groupOf, onDrop }) {
  const list = useRef(/** @type {HTMLElement | null} */ (null));
  const [lifted, setLifted] = useState(/** @type {Lifted | null} */ (null));
  const [said, say] = useState("");
  const [dropped, setDropped] = useState({ id: "" });
  const wasDragged = useRef(false);
  const latest = useRef({ rows, onDrop });
  latest.current = { rows, onDrop };

  /** @param {string} id */
  const rowOf = (id) => list.current?.querySelector(`[data-row="${CSS.escape(id)}"]`);
  /** @param {string} id @param {number} place @param {"sorting.moved" | "sorting.dropped"} key */
  const sayPlace = (id, place, key) => {
    const { group, number, count } = standing(latest.current.rows, id, place);
    say(text(key, { name: nameOf(id), section: groupOf(group), number, count }));
  };

  /** @param {string} id */
  const lift = (id) => {
    setLifted({ id, place: placeOf(rows, id), isDragged: false });
    say(text("sorting.lifted", { name: nameOf(id) }));
  };
  const cancel = () => {
    if (lifted) say(text("sorting.cancelled", { name: nameOf(lifted.id) }));
    setLifted(null);
  };
  /** @param {string} id @param {number} place */
  const drop = (id, place) => {
    setLifted(null);
    sayPlace(id, place, "sorting.dropped");
    latest.current.onDrop(id, place);
    setDropped({ id });
  };
  /** @param {number} by */
  const move = (by) => {
    if (!lifted) return;
    const place = nearestPlace(rows, lifted.id, lifted.place + by);
    setLifted({ ...lifted, place });
    sayPlace(lifted.id, place, "sorting.moved");
    rowOf(staying(rows, lifted.id)[place - 1]?.id ?? "")?.scrollIntoView({ block: "nearest" });
  };

  /** @param {PointerEvent & {currentTarget: HTMLElement}} event @param {string} id */
  const press = (event, id) => {
    wasDragged.current = false;
    const row = rowOf(id);
    if (event.button !== 0 || !(row instanceof HTMLElement)) return;
    const here = () => staying(latest.current.rows, id).map((other) => rowOf(other.id));
    /** @param {number} above how many rows are above the pointer */
    const over = (above) => nearestPlace(latest.current.rows, id, above);
    /** The click that ends a drag, if there is one, comes right after it. */
    const release = () =>
      setTimeout(() => {
        wasDragged.current = false;
      });
    follow(event, row, here, {
      onMove: (above) => {
        wasDragged.current = true;
        setLifted({ id, place: over(above), isDragged: true });
      },
      onDrop: (above) => {
        drop(id, over(above));
        release();
      },
      onCancel: () => {
        setLifted(null);
        release();
      },
    });
  };

  // Being put elsewhere takes the focus from a handle. With the drawing: after it another one may have been chosen.
  useLayoutEffect(() => {
    const handle = rowOf(dropped.id)?.querySelector(".handle");
    if (handle instanceof HTMLElement) handle.focus();
  }, [dropped]);

  return {
    list,
    lifted,
    said,
    move,
    /** @param {string} id @returns {object} the attributes of a row */
    rowProps: (id) => {
      const stay = lifted && staying(rows, lifted.id);
      const isMoving = lifted && stay && placeOf(rows, lifted.id) !== lifted.place;
      const line =
        isMoving && stay[lifted.place - 1]?.id === id
          ? "below"
          : isMoving && lifted.place === 0 && stay[0]?.id === id && "above";
      return { "data-row": id, "data-lifted": lifted?.id === id, "data-line": line || null };
    },
    /** @param {string} id @returns {object} the attributes of a row's handle */
    handleProps: (id) => ({
      type: "button",
      class: "handle",
      "aria-label": text("sorting.handle", { name: nameOf(id) }),
      "aria-pressed": lifted?.id === id ? "true" : "false",
      onPointerDown: (/** @type {any} */ event) => press(event, id),
      onClick: () => {
        if (wasDragged.current) return;
        if (lifted?.id === id) drop(id, lifted.place);
        else lift(id);
      },
      onKeyDown: (/** @type {KeyboardEvent} */ event) => {
        if (lifted?.id !== id) return;
        const step = STEPS[event.key];
        if (event.key === "Escape" || event.key === "Tab") cancel();
        if (!step) return;
        event.preventDefault();
        move(step);
      },
    }),
  };
}
