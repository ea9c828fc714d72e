/**
 * The sounds that a kitchen can choose from, as patterns of tones. They are told apart with the back turned, and most of
 * each lies between 500 and 4000 Hz, where a tablet's small speaker is loud and ears are keen.
 */

/**
 * `at` and `seconds`: when a tone begins and how long it is heard. `struck` fades from its start, `held` stays.
 *
 * @typedef {{
 *   at: number, hertz: number, gain: number, seconds: number, wave: OscillatorType, envelope: "struck" | "held",
 * }} Tone
 */
/** @typedef {keyof typeof SOUNDS} SoundName */

/** What sounds along with a tone: `times` its pitch, how loud and how long. */
const BELL_PARTIALS = [
  { times: 1, gain: 0.5, seconds: 1.3 },
  { times: 1.5, gain: 0.35, seconds: 1 },
  { times: 2.52, gain: 0.35, seconds: 0.7 },
  { times: 4.2, gain: 0.2, seconds: 0.3 },
];
const CHIME_PARTIALS = [
  { times: 1, gain: 0.6, seconds: 0.9 },
  { times: 2, gain: 0.3, seconds: 0.6 },
  { times: 3, gain: 0.15, seconds: 0.3 },
];
/** A wooden bar is heard shortly, with a knock two octaves higher. */
const WOOD_PARTIALS = [
  { times: 1, gain: 0.8, seconds: 0.28 },
  { times: 3.98, gain: 0.45, seconds: 0.1 },
];

export const SOUNDS = {
  bell: [...struck(0, 880, BELL_PARTIALS), ...struck(0.28, 880, BELL_PARTIALS)],
  chime: [
    ...struck(0, 1568, CHIME_PARTIALS),
    ...struck(0.2, 1319, CHIME_PARTIALS),
    ...struck(0.4, 1047, CHIME_PARTIALS),
  ],
  marimba: [
    ...struck(0, 784, WOOD_PARTIALS),
    ...struck(0.13, 1047, WOOD_PARTIALS),
    ...struck(0.26, 1319, WOOD_PARTIALS),
    ...struck(0.39, 1047, WOOD_PARTIALS),
    ...struck(0.52, 1568, WOOD_PARTIALS),
  ],
  buzzer: [...buzz(0), ...buzz(0.42)],
  whistle: [0, 0.24, 0.48, 0.72].flatMap((at) => [
    held(at, 2100, 0.6, 0.11, "triangle"),
    held(at + 0.12, 2800, 0.6, 0.11, "triangle"),
  ]),
};

export const SOUND_NAMES = /** @type {SoundName[]} */ (Object.keys(SOUNDS));

/** @param {number} at @param {number} hertz @param {typeof BELL_PARTIALS} partials @returns {Tone[]} */
function struck(at, hertz, partials) {
  return partials.map(({ times, gain, seconds }) => ({
    at,
    hertz: hertz * times,
    gain,
    seconds,
    wave: "sine",
    envelope: "struck",
  }));
}

/** @param {number} at @param {number} hertz @param {number} gain @param {number} seconds @param {OscillatorType} wave @returns {Tone} */
function held(at, hertz, gain, seconds, wave) {
  return { at, hertz, gain, seconds, wave, envelope: "held" };
}

/** Two pitches a little apart grate on each other. @param {number} at @returns {Tone[]} */
function buzz(at) {
  return [held(at, 466, 0.4, 0.3, "square"), held(at, 494, 0.4, 0.3, "sawtooth")];
}
