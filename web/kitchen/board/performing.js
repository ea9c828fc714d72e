/** Carrying out what staff do with the tickets, for as long as the page stands, whichever view is open. */

/** @import { Ringing } from "../screen/bell.js" */
/** @import { Station } from "../station.js" */
/** @import { Performer } from "./performer.js" */

import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "../../html.js";
import { openPerformer } from "./performer.js";

/** @typedef {Performer} Performing */

/** @param {Station} station @param {Ringing} ringing @returns {Performing} always the same one */
export function usePerforming(station, ringing) {
  const latest = useRef({ station, ringing });
  latest.current = { station, ringing };
  const [, redraw] = useState({});
  const performer = useMemo(
    () =>
      openPerformer(
        () => latest.current,
        () => redraw({}),
      ),
    [],
  );
  const { verified, unverified } = station;
  // With the drawing, not after it: a key that is pressed at once on what is seen would still be refused as busy.
  useLayoutEffect(() => performer.hear([...verified, ...unverified]), [verified, unverified]);
  useEffect(() => {
    const leave = () => document.visibilityState === "hidden" && performer.sendHeld();
    document.addEventListener("visibilitychange", leave);
    addEventListener("pagehide", performer.sendHeld);
    return () => {
      document.removeEventListener("visibilitychange", leave);
      removeEventListener("pagehide", performer.sendHeld);
      performer.sendHeld();
    };
  }, []);
  return performer;
}
