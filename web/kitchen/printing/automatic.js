/** Prints orders by itself where this device is to: each once, in one tab, never on a screen that only looks. */

/** @import { Station } from "../station.js" */
/** @import { Turn } from "./one-tab.js" */

import { useEffect, useRef } from "../../html.js";
import { duePrints, recallPrinted, recallPrinting, rememberPrinted } from "./due-prints.js";
import { takeTurn } from "./one-tab.js";
import { canPrint, printOrder } from "./printing.js";

/** @param {Station} station */
export function useAutomaticPrinting({ verified, watching, shop, menu }) {
  const printing = recallPrinting();
  const isWanted = printing.moment !== "never" && !watching && canPrint();
  const turn = useRef(/** @type {Turn | null} */ (null));
  const waiting = useRef(/** @type {Set<string>} */ (new Set()));

  useEffect(() => {
    if (!isWanted) return;
    turn.current = takeTurn("printing-turn");
    return () => {
      turn.current?.release();
      turn.current = null;
    };
  }, [isWanted]);

  // After each drawing, which is at least once a second.
  useEffect(() => {
    if (!turn.current?.isHeld()) return;
    const done = [...recallPrinted(), ...waiting.current];
    for (const order of duePrints(verified, printing, done)) {
      waiting.current.add(order.id);
      printOrder(order, { copies: printing.copies, menu, timezone: shop?.timezone }).then(() => {
        // Not before: what was waiting when the page was closed is printed when it is open again.
        rememberPrinted(order.id);
        waiting.current.delete(order.id);
      });
    }
  });
}
