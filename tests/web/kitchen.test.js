import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { randomUuid } from "../../web/identifiers.js";
import { keepPresence } from "../../web/kitchen/presence.js";
import { sendReceipts } from "../../web/kitchen/receipts.js";
import { renewalTime } from "../../web/kitchen/session.js";
import { column, ringing, urgency } from "../../web/kitchen/tickets.js";
import { goneWhenDue, withOne } from "../../web/kitchen/timed-out.js";
import { settle, stopTime } from "./socket.js";

/** @import { Connection } from "../../web/connection.js" */
/** @import { Order } from "../../web/contract.js" */

beforeEach(stopTime);

const at = (/** @type {number} */ minutes) => new Date(minutes * 60_000).toISOString();

/** @param {Partial<Order>} members */
const order = (members) =>
  /** @type {Order} */ ({
    id: "a",
    status: "placed",
    placed_at: at(0),
    accept_by: at(5),
    ...members,
  });

test("a column holds its status, the oldest first, doubtful ones among them", () => {
  const verified = [order({ id: "c", placed_at: at(3) }), order({ id: "b", status: "ready" })];
  const unverified = [order({ id: "d", placed_at: at(1) })];
  const tickets = column(verified, unverified, "placed");
  assert.deepEqual(
    tickets.map(({ order: { id }, verified: is }) => [id, is]),
    [
      ["d", false],
      ["c", true],
    ],
  );
});

test("orders placed at once stand in one order on every screen", () => {
  const [a, b] = [order({ id: "a" }), order({ id: "b" })];
  assert.deepEqual(column([a, b], [], "placed"), column([b, a], [], "placed"));
});

test("the bell rings for what is new until somebody reacts, at this screen or another", () => {
  const orders = [order({ id: "a" }), order({ id: "b" }), order({ id: "c", status: "accepted" })];
  const ids = (/** @type {Order[]} */ list) => list.map(({ id }) => id);
  assert.deepEqual(ids(ringing(orders, new Set())), ["a", "b"]);
  assert.deepEqual(ids(ringing(orders, new Set(["a"]))), ["b"]);
  assert.deepEqual(ringing([order({ status: "rejected" })], new Set()), []);
});

test("urgency follows what is due next", () => {
  const minutes = (/** @type {number} */ count) => count * 60_000;
  assert.equal(urgency(order({}), minutes(3)), "calm");
  assert.equal(urgency(order({}), minutes(4)), "soon");
  assert.equal(urgency(order({}), minutes(5)), "late");
  const cooking = order({ status: "accepted", promised_at: at(20) });
  assert.equal(urgency(cooking, minutes(14)), "calm");
  assert.equal(urgency(cooking, minutes(15)), "soon");
  assert.equal(urgency(cooking, minutes(20)), "late");
  assert.equal(urgency(order({ status: "accepted", promised_at: null }), minutes(99)), "calm");
  assert.equal(urgency(order({ status: "ready", ready_at: at(0) }), minutes(14)), "calm");
  assert.equal(urgency(order({ status: "ready", ready_at: at(0) }), minutes(15)), "soon");
});

test("an order that leaves the board when its time is over may have cancelled itself", () => {
  const due = order({ id: "due", accept_by: at(5) });
  const early = order({ id: "early", accept_by: at(6) });
  const cooking = order({ id: "cooking", status: "accepted" });
  const gone = (/** @type {Order[]} */ after, /** @type {number} */ minutes) =>
    goneWhenDue([due, early, cooking], after, minutes * 60_000).map(({ id }) => id);
  assert.deepEqual(gone([due, early, cooking], 9), []);
  assert.deepEqual(gone([], 1), []);
  // This page's clock may be a little behind the server's.
  assert.deepEqual(gone([], 4.6), ["due"]);
  assert.deepEqual(gone([], 9), ["due", "early"]);
  assert.deepEqual(gone([order({ id: "due", status: "accepted" })], 5), []);
});

