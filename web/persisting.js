/** Making a call again while its failure may pass: a service that is being restarted is back within seconds. */

import { asProblem } from "./api.js";
import { backOff } from "./back-off.js";

const RETRY = { firstSeconds: 0.5, longestSeconds: 4 };
/** Whoever waits for the outcome is told of a failure when no further try can begin within this time. */
const PATIENCE_SECONDS = 15;

/**
 * @template T
 * @param {() => Promise<T>} make the call, which must be one that may be made twice
 * @param {() => number} [random] from 0 to 1
 * @returns {Promise<T>} the first success; fails with the Problem that does not pass, or that has not passed
 */
export async function persist(make, random = Math.random) {
  const until = Date.now() + PATIENCE_SECONDS * 1000;
  for (let failures = 1; ; failures += 1) {
    try {
      return await make();
    } catch (error) {
      const problem = asProblem(error);
      const asked = (problem.retryAfterSeconds ?? 0) * 1000;
      const pause = Math.max(asked, backOff(failures, RETRY, random));
      if (!problem.isPassing || Date.now() + pause > until) throw problem;
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }
}
