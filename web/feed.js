/**
 * Keeps one channel true: drives merge.js with the socket's events, with snapshots and with time.
 *
 * There is this one way of loading, whether the page starts, returns, polls or slept.
 */

/** @import { Problem } from "./api.js" */
/** @import { Connection } from "./connection.js" */
/** @import { Entry, Snapshot } from "./contract.js" */
/** @import { State, Step } from "./merge-state.js" */
/** @import { Loader } from "./snapshots.js" */

import { asProblem } from "./api.js";
import { backOff } from "./back-off.js";
import { openFeedTimer } from "./feed-timer.js";
import { openListeners } from "./listeners.js";
import * as merge from "./merge.js";
import { start } from "./merge-state.js";

const SNAPSHOT_LIMIT_SECONDS = 10;
const RETRY = { firstSeconds: 1, longestSeconds: 15 };
/** A lively channel whose socket is live is asked for all the same: the bound on what any fault can hide. */
const LIVE_POLL_SECONDS = 60;
const FAST_POLL_SECONDS = 3;
/** After a `resync`, which every page hears at once. */
const RESYNC_SPREAD_SECONDS = 3;
/** How long an order may stay unseen because no snapshot can be had. */
const DOUBT_SECONDS = 5;
/** The answers by which a server refuses this page for good. */
const REFUSALS = ["unauthorized", "forbidden", "unknown_order", "unknown_shop"];

/**
 * @template {Entry} T
 * @typedef {{
 *   connection: Connection, channel: string, token?: () => string | null, load: Loader<T>, leaving: Iterable<string>,
 *   entryOf: (frame: Record<string, any>) => T | undefined, onReceipts?: (ids: string[]) => void,
 *   onRing?: (entries: T[]) => void, onRefused?: (problem: Problem) => void, random?: () => number,
 * }} FeedOptions
 */

/**
 * `verified`: a snapshot was had since anything may have been missed. `answering`: the last request succeeded.
 * `ahead`: how many milliseconds the server's clock is ahead of ours.
 *
 * @template {Entry} T
 * @typedef {{
 *   entries: T[], unverified: T[], verified: boolean, loaded: boolean, answering: boolean, answeredAt: number | null,
 *   refused: Problem | null, ahead: number,
 * }} View
 */

/**
 * @template {Entry} T
 * @typedef {{
 *   readonly view: View<T>, take: (entry: T) => void, poll: () => void, watch: (listener: () => void) => () => void,
 *   close: () => void,
 * }} Feed
 */

/**
 * @template {Entry} T
 * @param {FeedOptions<T>} options
 * @returns {Feed<T>}
 */
