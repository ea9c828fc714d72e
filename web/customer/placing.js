/**
 * Sends an order until an answer comes: one key for all tries, kept in the browser before the first one. So a second
 * tap, a lost answer and a reload make one order. An attempt that lay for long is not sent before the customer says so.
 */

/** @import { Problem } from "../api.js" */
/** @import { Order } from "../contract.js" */
/** @import { Summary } from "./summary.js" */

import { asProblem } from "../api.js";
import { backOff } from "../back-off.js";
import { randomUuid } from "../identifiers.js";

const RETRY = { firstSeconds: 1, longestSeconds: 10 };
/** A dinner that was ordered longer ago than this is not ordered without asking. */
const RESUME_MINUTES = 5;
/** The servers know a key for 24 hours; after that it would make a second order. */
const FORGET_HOURS = 23;

/**
 * `summary`: what it is, in words; attempts of earlier pages have none.
 *
 * @typedef {{key: string, body: object, at: number, summary?: Summary}} Attempt
 * @typedef {{order: Order, token: string}} Placed
 */

/**
 * `failures`: tries of this attempt that had no answer. `unsure`: an old attempt whose outcome nobody knows. `placed`:
 * until its page takes over; a tap that comes with the answer finds nothing to order by.
 *
 * @typedef {{phase: "idle"} | {phase: "sending", attempt: Attempt, failures: number} |
 *   {phase: "unsure", attempt: Attempt} | {phase: "refused", attempt: Attempt, problem: Problem} |
 *   {phase: "placed"}} Placing
 */

/**
 * `load`, `save`, `clear`: the attempt as all tabs of this browser know it. `onPlaced`: is told also of what was given
 * up meanwhile, and is then not wanted.
 *
 * @typedef {{
 *   post: (key: string, body: object) => Promise<Placed>, load: () => Attempt | null, save: (attempt: Attempt) => void,
 *   clear: () => void, onChange: () => void, onPlaced: (placed: Placed, isWanted: boolean) => void,
 *   random?: () => number,
 * }} PlacingOptions
 */

/** @param {number} instant epoch milliseconds */
const isLongAgo = (instant) => Date.now() - instant > RESUME_MINUTES * 60_000;

/** Whether the servers may have forgotten it. @param {Pick<Attempt, "at">} attempt */
export const isTooOld = ({ at }) => Date.now() - at > FORGET_HOURS * 3_600_000;

/** Whether nothing else can be ordered meanwhile. @param {Placing} state */
export const isBusy = ({ phase }) => phase !== "idle" && phase !== "refused";

/** @param {PlacingOptions} options */
export function openPlacing({ post, load, save, clear, onChange, onPlaced, random = Math.random }) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  /** @type {Placing} */
  let state = { phase: "idle" };

  /** @param {Placing} next */
  const become = (next) => {
    clearTimeout(timer);
    state = next;
    onChange();
  };

  /** Another tab may have given it up, and another one may lie there. @param {Attempt} attempt */
  const isKept = (attempt) => load()?.key === attempt.key;

  /** @param {Attempt} attempt @param {Placing} next */
  const end = (attempt, next) => {
    if (isKept(attempt)) clear();
    become(next);
  };

  /** @param {Attempt} attempt @param {number} failures so far @param {number} since the first of these tries */
  const send = async (attempt, failures, since) => {
    become({ phase: "sending", attempt, failures });
    const isWanted = () => state.phase === "sending" && state.attempt === attempt;
    try {
      const placed = await post(attempt.key, attempt.body);
      const wanted = isWanted();
      if (wanted) end(attempt, { phase: "placed" });
      onPlaced(placed, wanted);
    } catch (error) {
      const problem = asProblem(error);
      if (!isWanted()) return;
      if (problem.isPassing) retry(attempt, failures + 1, since, problem);
      else end(attempt, { phase: "refused", attempt, problem });
    }
  };

  /** @param {Attempt} attempt @param {number} failures @param {number} since @param {Problem} problem */
  const retry = (attempt, failures, since, problem) => {
    const pause = Math.max(
      (problem.retryAfterSeconds ?? 0) * 1000,
      backOff(failures, RETRY, random),
    );
    become({ phase: "sending", attempt, failures });
    timer = setTimeout(() => {
      if (!isKept(attempt)) become({ phase: "idle" });
      // Also where this laptop slept meanwhile.
      else if (isLongAgo(since)) become({ phase: "unsure", attempt });
      else send(attempt, failures, since);
    }, pause);
  };

  /** @param {Attempt} attempt that was not answered */
  const goOn = (attempt) => {
    if (isLongAgo(attempt.at)) become({ phase: "unsure", attempt });
    else send(attempt, 0, attempt.at);
  };

  /** @returns {Attempt | null} what was not answered before a reload, or in another tab */
  const left = () => {
    const attempt = load();
    if (!attempt || !isTooOld(attempt)) return attempt;
    clear();
    return null;
  };

  return {
    get state() {
      return state;
    },

    /** Goes on with what was not answered before. */
    resume() {
      const attempt = isBusy(state) ? null : left();
      if (attempt) goOn(attempt);
    },

    /** Orders; while an attempt is under way, in whichever tab, this is that attempt again. @param {object} body @param {Summary} [summary] */
    order(body, summary) {
      if (isBusy(state)) return;
      const before = left();
      if (before) {
        goOn(before);
        return;
      }
      const attempt = { key: randomUuid(), body, at: Date.now(), summary };
      save(attempt);
      send(attempt, 0, attempt.at);
    },

    /** The customer wants an unsure attempt after all. */
    sendAgain() {
      if (state.phase !== "unsure") return;
      const { attempt } = state;
      if (isTooOld(attempt) || !isKept(attempt)) end(attempt, { phase: "idle" });
      else send(attempt, 0, Date.now());
    },

    /** The customer gives up, and has been told that the order may have arrived; or has seen why it was refused. */
    stop() {
      if ("attempt" in state) end(state.attempt, { phase: "idle" });
    },

    /** The placed order has its page, and the next one may come. */
    leave() {
      if (state.phase === "placed") become({ phase: "idle" });
    },
  };
}
