/** The order's way so far and still to come, for its customer. */

/** @import { TextKey } from "../catalogue.js" */
/** @import { Order } from "../contract.js" */

import { stateKey } from "./headline.js";

/** @typedef {"placed" | "received" | "accepted" | "ready" | "completed" | "rejected" | "cancelled"} Stage */
/** @typedef {{stage: Stage, key: TextKey, at: string | null, done: boolean}} Step */

/**
 * `at` is null for what has not happened. An order that was accepted has been seen, whether or not a receipt came; of
 * one that has ended nothing is still to come.
 *
 * @param {Order} order
 * @returns {Step[]}
 */
export function progress(order) {
  /** @type {[Stage, string | null][]} */
  const way = [
    ["placed", order.placed_at],
    ["received", order.received_at ?? order.accepted_at],
    ["accepted", order.accepted_at],
    ["ready", order.ready_at],
    ["completed", order.completed_at],
  ];
  /** @type {Step[]} */
  const steps = way.map(([stage, at]) => ({
    stage,
    key: keyOf(stage, order),
    at,
    done: at !== null,
  }));
  if (order.status === "completed") return steps.filter(({ done }) => done);
  if (order.status !== "rejected" && order.status !== "cancelled") return steps;
  /** @type {Step} */
  const end = { stage: order.status, key: stateKey(order), at: order.updated_at, done: true };
  return [...steps.filter(({ done }) => done), end];
}

/** @param {Stage} stage @param {Order} order @returns {TextKey} */
const keyOf = (stage, order) =>
  stage === "completed" ? stateKey({ ...order, status: stage }) : `status.${stage}`;