export function openFeed(options) {
  const { connection, channel, token = () => null, load, entryOf, random = Math.random } = options;
  /** @type {State<T>} */
  let state = start(options.leaving);
  /** @type {View<T>} */
  let view = {
    entries: [],
    unverified: [],
    verified: false,
    loaded: false,
    answering: true,
    answeredAt: null,
    refused: null,
    ahead: 0,
  };
  const { watch, tell } = openListeners();
  let limit = new AbortController();
  let failures = 0;
  let isUnheard = false;
  let isClosed = false;

  /** @param {Partial<View<T>>} [changes] */
  const publish = (changes) => {
    view = {
      ...view,
      ...changes,
      entries: [...state.held.values()],
      unverified: [...state.revealed].flatMap((id) => state.doubtful.get(id) ?? []),
      verified: !state.suspect,
    };
    tell();
  };

  /** Carries out a step of merge.js. @param {Step<T>} step */
  const apply = (step) => {
    const doubtfulBefore = state.doubtful;
    state = step.state;
    const receipts = step.effects.flatMap((effect) => (effect.type === "receipt" ? effect.id : []));
    const rings = step.effects.flatMap((effect) => (effect.type === "ring" ? effect.entry : []));
    for (const id of state.doubtful.keys()) if (!doubtfulBefore.has(id)) revealLater(id);
    for (const effect of step.effects) {
      if (effect.type === "request") ask(effect.id, effect.etag);
    }
    if (receipts.length) options.onReceipts?.(receipts);
    if (rings.length) options.onRing?.(rings);
    publish();
  };

  /** @param {number} id @param {string | null} etag */
  const ask = async (id, etag) => {
    timer.busy();
    limit = new AbortController();
    const limitTimer = setTimeout(() => limit.abort(), SNAPSHOT_LIMIT_SECONDS * 1000);
    try {
      const snapshot = await load(etag, limit.signal);
      if (!isClosed) succeed(id, snapshot);
    } catch (error) {
      if (!isClosed) fail(id, asProblem(error));
    } finally {
      clearTimeout(limitTimer);
      timer.askIn(pollMilliseconds());
    }
  };

  /** @param {number} id @param {Snapshot<T>} snapshot */
  const succeed = (id, snapshot) => {
    failures = 0;
    const answeredAt = Date.now();
    const ahead = snapshot.asOf ? Date.parse(snapshot.asOf) - answeredAt : view.ahead;
    view = { ...view, loaded: true, answering: true, answeredAt, ahead };
    const wanted = state.want;
    apply(merge.answer(state, id, snapshot));
    timer.idle();
    if (state.want && !wanted) timer.askIn(0);
  };

  /** @param {number} id @param {Problem} problem */
  const fail = (id, problem) => {
    failures += 1;
    isUnheard = problem.status === 0;
    view = { ...view, answering: false };
    apply(merge.failure(state, id));
    timer.idle((problem.retryAfterSeconds ?? 0) * 1000, backOff(failures, RETRY, random));
    timer.askIn(0);
    if (!REFUSALS.includes(problem.code)) return;
    close();
    publish({ refused: problem });
    options.onRefused?.(problem);
  };

  const timer = openFeedTimer(() => {
    apply(merge.poll(state));
    apply(merge.request(state));
  });

  const pollMilliseconds = () => {
    const seconds = connection.state === "live" ? LIVE_POLL_SECONDS : FAST_POLL_SECONDS;
    return seconds * 1000 * (0.8 + random() * 0.4);
  };

  /** @param {string} id */
  const revealLater = (id) => {
    setTimeout(() => isClosed || apply(merge.reveal(state, id)), DOUBT_SECONDS * 1000);
  };

  /** @param {T} entry */
  const take = (entry) => {
    if (isClosed) return;
    apply(merge.event(state, entry));
    if (state.doubtful.get(entry.id) === entry) timer.askIn(0);
  };

  /** @param {number} milliseconds */
  const doubtAll = (milliseconds) => {
    apply(merge.discontinuity(state));
    timer.askIn(milliseconds);
  };

  /** The network is there: what failed without it says nothing of now. A server that answered is left its time. */
  const tryAnew = () => {
    if (!isUnheard) return;
    failures = 0;
    timer.endBackOff();
  };

  const close = () => {
    isClosed = true;
    limit.abort();
    unsubscribe();
    timer.close();
  };

  const unsubscribe = connection.subscribe(channel, token, {
    event: (frame) => {
      const entry = entryOf(frame);
      if (entry) take(entry);
    },
    subscribed: () => {
      tryAnew();
      doubtAll(0);
    },
    resync: () => doubtAll(random() * RESYNC_SPREAD_SECONDS * 1000),
    silent: () => doubtAll(0),
    woken: () => {
      if (failures === 0 && connection.state === "live") return;
      tryAnew();
      timer.askIn(0);
    },
    changed: () => {
      if (connection.state !== "live") timer.askIn(pollMilliseconds());
      publish();
    },
  });
  doubtAll(0);

  return {
    get view() {
      return view;
    },
    take,
    poll: () => timer.askIn(0),
    watch,
    close,
  };
}
