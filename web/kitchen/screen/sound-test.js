/** Trying the sound that this device rings with. */

/** @import { Bell } from "./sound.js" */

import { useRef } from "../../html.js";
import { preferences } from "./preferences.js";
import { gainOf } from "./ringing.js";
import { SOUNDS } from "./sounds.js";

/** The try before ends. @param {Bell} bell @returns {() => void} plays what is preferred, as loud as for a neglected order */
export function useTest(bell) {
  const end = useRef(() => {});
  return () => {
    const { sound, volume } = preferences();
    end.current();
    end.current = bell.play(SOUNDS[sound], gainOf(volume));
  };
}
