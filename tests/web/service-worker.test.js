import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

/** What the worker listens to. @type {Map<string, (event: object) => void>} */
const listeners = new Map();
/** @type {unknown[]} */
const done = [];
/** The windows that are open. @type {string[]} */
let open = [];

const asWindow = (/** @type {string} */ url) => ({
  url,
  focus: () => done.push("focus", url),
  postMessage: (/** @type {unknown} */ message) => done.push(message),
});
Object.assign(globalThis, {
  addEventListener: listeners.set.bind(listeners),
  clients: {
    matchAll: async () => open.map(asWindow),
    openWindow: async (/** @type {string} */ url) => done.push("open", url),
  },
});
// It is no module, so that old browsers take it.
await import(new URL("../../web/service-worker.js", import.meta.url).href);

const HOST = "https://shop.example";
const ORDER = `${HOST}/#/order/1/a`;

/** Somebody touches a notification. @param {object} [data] what it carries */
async function touches(data) {
  /** @type {Promise<unknown>} */
  let work = Promise.resolve();
  const notification = { data, close: () => done.push("close") };
  const waitUntil = (/** @type {Promise<unknown>} */ promise) => {
    work = promise;
  };
  listeners.get("notificationclick")?.({ notification, waitUntil });
  await work;
}

beforeEach(() => {
  done.length = 0;
  open = [];
});

test("a notification that is touched opens its order where no page is open", async () => {
  open = [`${HOST}/kitchen`];
  await touches({ url: ORDER });
  assert.deepEqual(done, ["close", "open", ORDER]);
});

test("a page that is open goes to the order, and comes to the front", async () => {
  open = [`${HOST}/kitchen`, `${HOST}/#/shop/noodles`];
  await touches({ url: ORDER });
  assert.deepEqual(done, ["close", { open: ORDER }, "focus", `${HOST}/#/shop/noodles`]);
});

test("a notification of an earlier page, which carries no address, opens the page", async () => {
  await touches();
  assert.deepEqual(done, ["close", "open", "/"]);
});
