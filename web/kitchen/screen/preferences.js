/** What this device was set to: its sound and its looks. Remembered here alone, and the same in all tabs. */

/** @import { SoundName } from "./sounds.js" */

import { useWatch } from "../../hooks.js";
import { openListeners } from "../../listeners.js";
import { recall, remember, watchOtherTabs } from "../../storage.js";
import { SOUND_NAMES } from "./sounds.js";

/** Down to where a bell still is one: a screen that nobody can hear must not be had by a slip of the finger. */
export const VOLUME = { least: 20, most: 100, step: 10 };
/** @type {("auto" | "light" | "dark")[]} */
export const SCHEMES = ["auto", "light", "dark"];
/** @type {("normal" | "large" | "huge")[]} */
export const TICKET_SIZES = ["normal", "large", "huge"];
/** From this width on it hangs on a wall, and is read from two metres. */
const WALL = globalThis.matchMedia?.("(min-width: 1400px)");

/**
 * `ringsWatching`: whether it rings also where it only looks.
 *
 * @typedef {{
 *   sound: SoundName, volume: number, ringsWatching: boolean, scheme: "auto" | "light" | "dark",
 *   ticketSize: "normal" | "large" | "huge",
 * }} Preferences
 */

/** @param {any} remembered by this release or another one @param {boolean} [isOnWall] @returns {Preferences} */
export function wellFormed(remembered, isOnWall = false) {
  const { sound, volume, ringsWatching, scheme, ticketSize } = Object(remembered);
  const percent = Number.isFinite(volume) ? volume : VOLUME.most;
  return {
    sound: oneOf(SOUND_NAMES, sound),
    volume: Math.min(VOLUME.most, Math.max(VOLUME.least, percent)),
    ringsWatching: ringsWatching === true,
    scheme: oneOf(SCHEMES, scheme),
    ticketSize: oneOf(TICKET_SIZES, ticketSize ?? (isOnWall ? "large" : "normal")),
  };
}

const { watch, tell } = openListeners();
let current = read();

export const preferences = () => current;

/** @param {Partial<Preferences>} changes */
export function prefer(changes) {
  // What was not chosen stays so, and follows the screen.
  remember("screen", { ...recall("screen"), ...changes });
  take();
}

/** The preferences as they are, drawn again when they change. */
export function usePreferences() {
  useWatch(watch);
  return current;
}

/** Has the page look as preferred, from now on. */
export function followPreferences() {
  watchOtherTabs("screen", take);
  WALL?.addEventListener("change", take);
  watch(show);
  show();
}

function read() {
  return wellFormed(recall("screen"), WALL?.matches);
}

function take() {
  current = read();
  tell();
}

function show() {
  const { dataset } = document.documentElement;
  dataset.scheme = current.scheme;
  dataset.ticketSize = current.ticketSize;
}

/** @template {string} T @param {T[]} choices the first is what it is without a choice @param {unknown} chosen @returns {T} */
function oneOf(choices, chosen) {
  return choices.find((choice) => choice === chosen) ?? /** @type {T} */ (choices[0]);
}
