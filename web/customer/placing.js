/**
 * Sends an order until an answer comes: one key for all tries, kept in the browser before the first one. So a second
 * tap, a lost answer and a reload make one order. An attempt that lay for long is not sent before the customer says so.
 */

/** @import { Problem } from "../api.js" */
/** @import { Order } from "../contract.js" */

import { asProblem } from "../api.js";
import { backOff } from "../back-off.js";
import { randomUuid } from "../identifiers.js";

const RETRY = { firstSeconds: 1, longestSeconds: 10 };
/** A dinner that was ordered longer ago than this is not ordered without asking. */
const RESUME_MINUTES = 5;
/** The servers know a key for 24 hours; after that it would make a second order. */
const FORGET_HOURS = 23;

/** @typedef {{key: string, body: object, at: number}} Attempt */
/** @typedef {{order: Order, token: string}} Placed */

/**
 * `unsure`: an old attempt whose outcome nobody knows. `failures`: tries of this attempt that had no answer.
 *
 * @typedef {{phase: "idle", problem: Problem | null} | {phase: "sending", failures: number} |
 *   {phase: "unsure", at: number}} Placing
 */

/**
 * @typedef {{
 *   post: (key: string, body: object) => Promise<Placed>, load: () => Attempt | null, save: (attempt: Attempt) => void,
 *   clear: () => void, onChange: (placing: Placing) => void, onPlaced: (placed: Placed) => void, random?: () => number,
 * }} PlacingOptions
 */

/** @param {number} instant epoch milliseconds */
const isLongAgo = (instant) => Date.now() - instant > RESUME_MINUTES * 60_000;

/** Whether the servers may have forgotten it. @param {Pick<Attempt, "at">} attempt */
export const isTooOld = ({ at }) => Date.now() - at > FORGET_HOURS * 3_600_000;

/** @param {PlacingOptions} options */
export function openPlacing({ post, load, save, clear, onChange, onPlaced, random = Math.random }) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  /** The attempt that is being sent. @type {Attempt | null} */
  let current = null;

  /** @param {Attempt} attempt @param {number} failures so far @param {number} since the first of these tries */
  const send = async (attempt, failures, since) => {
    current = attempt;
    onChange({ phase: "sending", failures });
    try {
      const placed = await post(attempt.key, attempt.body);
      // Also where the page has gone meanwhile; but whoever gave up is left alone.
      if (current !== attempt && load()?.key !== attempt.key) return;
      finish(null);
      onPlaced(placed);
    } catch (error) {
      const problem = asProblem(error);
      if (current !== attempt) return;
      if (problem.isPassing) retry(attempt, failures + 1, since, problem);
      else finish(problem);
    }
  };

  /** @param {Attempt} attempt @param {number} failures @param {number} since @param {Problem} problem */
  const retry = (attempt, failures, since, problem) => {
    const pause = Math.max(
      (problem.retryAfterSeconds ?? 0) * 1000,
      backOff(failures, RETRY, random),
    );
    onChange({ phase: "sending", failures });
    timer = setTimeout(() => {
      // Also where this laptop slept meanwhile.
      if (isLongAgo(since)) doubt(attempt);
      else send(attempt, failures, since);
    }, pause);
  };

  /** @param {Attempt} attempt */
  const doubt = (attempt) => {
    current = null;
    onChange({ phase: "unsure", at: attempt.at });
  };

  /** @param {Problem | null} problem */
  const finish = (problem) => {
    clearTimeout(timer);
    current = null;
    clear();
    onChange({ phase: "idle", problem });
  };

  return {
    /** Goes on with what was not answered before a reload. */
    resume() {
      const attempt = load();
      if (!attempt || current) return;
      if (isTooOld(attempt)) finish(null);
      else if (isLongAgo(attempt.at)) doubt(attempt);
      else send(attempt, 0, attempt.at);
    },

    /** Orders; while an attempt is under way, this is that attempt again. @param {object} body */
    order(body) {
      if (current) return;
      const attempt = { key: randomUuid(), body, at: Date.now() };
      save(attempt);
      send(attempt, 0, attempt.at);
    },

    /** The customer wants an unsure attempt after all. */
    sendAgain() {
      const attempt = load();
      if (current) return;
      if (!attempt || isTooOld(attempt)) finish(null);
      else send(attempt, 0, Date.now());
    },

    /** The customer gives up, and has been told that the order may have arrived. */
    stop: () => finish(null),

    /** The page goes; the attempt is kept, and an answer that still comes to it is good. */
    close() {
      clearTimeout(timer);
      current = null;
    },
  };
}
