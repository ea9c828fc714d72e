/** The keys of a sheet over the board: the one that opened it closes it again. */

import { useLayoutEffect } from "../../html.js";
import { commandOf } from "./keys.js";

/** @import { Command } from "./keys.js" */

/**
 * @param {Command} opener
 * @param {() => void} onClose
 * @param {(number: number) => void} [onNumber] a number was pressed
 */
export function useSheetKeys(opener, onClose, onNumber) {
  // With the drawing: the next key may be pressed at once.
  useLayoutEffect(() => {
    /** @param {KeyboardEvent} event */
    const press = (event) => {
      const command = commandOf(event, false);
      if (command === opener) onClose();
      if (command === "select") onNumber?.(Number(event.key));
    };
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  });
}
