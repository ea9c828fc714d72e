/**
 * The page's one socket: subscribes its channels, notices when it is dead, and returns after a back-off.
 *
 * An open socket is not a live one: `live` means that every channel is subscribed, that something was heard lately, and
 * that the gateway has not said `interrupted`. Close codes and frames: docs/protocol.md.
 */

/** @typedef {"connecting" | "live" | "interrupted" | "offline"} ConnectionState */

/**
 * What a channel's listener is told. `silent`: nothing was heard for too long, or the network went, so anything may have
 * been missed. `woken`: the page is looked at again, or has a network again.
 *
 * @typedef {{
 *   event: (frame: Record<string, any>) => void, subscribed: () => void, resync: () => void, silent: () => void,
 *   woken: () => void, changed: () => void,
 * }} Listener
 */

/** @typedef {{token: () => string | null, listener: Listener, subscribed: boolean, isPrivate: boolean}} Channel */

/** @typedef {ReturnType<typeof openConnection>} Connection */

import { backOff } from "./back-off.js";

const SUBPROTOCOL = "orderbell.v1";
/** A heartbeat, which comes every 20 s, is overdue: whether anything was missed is asked for. */
const OVERDUE_SECONDS = 25;
/** Two were missed: the socket is dead. */
const HEARD_SECONDS = 45;
const OPENING_SECONDS = 10;
const CHECK_SECONDS = 2;
/** A socket that lived this long was no failed try. */
const STEADY_SECONDS = 10;
const RETRY = { firstSeconds: 0.5, longestSeconds: 15 };
/** A gateway's limit for one socket. */
const SUBSCRIPTIONS_MAX = 16;

/**
 * @param {{
 *   url?: string, SocketClass?: new (url: string, protocol: string) => WebSocket, random?: () => number,
 * }} [options]
 */
