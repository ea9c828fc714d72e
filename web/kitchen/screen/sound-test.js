/** Trying the sound that this device rings with. */

/** @import { Bell } from "./sound.js" */

import { useEffect, useRef } from "../../html.js";
import { preferences } from "./preferences.js";
import { gainOf, LEVELS, LOUDEST } from "./ringing.js";
import { SOUNDS } from "./sounds.js";

const [FIRST] = LEVELS;

/** The try before ends. @param {Bell} bell @returns {() => void} plays what is preferred as it rings first, then as for a neglected order */
export function useTest(bell) {
  const end = useRef(() => {});
  useEffect(() => () => end.current(), []);
  return () => {
    const { sound, volume } = preferences();
    const ring = (/** @type {number} */ gain) => bell.play(SOUNDS[sound], gain * gainOf(volume));
    end.current();
    let endRing = ring(FIRST.gain);
    const timer = setTimeout(() => {
      endRing = ring(LOUDEST.gain);
    }, FIRST.everySeconds * 1000);
    end.current = () => {
      clearTimeout(timer);
      endRing();
    };
  };
}
