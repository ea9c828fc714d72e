/**
 * How a page keeps the truth, while events, snapshots and receipts overtake each other, come twice or get lost.
 *
 * Pure: no I/O and no clock. Every function takes a state and returns the next one together with the effects that its
 * caller must carry out; feed.js is that caller. The rules were found by exploring a model of database, socket and page,
 * and simpler ones lose orders or ring for dead ones: tests/web/merge.test.js has a trace for each.
 */

/** @import { Entry, Snapshot } from "./contract.js" */
/** @import { State, Step } from "./merge-state.js" */

import { begin } from "./merge-state.js";

/** An id that has rung is remembered until this many others have: by then its end is long known. */
const RUNG_LIMIT = 1000;

/**
 * On load, `subscribed`, `resync`, and when nothing was heard for too long: something may have been missed.
 *
 * @template {Entry} T
 * @param {State<T>} before
 * @returns {Step<T>}
 */
export function discontinuity(before) {
  const step = begin(before);
  step.state.suspect = true;
  step.state.want = true;
  if (step.state.flight) step.state.flight.clean = false;
  return step;
}

/**
 * By the timer: ask again, whatever is known.
 *
 * @template {Entry} T
 * @param {State<T>} before
 * @returns {Step<T>}
 */
export function poll(before) {
  const step = begin(before);
  step.state.want = true;
  return step;
}

/**
 * Takes off if a snapshot is wanted and none is under way. When to call it, the caller decides.
 *
 * @template {Entry} T
 * @param {State<T>} before
 * @returns {Step<T>}
 */
export function request(before) {
  const step = begin(before);
  const { state } = step;
  if (!state.want || state.flight) return step;
  state.want = false;
  state.flights += 1;
  state.flight = {
    id: state.flights,
    etag: state.base.etag,
    since: new Set(),
    clean: true,
    forgettable: new Map(state.ended),
    doubts: new Map([...state.doubtful].map(([id, entry]) => [id, entry.version])),
  };
  step.effects.push({ type: "request", id: state.flight.id, etag: state.flight.etag });
  return step;
}

/**
 * The request failed or took too long; an answer that comes later is ignored by its id.
 *
 * @template {Entry} T
 * @param {State<T>} before
 * @param {number} id
 * @returns {Step<T>}
 */
export function failure(before, id) {
  const step = begin(before);
  if (step.state.flight?.id !== id) return step;
  step.state.flight = null;
  step.state.want = true;
  return step;
}

/**
 * An entry was heard of: on the socket, or as the answer to an action.
 *
 * @template {Entry} T
 * @param {State<T>} before
 * @param {T} entry
 * @returns {Step<T>}
 */
export function event(before, entry) {
  const step = begin(before);
  const { state } = step;
  const known = state.held.get(entry.id);
  const newer = entry.version > (known?.version ?? 0);
  if (state.flight && newer) state.flight.since.add(entry.id);
  if (entry.version <= (state.ended.get(entry.id) ?? 0)) return step;
  if (state.leaving.has(entry.status ?? "")) {
    if (newer) end(step, entry);
  } else if (known) {
    if (newer) state.held.set(entry.id, entry);
    confirm(step, entry.id);
  } else if (state.suspect || state.asOf === null || isAtOrBefore(entry, state.asOf)) {
    state.want = true;
    doubt(step, entry);
  } else {
    show(step, entry);
  }
  return step;
}

/**
 * The answer to a request. A 304 says that `base` still is the answer, and is merged like any other.
 *
 * @template {Entry} T
 * @param {State<T>} before
 * @param {number} id of the request
 * @param {Snapshot<T>} snapshot
 * @returns {Step<T>}
 */
export function answer(before, id, { entries, etag, asOf }) {
  const step = begin(before);
  const { state } = step;
  const { flight } = state;
  if (flight?.id !== id) return step;
  state.flight = null;
  if (entries) state.base = { entries, etag };
  if (asOf !== null && (state.asOf === null || asOf > state.asOf)) state.asOf = asOf;
  if (flight.clean) state.suspect = false;

  for (const entry of state.base.entries) {
    const known = state.held.get(entry.id);
    if (known) {
      if (entry.version > known.version) state.held.set(entry.id, entry);
      confirm(step, entry.id);
    } else if (entry.version > (state.ended.get(entry.id) ?? 0)) {
      show(step, entry);
    }
  }

  const listed = new Set(state.base.entries.map((entry) => entry.id));
  for (const [heldId, entry] of state.held) {
    if (listed.has(heldId)) continue;
    if (flight.since.has(heldId)) state.want ||= asOf !== null && isAtOrBefore(entry, asOf);
    else state.held.delete(heldId);
  }

  for (const [endedId, version] of flight.forgettable) {
    if (state.ended.get(endedId) === version) state.ended.delete(endedId);
  }
  for (const [doubtfulId, version] of flight.doubts) {
    if (state.doubtful.get(doubtfulId)?.version === version) settle(state, doubtfulId);
  }
  return step;
}

/**
 * No snapshot could be had for too long: shows a doubtful entry, unconfirmed. Better twice looked at than not seen.
 *
 * @template {Entry} T
 * @param {State<T>} before
 * @param {string} id
 * @returns {Step<T>}
 */
export function reveal(before, id) {
  const step = begin(before);
  const entry = step.state.doubtful.get(id);
  if (!entry) return step;
  step.state.revealed.add(id);
  ring(step, entry);
  return step;
}

/** @template {Entry} T @param {Step<T>} step @param {T} entry */
function show(step, entry) {
  step.state.held.set(entry.id, entry);
  step.state.ended.delete(entry.id);
  settle(step.state, entry.id);
  confirm(step, entry.id);
  ring(step, entry);
}

/** @template {Entry} T @param {Step<T>} step @param {T} entry */
function end({ state }, entry) {
  state.held.delete(entry.id);
  state.ended.set(entry.id, entry.version);
  if (entry.version > (state.doubtful.get(entry.id)?.version ?? 0)) settle(state, entry.id);
}

/** @template {Entry} T @param {Step<T>} step @param {T} entry */
function doubt({ state }, entry) {
  if (entry.version >= (state.doubtful.get(entry.id)?.version ?? 0)) {
    state.doubtful.set(entry.id, entry);
  }
}

/** @template {Entry} T @param {State<T>} state @param {string} id */
function settle(state, id) {
  state.doubtful.delete(id);
  state.revealed.delete(id);
}

/** @template {Entry} T @param {Step<T>} step @param {string} id */
function confirm({ state, effects }, id) {
  const entry = state.held.get(id);
  if (entry?.status === "placed" && entry.received_at === null)
    effects.push({ type: "receipt", id });
}

/** @template {Entry} T @param {Step<T>} step @param {T} entry */
function ring({ state, effects }, entry) {
  if (entry.status !== "placed" || state.rung.has(entry.id)) return;
  state.rung.add(entry.id);
  effects.push({ type: "ring", entry });
  const [oldest] = state.rung;
  if (state.rung.size > RUNG_LIMIT && oldest) state.rung.delete(oldest);
}

/** @param {Entry} entry @param {string} instant */
function isAtOrBefore(entry, instant) {
  return entry.updated_at !== undefined && entry.updated_at <= instant;
}
