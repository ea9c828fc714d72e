/** Keeps the screen awake where the browser can, and says so where it cannot: secure contexts alone have a wake lock. */

import { text } from "../../catalogue.js";
import { html, useEffect, useState } from "../../html.js";
import { recall, remember } from "../../storage.js";

/**
 * `held`: the screen stays on. `refused`: the browser let go of it, as when the battery is low. `missing`: it cannot.
 * `insecure`: no browser can, for a page by plain http.
 *
 * @typedef {"held" | "refused" | "missing" | "insecure"} Awake
 */

const RETRY_SECONDS = 60;

/** @returns {Awake} for as long as the component stands */
export function useAwake() {
  const [awake, setAwake] = useState(initially);
  useEffect(() => {
    if (!navigator.wakeLock) return;
    /** @type {WakeLockSentinel | null} */
    let held = null;
    let isOver = false;
    const refused = () => {
      // Whenever a page is hidden its lock is gone, which is no refusal.
      if (document.visibilityState === "visible" && !isOver) setAwake("refused");
    };
    const lock = async () => {
      if (document.visibilityState !== "visible" || (held && !held.released)) return;
      try {
        held = await navigator.wakeLock.request("screen");
        held.addEventListener("release", refused);
        setAwake("held");
        if (isOver) held.release();
      } catch {
        refused();
      }
    };
    document.addEventListener("visibilitychange", lock);
    // What was refused for an empty battery is granted once it is plugged in.
    const timer = setInterval(lock, RETRY_SECONDS * 1000);
    lock();
    return () => {
      isOver = true;
      clearInterval(timer);
      document.removeEventListener("visibilitychange", lock);
      held?.release().catch(() => {});
    };
  }, []);
  return awake;
}

/** @returns {Awake} */
function initially() {
  if (navigator.wakeLock) return "held";
  return isSecureContext ? "missing" : "insecure";
}

/** Says once on every device that it may fall asleep; its settings go on saying so. @param {{awake: Awake}} props */
export function AwakeHint({ awake }) {
  const [isRead, setRead] = useState(recall("awake.read") === true);
  if (awake === "held" || isRead) return null;
  const read = () => {
    remember("awake.read", true);
    setRead(true);
  };
  return html`
    <div class="hint" role="status">
      <p>${text(`awake.${awake}`)}</p>
      <button type="button" class="quiet" onClick=${read}>${text("awake.read")}</button>
    </div>`;
}
