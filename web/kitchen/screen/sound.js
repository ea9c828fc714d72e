/**
 * The bell, made by Web Audio: no file to load. Browsers keep a page silent until it was touched, may silence it later,
 * and say so here.
 */

/** @import { Tone } from "./sounds.js" */

/** @typedef {"ready" | "blocked" | "none"} SoundState */
/** @typedef {ReturnType<typeof openBell>} Bell */

import { openListeners } from "../../listeners.js";

/** A sound that is ended fades so long: a cut would click. */
const FADE_SECONDS = 0.03;
const ATTACK_SECONDS = 0.004;
/** What a struck tone fades to. */
const INAUDIBLE = 0.001;
const WATCH_SECONDS = 2;
/** Lifts what is soft in a sound, so that all of it is about as loud as its loudest moment. */
const COMPRESSION = { threshold: -30, knee: 12, ratio: 8, attack: 0.002, release: 0.15 };
/** Brings the loudest moment of the sounds just below what a speaker can give, where it would rattle. */
const LIFT = 1.7;
/** By these a page is touched, in the sense of browsers. */
const TOUCHES = ["pointerup", "keydown", "click"];

export function openBell() {
  const { watch, tell } = openListeners();
  let context = globalThis.AudioContext ? new AudioContext() : null;
  /** Whether sound was allowed once: then the page may ask for it again by itself. */
  let wasReady = false;
  /** A device that is gone leaves a context that says it runs, and a clock that stands still. @type {number | null} */
  let clock = null;
  let isStalled = false;

  const resume = () => {
    if (context && context.state !== "running") context.resume().catch(() => {});
  };
  const changed = () => {
    wasReady ||= context?.state === "running";
    tell();
  };
  const resumeIfAllowed = () => wasReady && resume();

  /** A new context finds the device that is there now. */
  const renew = () => {
    context?.removeEventListener("statechange", changed);
    context?.close().catch(() => {});
    context = new AudioContext();
    context.addEventListener("statechange", changed);
    clock = null;
    resumeIfAllowed();
  };
  const unblock = () => {
    if (isStalled) renew();
    resume();
  };

  const look = () => {
    const before = clock;
    clock = context?.state === "running" ? context.currentTime : null;
    if (clock === null) return resumeIfAllowed();
    if (before === null) return;
    const stalled = clock === before;
    if (stalled) renew();
    if (stalled === isStalled) return;
    isStalled = stalled;
    tell();
  };

  context?.addEventListener("statechange", changed);
  for (const touch of TOUCHES) addEventListener(touch, unblock);
  document.addEventListener("visibilitychange", resumeIfAllowed);
  setInterval(look, WATCH_SECONDS * 1000);

  return {
    /** @returns {SoundState} */
    get state() {
      if (!context) return "none";
      return context.state === "running" && !isStalled ? "ready" : "blocked";
    },
    unblock,
    watch,

    /** Plays once, where it may. @param {Tone[]} tones @param {number} gain from 0 to 1 @returns {() => void} ends it */
    play(tones, gain) {
      return context?.state === "running" ? play(context, tones, gain) : () => {};
    },
  };
}

/**
 * @param {BaseAudioContext} context
 * @param {Tone[]} tones
 * @param {number} gain from 0 to 1
 * @returns {() => void} ends it
 */
export function play(context, tones, gain) {
  const compressor = new DynamicsCompressorNode(context, COMPRESSION);
  const loudness = new GainNode(context, { gain: gain * LIFT });
  compressor.connect(loudness).connect(context.destination);
  for (const tone of tones) sound(context, compressor, tone);
  return () => {
    const { gain: level } = loudness;
    level.setValueAtTime(level.value, context.currentTime);
    level.linearRampToValueAtTime(0, context.currentTime + FADE_SECONDS);
  };
}

/** @param {BaseAudioContext} context @param {AudioNode} output @param {Tone} tone */
function sound(context, output, { at, hertz, gain, seconds, wave, envelope }) {
  const begin = context.currentTime + at;
  const end = begin + seconds;
  const oscillator = new OscillatorNode(context, { frequency: hertz, type: wave });
  const shape = new GainNode(context, { gain: 0 });
  shape.gain.setValueAtTime(0, begin);
  shape.gain.linearRampToValueAtTime(gain, begin + ATTACK_SECONDS);
  if (envelope === "struck") {
    shape.gain.exponentialRampToValueAtTime(INAUDIBLE, end);
  } else {
    shape.gain.setValueAtTime(gain, end - FADE_SECONDS);
    shape.gain.linearRampToValueAtTime(0, end);
  }
  oscillator.connect(shape).connect(output);
  oscillator.start(begin);
  oscillator.stop(end);
}
