/** Nothing moves under a finger: what the board shows stays as it is from when one goes down until its tap is over. */

import { useEffect, useRef, useState } from "../../html.js";

/** After a finger has gone up, its click follows within this time. */
const CLICK_MILLISECONDS = 150;
/** Something that lies on the screen must not keep orders from being seen. */
const HOLD_LIMIT_SECONDS = 10;

/**
 * @template T
 * @param {T} current
 * @param {(id: string | undefined) => boolean} hasJustMoved the ticket of this order
 * @returns {{shown: T, hold: Record<string, (event: any) => void>}} what to show, and the handlers of the board that shows it
 */
export function useHolding(current, hasJustMoved) {
  const [isHeld, setHeld] = useState(false);
  const shown = useRef(current);
  const pressed = useRef(/** @type {Element | null} */ (null));
  const timer = useRef(/** @type {ReturnType<typeof setTimeout> | undefined} */ (undefined));
  if (!isHeld) shown.current = current;

  /** @param {number} milliseconds */
  const letGoIn = (milliseconds) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setHeld(false), milliseconds);
  };

  useEffect(() => {
    const up = () => letGoIn(CLICK_MILLISECONDS);
    const cancel = () => letGoIn(0);
    addEventListener("pointerup", up);
    addEventListener("pointercancel", cancel);
    return () => {
      removeEventListener("pointerup", up);
      removeEventListener("pointercancel", cancel);
      clearTimeout(timer.current);
    };
  }, []);

  return {
    shown: shown.current,
    hold: {
      onPointerDown: ({ target }) => {
        const button = buttonOf(target);
        const ticket = /** @type {HTMLElement | null | undefined} */ (button?.closest(".ticket"));
        pressed.current = hasJustMoved(ticket?.dataset.orderId) ? null : button;
        setHeld(true);
        letGoIn(HOLD_LIMIT_SECONDS * 1000);
      },
      onClickCapture: (event) => {
        const button = buttonOf(event.target);
        // A tap must not act on what has come into the place of what was touched, nor a double tap on what came after.
        const isStray = event.detail > 1 || (event.detail === 1 && button !== pressed.current);
        if (button && isStray) event.stopPropagation();
        letGoIn(0);
      },
    },
  };
}

/** @param {EventTarget | null} target @returns {Element | null} the button of a ticket that was touched */
const buttonOf = (target) => (target instanceof Element ? target.closest(".ticket button") : null);
