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
  useEffect(() => keepAwake(setAwake), []);
  return awake;
}

/** @param {(awake: Awake) => void} tell @returns {() => void} ends it */
export function keepAwake(tell) {
  const { wakeLock } = navigator;
  if (!wakeLock) return () => {};
  /** @type {WakeLockSentinel | null} */
  let held = null;
  let isAsking = false;
  let isAskedMeanwhile = false;
  let isOver = false;
  const refused = () => {
    // Whenever a page is hidden its lock is gone, which is no refusal.
    if (document.visibilityState === "visible" && !isOver) tell("refused");
  };
  const release = () => {
    held?.release().catch(() => {});
  };
  const lock = async () => {
    if (isOver || document.visibilityState !== "visible" || (held && !held.released)) return;
    // One that is asked for beside another would never be let go of.
    isAskedMeanwhile = isAsking;
    if (isAsking) return;
    isAsking = true;
    try {
      held = await wakeLock.request("screen");
      held.addEventListener("release", refused);
      if (isOver) release();
      else tell("held");
    } catch {
      // Shown again since, it is asked for once more.
      if (!isAskedMeanwhile) refused();
    }
    isAsking = false;
    if (isAskedMeanwhile) lock();
  };
  document.addEventListener("visibilitychange", lock);
  // What was refused for an empty battery is granted once it is plugged in.
  const timer = setInterval(lock, RETRY_SECONDS * 1000);
  lock();
  return () => {
    isOver = true;
    clearInterval(timer);
    document.removeEventListener("visibilitychange", lock);
    release();
  };
}

/** @returns {Awake} */
function initially() {
  if (navigator.wakeLock) return "held";
  return isSecureContext ? "missing" : "insecure";
}

/** Says once on every device, for each reason, that it may fall asleep; its settings go on saying so. @param {{awake: Awake}} props */
export function AwakeHint({ awake }) {
  const [read, setRead] = useState(() => Object(recall("awake.read")));
  if (awake === "held" || read[awake]) return null;
  const onRead = () => {
    const after = { ...read, [awake]: true };
    remember("awake.read", after);
    setRead(after);
  };
  return html`
    <div class="hint" role="status">
      <p>${text(`awake.${awake}`)}</p>
      <button type="button" class="quiet" onClick=${onRead}>${text("awake.read")}</button>
    </div>`;
}