export function openConnection({
  url = `${location.protocol === "https:" ? "wss:" : "ws:"}//${location.host}/ws`,
  SocketClass = WebSocket,
  random = Math.random,
} = {}) {
  /** @type {Map<string, Channel>} */
  const channels = new Map();
  /** What this socket has asked for, also what nobody listens to any more. @type {Set<string>} */
  let carried = new Set();
  /** @type {WebSocket | null} */
  let socket = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let retryTimer;
  let opened = false;
  let interrupted = false;
  let failures = 0;
  let openedAt = 0;
  let heardAt = Date.now();
  /** Since when nothing had been heard when it was asked for last. */
  let doubtedSince = 0;

  /** @returns {ConnectionState} */
  const state = () => {
    if (!socket || !opened) return failures ? "offline" : "connecting";
    if (interrupted) return "interrupted";
    return [...channels.values()].every((channel) => channel.subscribed) ? "live" : "connecting";
  };

  /** @param {(listener: Listener) => void} tell */
  const tellAll = (tell) => {
    for (const { listener } of [...channels.values()]) tell(listener);
  };

  /** @param {string} name @param {Channel} channel */
  const ask = (name, channel) => {
    const token = channel.token();
    carried.add(name);
    socket?.send(
      JSON.stringify(
        token === null ? { type: "subscribe", channel: name } : { type: "subscribe", token },
      ),
    );
  };

  const open = () => {
    clearTimeout(retryTimer);
    carried = new Set();
    opened = interrupted = false;
    for (const channel of channels.values()) channel.subscribed = false;
    heardAt = Date.now();
    const own = new SocketClass(url, SUBPROTOCOL);
    socket = own;
    own.onopen = () => {
      if (socket !== own) return;
      opened = true;
      openedAt = heardAt = Date.now();
      // Everybody has left meanwhile.
      if (channels.size === 0) return begin();
      for (const [name, channel] of channels) ask(name, channel);
    };
    own.onmessage = ({ data }) => socket === own && hear(data);
    own.onclose = () => socket === own && drop();
  };

  /** Leaves the socket for a new one, if anybody listens: there is no other way to leave a channel. */
  const begin = () => {
    socket?.close();
    socket = null;
    opened = false;
    if (channels.size) open();
  };

  /** The socket is of no more use: the next try comes after a back-off. */
  const drop = () => {
    const own = socket;
    socket = null;
    own?.close();
    if (opened && Date.now() - openedAt > STEADY_SECONDS * 1000) failures = 0;
    opened = false;
    failures += 1;
    clearTimeout(retryTimer);
    if (channels.size) retryTimer = setTimeout(open, backOff(failures, RETRY, random));
    tellAll((listener) => listener.changed());
  };

  /** @param {unknown} data */
  const hear = (data) => {
    heardAt = Date.now();
    const frame = parse(data);
    const channel = channels.get(frame.channel);
    if (frame.type === "event") {
      channel?.listener.event(frame);
    } else if (frame.type === "subscribed" && channel && !channel.subscribed) {
      channel.subscribed = true;
      channel.listener.subscribed();
      tellAll((listener) => listener.changed());
    } else if (frame.type === "resync" || frame.type === "interrupted") {
      interrupted = frame.type === "interrupted";
      if (!interrupted) tellAll((listener) => listener.resync());
      tellAll((listener) => listener.changed());
    } else if (frame.type === "error") {
      console.warn(`The gateway refused a frame: ${frame.code}`);
    }
  };

  const doubt = () => tellAll((listener) => listener.silent());

  /** By a timer and when the page wakes: is the socket dead, did the machine sleep? */
  const check = () => {
    const unheard = (Date.now() - heardAt) / 1000;
    if (unheard < 0) heardAt = Date.now();
    if (!socket) return;
    if (unheard > (opened ? HEARD_SECONDS : OPENING_SECONDS)) {
      doubt();
      drop();
    } else if (unheard > OVERDUE_SECONDS && doubtedSince !== heardAt) {
      doubtedSince = heardAt;
      doubt();
    }
  };

  /** Does not wait for the back-off to end. */
  const retry = () => {
    if (!socket && channels.size) open();
  };

  /** What failed while the page slept, or had no network, may work now. */
  const wake = () => {
    check();
    failures = Math.min(failures, 1);
    retry();
    tellAll((listener) => listener.woken());
  };

  setInterval(check, CHECK_SECONDS * 1000);
  globalThis.addEventListener?.("online", wake);
  globalThis.addEventListener?.("offline", doubt);
  globalThis.document?.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") wake();
  });

  return {
    get state() {
      return state();
    },

    /**
     * Hears a channel until the returned function is called.
     *
     * @param {string} name
     * @param {() => string | null} token the channel's token as it is now; null for a public channel
     * @param {Listener} listener
     */
    subscribe(name, token, listener) {
      const channel = { token, listener, subscribed: false, isPrivate: token() !== null };
      channels.set(name, channel);
      if (!socket) retry();
      else if (opened && carried.size < SUBSCRIPTIONS_MAX) ask(name, channel);
      else if (opened) begin();
      return () => {
        if (channels.get(name) !== channel) return;
        channels.delete(name);
        // With its socket goes what the gateway tells of this page: that a kitchen is there. One that is
        // still opening was told of no channel yet.
        if (channel.isPrivate && opened) begin();
      };
    },

    /** Subscribes again with the channel's token as it is now, on the same socket. @param {string} name */
    renew(name) {
      const channel = channels.get(name);
      if (opened && channel) ask(name, channel);
    },

    /** Returns whether it could be sent. @param {string} channel @param {object} data */
    send(channel, data) {
      if (state() !== "live") return false;
      socket?.send(JSON.stringify({ type: "message", channel, data }));
      return true;
    },
  };
}

/** A frame of a type that this page does not know is ignored. @param {unknown} data @returns {Record<string, any>} */
function parse(data) {
  try {
    return Object(JSON.parse(String(data)));
  } catch {
    return {};
  }
}
