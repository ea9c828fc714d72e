/** A short chime by Web Audio. Browsers keep a page silent until it was touched: what touches it unlocks the chime. */

import { openListeners } from "../listeners.js";

/** Pitches in hertz: rising for good news, falling for bad. */
const TUNES = { good: [523, 659, 784, 1047], bad: [523, 392] };
const NOTE_SECONDS = 0.16;
const LASTS_SECONDS = 0.9;
const LOUDNESS = 0.4;
const SILENT = 0.001;
const VIBRATION_MILLISECONDS = [200, 120, 200];

/** @type {AudioContext | null} */
let context = null;
const { watch, tell } = openListeners();

/** Tells when the chime becomes ready or blocked. */
export const watchChime = watch;

/** @returns {"ready" | "blocked" | "none"} whether it can be heard; `blocked` until the page is touched */
export function chimeState() {
  if (!globalThis.AudioContext) return "none";
  return context?.state === "running" ? "ready" : "blocked";
}

/** Must be called while the page is being touched. */
export async function unlockChime() {
  if (!globalThis.AudioContext) return;
  if (!context) {
    context = new AudioContext();
    context.addEventListener("statechange", tell);
  }
  if (context.state !== "running") await context.resume().catch(() => {});
}

/** Unlocks it whenever the page is touched. @returns {() => void} ends it */
export function unlockByTouch() {
  addEventListener("pointerup", unlockChime);
  addEventListener("keydown", unlockChime);
  return () => {
    removeEventListener("pointerup", unlockChime);
    removeEventListener("keydown", unlockChime);
  };
}

/** Plays, and vibrates, as far as this device can and the page was touched. @param {keyof typeof TUNES} tune */
export function chime(tune) {
  if (context?.state !== "running") return;
  for (const [position, hertz] of TUNES[tune].entries()) {
    strike(context, context.currentTime + position * NOTE_SECONDS, hertz);
  }
  if ("vibrate" in navigator) navigator.vibrate(VIBRATION_MILLISECONDS);
}

/** @param {AudioContext} context @param {number} at @param {number} hertz */
function strike(context, at, hertz) {
  const oscillator = new OscillatorNode(context, { type: "triangle", frequency: hertz });
  const loudness = new GainNode(context, { gain: 0 });
  loudness.gain.setValueAtTime(LOUDNESS, at);
  loudness.gain.exponentialRampToValueAtTime(SILENT, at + LASTS_SECONDS);
  oscillator.connect(loudness).connect(context.destination);
  oscillator.start(at);
  oscillator.stop(at + LASTS_SECONDS);
}
