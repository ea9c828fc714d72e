/**
 * What staff do with the tickets and what comes of it: shown at once, sent, undone within some seconds, and set right
 * where the server says otherwise. Only declining is held back, since no server can take it back.
 */

/** @import { Order, OrderStatus } from "../../contract.js" */
/** @import { Ringing } from "../screen/bell.js" */
/** @import { Station } from "../station.js" */
/** @import { Action, Outcome } from "./acting.js" */
/** @import { Pending } from "./pending.js" */

import { isOffline } from "../../page-state.js";
import { act } from "./acting.js";
import { notOvertaken, outcome } from "./pending.js";

export const UNDO_SECONDS = 5;
/** Of what was sent; what is held back has no other way back. */
const UNDOABLE_MAX = 3;
const REFUSAL_SECONDS = 20;
/** @type {Record<"ready" | "complete", OrderStatus>} where a recall leads that undoes the action */
const UNDOES = { ready: "accepted", complete: "ready" };
/** These take an order off the board; whatever else was asked for, it left for another reason. */
const ENDS = ["reject", "complete"];
const OVERTAKEN = "invalid_transition";
const OFFLINE = "offline";

/** @typedef {ReturnType<typeof openPerformer>} Performer */
/** What was just done and can be undone until then, epoch milliseconds. @typedef {Pending & {action: "ready" | "complete" | "reject", until: number}} Undoable */
/** @typedef {{order: Order, code: string}} Refusal why an action had no effect, by the code of its problem */

/**
 * @param {() => {station: Station, ringing: Ringing}} latest
 * @param {() => void} onChange
 */
