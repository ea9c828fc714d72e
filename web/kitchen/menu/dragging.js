/** A row that follows the pointer, scrolling the page where it nears an edge. */

/** Less is the tremble of a tap. */
const DRAG_PIXELS = 6;
/** How near to an edge of the window the page begins to scroll, and how far it does for each frame at most. */
const EDGE_PIXELS = 90;
const SCROLL_PIXELS = 18;

/**
 * @param {PointerEvent & {currentTarget: HTMLElement}} event that pressed the row's handle
 * @param {HTMLElement} row
 * @param {() => (Element | null | undefined)[]} others the rows that stay, from above
 * @param {{onMove: (above: number) => void, onDrop: (above: number) => void, onCancel: () => void}} listener is told how
 *   many of the others are above the pointer
 */
export function follow(event, row, others, { onMove, onDrop, onCancel }) {
  const { pointerId, currentTarget: handle } = event;
  const began = event.clientY + scrollY;
  const ending = new AbortController();
  let y = event.clientY;
  let above = -1;
  let isDragging = false;

  const draw = () => {
    if (ending.signal.aborted) return;
    if (!row.isConnected) return end(onCancel);
    scrollBy(0, scrollStep(y, innerHeight));
    row.style.setProperty("translate", `0 ${y + scrollY - began}px`);
    const now = others().filter((other) => other && middleOf(other) < y).length;
    if (now !== above) onMove(now);
    above = now;
    requestAnimationFrame(draw);
  };
  /** @param {() => void} then */
  const end = (then) => {
    ending.abort();
    row.style.removeProperty("translate");
    then();
  };
  /** @param {PointerEvent} moved */
  const moved = (moved) => {
    if (moved.pointerId !== pointerId) return;
    y = moved.clientY;
    if (isDragging || Math.abs(y + scrollY - began) < DRAG_PIXELS) return;
    isDragging = true;
    handle.setPointerCapture(pointerId);
    draw();
  };
  /** @param {PointerEvent} released */
  const released = (released) => {
    if (released.pointerId !== pointerId) return;
    const now = others().filter((other) => other && middleOf(other) < released.clientY).length;
    end(() => isDragging && onDrop(now));
  };
  /** @param {KeyboardEvent} pressed */
  const pressed = (pressed) => pressed.key === "Escape" && end(onCancel);

  const { signal } = ending;
  addEventListener("pointermove", moved, { signal });
  addEventListener("pointerup", released, { signal });
  addEventListener("pointercancel", () => end(onCancel), { signal });
  addEventListener("keydown", pressed, { signal });
}

/**
 * @param {number} y of the pointer in the window
 * @param {number} height of the window
 * @returns {number} pixels to scroll by, more the nearer it is to the edge
 */
export function scrollStep(y, height) {
  const top = Math.max(0, EDGE_PIXELS - y);
  const bottom = Math.max(0, EDGE_PIXELS - (height - y));
  return (
    (SCROLL_PIXELS * Math.min(EDGE_PIXELS, bottom) - SCROLL_PIXELS * Math.min(EDGE_PIXELS, top)) /
    EDGE_PIXELS
  );
}

/** @param {Element} row */
function middleOf(row) {
  const { top, height } = row.getBoundingClientRect();
  return top + height / 2;
}
