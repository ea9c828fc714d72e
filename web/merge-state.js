/**
 * What merge.js knows between two steps, and what a step asks its caller to do.
 */

/** @import { Entry } from "./contract.js" */

/**
 * The one request under way. `since`: ids whose version an event raised while it was. `clean`: nothing has broken since
 * it was asked. `forgettable`: the ends known when it was asked, `doubts`: the doubtful versions known then.
 *
 * @typedef {{
 *   id: number, etag: string | null, since: Set<string>, clean: boolean,
 *   forgettable: Map<string, number>, doubts: Map<string, number>,
 * }} Flight
 */

/**
 * `held`: what is shown. `ended`: versions of ends that were heard. `doubtful`: heard, but only a snapshot can tell
 * whether it still lives; `revealed`: those that are shown all the same, because no snapshot could be had for long.
 * `rung`: ids that have rung. `leaving`: the statuses by which an entry leaves the snapshot.
 *
 * @template {Entry} T
 * @typedef {{
 *   leaving: ReadonlySet<string>, held: Map<string, T>, ended: Map<string, number>, doubtful: Map<string, T>,
 *   revealed: Set<string>, rung: Set<string>, asOf: string | null, suspect: boolean, want: boolean,
 *   flight: Flight | null, flights: number, base: {entries: T[], etag: string | null},
 * }} State
 */

/**
 * `request`: ask for the snapshot. `receipt`: tell the server that this page holds the order. `ring`: announce it.
 *
 * @template {Entry} T
 * @typedef {{type: "request", id: number, etag: string | null} | {type: "receipt", id: string} |
 *   {type: "ring", entry: T}} Effect
 */

/**
 * @template {Entry} T
 * @typedef {{state: State<T>, effects: Effect<T>[]}} Step
 */

/**
 * The state of a page that knows nothing yet.
 *
 * @template {Entry} T
 * @param {Iterable<string>} leaving the statuses by which an entry leaves the snapshot; none where all are to be shown
 * @returns {State<T>}
 */
export function start(leaving) {
  return {
    leaving: new Set(leaving),
    held: new Map(),
    ended: new Map(),
    doubtful: new Map(),
    revealed: new Set(),
    rung: new Set(),
    asOf: null,
    suspect: true,
    want: false,
    flight: null,
    flights: 0,
    base: { entries: [], etag: null },
  };
}

/**
 * A copy to work on, so that whoever holds the state before keeps it as it was.
 *
 * @template {Entry} T
 * @param {State<T>} state
 * @returns {Step<T>}
 */
export function begin(state) {
  const { held, ended, doubtful, revealed, rung, flight } = state;
  const copy = {
    ...state,
    held: new Map(held),
    ended: new Map(ended),
    doubtful: new Map(doubtful),
    revealed: new Set(revealed),
    rung: new Set(rung),
    flight: flight && { ...flight, since: new Set(flight.since) },
  };
  return { state: copy, effects: [] };
}
