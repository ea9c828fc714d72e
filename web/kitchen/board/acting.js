/**
 * What staff do with an order. An action that is repeated changes nothing more, so a lost answer is asked for again.
 */

/** @import { Problem } from "../../api.js" */
/** @import { Order } from "../../contract.js" */

import { asProblem, callJson, path } from "../../api.js";
import { persist } from "../../persisting.js";

/** @typedef {"accept" | "reject" | "ready" | "complete" | "recall"} Action */
/** @typedef {{order: Order | null, problem: Problem | null}} Outcome the order as it is, also where it was refused */

/**
 * It goes its way also when the page is closed meanwhile.
 *
 * @param {string} orderId
 * @param {Action} action
 * @param {object} body
 * @param {string | null} token
 * @returns {Promise<Outcome>}
 */
export async function act(orderId, action, body, token) {
  const url = `/api/orders/${path(orderId)}/${action}`;
  const make = () => callJson("POST", url, { token, body, keepalive: true });
  try {
    return { order: await persist(make), problem: null };
  } catch (error) {
    const problem = asProblem(error);
    return { order: problem.members.order ?? null, problem };
  }
}
