/**
 * The bell, made by Web Audio: no file to load. Browsers keep a page silent until it was touched, and say so here.
 */

/** @typedef {"ready" | "blocked" | "none"} SoundState */
/** @typedef {ReturnType<typeof openBell>} Bell */

/** The partials of a struck bell: their pitch, how loud each is and how long it lasts. */
const PARTIALS = [
  { hertz: 880, gain: 0.5, seconds: 1.4 },
  { hertz: 1320, gain: 0.3, seconds: 1.0 },
  { hertz: 2217, gain: 0.2, seconds: 0.6 },
];
const STROKES_SECONDS = [0, 0.28];

export function openBell() {
  /** @type {Set<() => void>} */
  const listeners = new Set();
  const context = globalThis.AudioContext ? new AudioContext() : null;

  const tell = () => {
    for (const listener of [...listeners]) listener();
  };
  const unblock = () => {
    if (context && context.state !== "running") context.resume().catch(() => {});
  };

  context?.addEventListener("statechange", tell);
  addEventListener("pointerdown", unblock);
  addEventListener("keydown", unblock);

  return {
    /** @returns {SoundState} */
    get state() {
      if (!context) return "none";
      return context.state === "running" ? "ready" : "blocked";
    },
    unblock,
    /** @param {() => void} listener */
    watch(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    ring() {
      if (context?.state !== "running") return;
      for (const stroke of STROKES_SECONDS) {
        for (const partial of PARTIALS) strike(context, context.currentTime + stroke, partial);
      }
    },
  };
}

/** @param {AudioContext} context @param {number} at @param {{hertz: number, gain: number, seconds: number}} partial */
function strike(context, at, { hertz, gain, seconds }) {
  const oscillator = new OscillatorNode(context, { frequency: hertz });
  const loudness = new GainNode(context, { gain: 0 });
  loudness.gain.setValueAtTime(gain, at);
  loudness.gain.exponentialRampToValueAtTime(0.001, at + seconds);
  oscillator.connect(loudness).connect(context.destination);
  oscillator.start(at);
  oscillator.stop(at + seconds);
}
