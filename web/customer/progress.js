/** @import { Order } from "../contract.js" */

/** @typedef {"placed" | "received" | "accepted" | "ready" | "completed" | "rejected" | "cancelled"} Stage */

/**
 * The order's way so far and still to come, for its customer; `at` is null for what has not happened. An order that was
 * accepted has been seen, whether or not a receipt came.
 *
 * @param {Order} order
 * @returns {{stage: Stage, at: string | null, done: boolean}[]}
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
  const steps = way.map(([stage, at]) => ({ stage, at, done: at !== null }));
  if (order.status !== "rejected" && order.status !== "cancelled") return steps;
  const end = { stage: order.status, at: order.updated_at, done: true };
  return [...steps.filter(({ done }) => done), end];
}