export function openPerformer(latest, onChange) {
  /** @type {ReadonlyMap<string, Pending>} */
  let pending = new Map();
  /** @type {ReadonlyMap<string, Refusal>} */
  let refusals = new Map();
  /** @type {ReadonlySet<string>} */
  let touched = new Set();
  /** @type {Undoable[]} */
  let undoable = [];
  /** @type {Map<string, ReturnType<typeof setTimeout>>} by the id of the order whose declining is held back */
  const holds = new Map();
  /** @type {Map<string, Promise<Outcome>>} what is under way: of one order, one after the other */
  const flights = new Map();

  /** @param {Order} order @param {Action} action @param {Record<string, any>} [body] */
  const perform = (order, action, body = {}) => {
    const { station, ringing } = latest();
    if (station.watching || pending.has(order.id)) return;
    touch(order.id);
    refusals = without(refusals, order.id);
    if (isOffline(station.connection, station.orders)) return refuse(order, OFFLINE);
    ringing.notice([order.id]);
    const token = station.sessions.token();
    if (action === "reject") hold({ order, action, body, until: inUndoTime(), token });
    else {
      if (action === "ready" || action === "complete") {
        offerUndo({ order, action, body, until: inUndoTime(), token });
      }
      send({ order, action, body, until: null, token });
    }
  };

  /** @param {Undoable} one */
  const hold = (one) => {
    pending = withOne(pending, one.order.id, one);
    offerUndo(one);
    const timer = setTimeout(() => release(one.order.id), UNDO_SECONDS * 1000);
    holds.set(one.order.id, timer);
    onChange();
  };

  /** @param {string} id */
  const release = (id) => {
    const held = pending.get(id);
    endHold(id);
    if (!held) return;
    pending = without(pending, id);
    const { connection, orders } = latest().station;
    if (isOffline(connection, orders)) refuse(held.order, OFFLINE);
    else send({ ...held, until: null });
  };

  const sendHeld = () => {
    for (const id of [...holds.keys()]) release(id);
  };

  /** @param {string} id */
  const endHold = (id) => {
    clearTimeout(holds.get(id));
    holds.delete(id);
    undoable = undoable.filter(({ order, action }) => order.id !== id || action !== "reject");
  };

  /** @param {Pending} one */
  const send = async (one) => {
    const { order, action, body } = one;
    const { current } = latest().station.sessions;
    // Somebody may have logged in to another shop meanwhile, or only to look.
    const isOurs = current?.shopId === order.shop_id && !current.watching;
    const token = isOurs ? current.token : one.token;
    pending = withOne(pending, order.id, one);
    onChange();
    const make = () => act(order.id, action, body, token);
    const flight = flights.get(order.id)?.then(make) ?? make();
    flights.set(order.id, flight);
    const { order: answered, problem } = await flight;
    if (flights.get(order.id) === flight) flights.delete(order.id);
    const { station } = latest();
    const isDone = problem?.isPassing && hasHappened(one);
    if (answered) station.orders?.take(answered);
    if (pending.get(order.id) === one) pending = without(pending, order.id);
    if (problem?.status === 401) station.sessions.refused(token);
    if (problem && !isDone) refuse(answered ?? order, problem.code);
    onChange();
  };

  /** Whether the server has told of the outcome though it did not answer. @param {Pending} one */
  const hasHappened = (one) => {
    const known = onBoard(one.order.id);
    return known ? known.status === outcome(one) : ENDS.includes(one.action);
  };

  /** @param {string} id */
  const onBoard = (id) => {
    const { verified, unverified } = latest().station;
    return [...verified, ...unverified].find((order) => order.id === id);
  };

  /** @param {Order} order @param {string} code */
  const refuse = (order, code) => {
    const refusal = { order, code };
    refusals = withOne(refusals, order.id, refusal);
    undoable = undoable.filter((one) => one.order.id !== order.id);
    latest().ringing.ringAgain(order.id);
    setTimeout(() => {
      if (refusals.get(order.id) !== refusal) return;
      refusals = without(refusals, order.id);
      onChange();
    }, REFUSAL_SECONDS * 1000);
    onChange();
  };

  /** Somebody has read why these had no effect. @param {Refusal[]} read */
  const forget = (read) => {
    refusals = new Map([...refusals].filter(([, refusal]) => !read.includes(refusal)));
    onChange();
  };

  /** @param {Undoable} one */
  const offerUndo = (one) => {
    const all = [...undoable.filter(({ order }) => order.id !== one.order.id), one];
    const tooMany = all.filter(({ action }) => action !== "reject").at(-1 - UNDOABLE_MAX);
    undoable = all.filter((other) => other !== tooMany);
    setTimeout(() => {
      undoable = undoable.filter((other) => other !== one);
      onChange();
    }, UNDO_SECONDS * 1000);
  };

  /** @param {Undoable | undefined} [one] the last one unless another is named */
  const undo = (one = undoable.at(-1)) => {
    if (!one) return;
    const { order, action } = one;
    undoable = undoable.filter((other) => other !== one);
    if (action === "reject") {
      endHold(order.id);
      pending = without(pending, order.id);
      latest().ringing.ringAgain(order.id);
      onChange();
    } else {
      pending = without(pending, order.id);
      const done = onBoard(order.id) ?? { ...order, status: outcome(one) };
      perform(done, "recall", { to: UNDOES[action] });
    }
  };

  /** Somebody has seen an order at this screen; it rings on until it is answered. @param {string} id */
  const touch = (id) => {
    if (touched.has(id)) return;
    touched = new Set([...touched, id]);
    onChange();
  };

  /** The server told of the orders. @param {Order[]} orders */
  const hear = (orders) => {
    const left = notOvertaken(pending, orders);
    const overtaken = [...pending.values()].filter(({ order }) => !left.has(order.id));
    pending = left;
    for (const { order } of overtaken.filter(({ until }) => until !== null)) {
      endHold(order.id);
      refuse(onBoard(order.id) ?? order, OVERTAKEN);
    }
    const waiting = new Set(orders.flatMap(({ id, status }) => (status === "placed" ? id : [])));
    if ([...touched].some((id) => !waiting.has(id))) {
      touched = new Set([...touched].filter((id) => waiting.has(id)));
    }
    if (overtaken.length > 0) onChange();
  };

  return {
    get pending() {
      return pending;
    },
    get refusals() {
      return refusals;
    },
    get touched() {
      return touched;
    },
    get undoable() {
      return undoable;
    },
    perform,
    undo,
    forget,
    touch,
    hear,
    sendHeld,
  };
}

const inUndoTime = () => Date.now() + UNDO_SECONDS * 1000;

/** @template T @param {ReadonlyMap<string, T>} map @param {string} id @param {T} one @returns {ReadonlyMap<string, T>} */
const withOne = (map, id, one) => new Map([...map, [id, one]]);

/** @template T @param {ReadonlyMap<string, T>} map @param {string} id @returns {ReadonlyMap<string, T>} */
const without = (map, id) => new Map([...map].filter(([other]) => other !== id));
