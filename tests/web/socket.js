/** A socket without a network, for tests: what it was told to send, and what it is made to hear. */

import { mock } from "node:test";

export class FakeSocket {
  /** Every socket that was opened, the newest last. @type {FakeSocket[]} */
  static all = [];

  /** @type {any[]} */
  sent = [];
  isClosed = false;
  onopen = () => {};
  onclose = () => {};
  onmessage = (/** @type {{data: string}} */ _) => {};

  constructor() {
    FakeSocket.all.push(this);
  }

  static get newest() {
    return /** @type {FakeSocket} */ (FakeSocket.all.at(-1));
  }

  /** @param {string} text */
  send(text) {
    this.sent.push(JSON.parse(text));
  }

  close() {
    this.isClosed = true;
  }

  /** @param {object} frame */
  hears(frame) {
    this.onmessage({ data: JSON.stringify(frame) });
  }

  /** Opens, and answers every subscription. */
  goesLive() {
    this.onopen();
    for (const { channel, token } of [...this.sent]) {
      this.hears({ type: "subscribed", channel: channel ?? token });
    }
  }
}

/** What a browser tells the page, for connections that are opened from now on. */
export function fakePage() {
  const page = new EventTarget();
  const document = Object.assign(new EventTarget(), { visibilityState: "visible" });
  const addEventListener = page.addEventListener.bind(page);
  Object.assign(globalThis, { addEventListener, document });
  return {
    /** @param {"online" | "offline"} type */
    goes: (type) => page.dispatchEvent(new Event(type)),
    /** Another tab of this browser has changed what is remembered. @param {string} name */
    changes: (name) =>
      page.dispatchEvent(Object.assign(new Event("storage"), { key: `orderbell.${name}` })),
    /** @param {"visible" | "hidden"} state */
    turns(state) {
      document.visibilityState = state;
      document.dispatchEvent(new Event("visibilitychange"));
    },
  };
}

/** Time stands still but for `mock.timers.tick`, and no browser tells anything. */
export function stopTime() {
  Reflect.deleteProperty(globalThis, "addEventListener");
  Reflect.deleteProperty(globalThis, "document");
  FakeSocket.all = [];
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout", "setInterval", "Date"], now: 1_800_000_000_000 });
}

/** The device's clock is set back by an hour; timers run on. */
export function setBack() {
  const before = Date.now;
  Date.now = () => before() - 3_600_000;
}

/** Lets promises that are settled already run on. */
export async function settle() {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}

export const SocketClass = /** @type {new (url: string, protocol: string) => WebSocket} */ (
  /** @type {unknown} */ (FakeSocket)
);