test("of orders that cancelled themselves the last twenty are told, the oldest first, each once", () => {
  const orders = Array.from({ length: 25 }, (_, n) => order({ id: `${n}`, placed_at: at(n) }));
  const told = [...orders.slice(5), ...orders].reduceRight(withOne, /** @type {Order[]} */ ([]));
  assert.deepEqual(told, orders.slice(5));
});

test("a session is renewed at half its life, whatever this tablet's clock says", () => {
  const hour = 3_600_000;
  const expires = new Date(12 * hour).toISOString();
  assert.equal(renewalTime(expires, 0), 6 * hour);
  assert.equal(renewalTime(expires, 20 * hour) - 20 * hour, 60_000);
  assert.equal(renewalTime(expires, -20 * hour) + 20 * hour, 6 * hour);
});

/** @param {string} state */
const connectionThatIs = (state) => {
  /** @type {object[]} */
  const sent = [];
  const send = (/** @type {string} */ _, /** @type {object} */ data) =>
    state === "live" && sent.push(data) > 0;
  const connection = /** @type {any} */ ({ state, send });
  return { sent, connection: /** @type {Connection & {state: string}} */ (connection) };
};

/** @param {import("node:test").TestContext} context */
function catchCalls(context) {
  /** @type {{method: string, url: string, body: any}[]} */
  const calls = [];
  context.mock.method(
    globalThis,
    "fetch",
    async (/** @type {string} */ url, /** @type {any} */ options) => {
      calls.push({ method: options.method, url, body: JSON.parse(options.body) });
      return new Response(null, { status: 204 });
    },
  );
  return calls;
}

test("receipts go by the socket in frames of bounded size", (context) => {
  const calls = catchCalls(context);
  const { connection, sent } = connectionThatIs("live");
  const ids = Array.from({ length: 2050 }, randomUuid);
  sendReceipts(connection, "shop1", () => "t", ids);
  const received = sent.flatMap((data) => /** @type {{received: string[]}} */ (data).received);
  assert.deepEqual(received, ids);
  // A gateway's limits: of one frame, and of frames at once.
  for (const data of sent) {
    const frame = JSON.stringify({ type: "message", channel: "shop:shop1", data });
    assert.ok(frame.length <= 16 * 1024, `${frame.length} bytes`);
  }
  assert.ok(sent.length <= 200, `${sent.length} frames`);
  assert.deepEqual(calls, []);
});

test("over HTTP they go at most 1000 at a time, as the servers take them", (context) => {
  const calls = catchCalls(context);
  const ids = Array.from({ length: 2050 }, randomUuid);
  sendReceipts(connectionThatIs("interrupted").connection, "shop1", () => "t", ids);
  assert.deepEqual(
    calls.flatMap(({ body }) => body.orders),
    ids,
  );
  for (const { body } of calls) assert.ok(body.orders.length <= 1000);
});

test("receipts go over HTTP while the socket is not live", (context) => {
  const calls = catchCalls(context);
  sendReceipts(connectionThatIs("interrupted").connection, "shop1", () => "t", ["a"]);
  assert.deepEqual(calls, [
    { method: "POST", url: "/api/orders/received", body: { shop_id: "shop1", orders: ["a"] } },
  ]);
});

test("a screen tells of itself over HTTP every 15 s, only while its socket is not live", async (context) => {
  const calls = catchCalls(context);
  const { connection } = connectionThatIs("live");
  const end = keepPresence(connection, "shop1", () => "t");
  /** @param {number} seconds */
  const wait = async (seconds) => {
    for (let second = 0; second < seconds; second += 1) mock.timers.tick(1000);
    await settle();
  };
  await wait(60);
  assert.equal(calls.length, 0);
  Object.assign(connection, { state: "interrupted" });
  await wait(3);
  assert.equal(calls.length, 1);
  await wait(31);
  assert.equal(calls.length, 3);
  assert.equal(new Set(calls.map(({ body }) => body.screen)).size, 1);
  Object.assign(connection, { state: "live" });
  await wait(60);
  assert.equal(calls.length, 3);
  Object.assign(connection, { state: "offline" });
  end();
  await wait(60);
  assert.equal(calls.length, 3);
});
