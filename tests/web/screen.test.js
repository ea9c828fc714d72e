import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { beforeEach, mock, test } from "node:test";
import { randomUuid } from "../../web/identifiers.js";
import { endedMeanwhile } from "../../web/kitchen/returning.js";
import { canBeNoticed } from "../../web/kitchen/screen/attention.js";
import { iconOf, titleOf } from "../../web/kitchen/screen/badge.js";
import { stillAhead } from "../../web/kitchen/screen/left-waiting.js";
import { cameMeanwhile, missedOrders, withShown } from "../../web/kitchen/screen/missed.js";
import { VOLUME, wellFormed } from "../../web/kitchen/screen/preferences.js";
import { keepPresence } from "../../web/kitchen/screen/presence.js";
import { sendReceipts } from "../../web/kitchen/screen/receipts.js";
import {
  audible,
  gainOf,
  LEVELS,
  levelOf,
  silenceOf,
  silentSeconds,
  unnoticed,
} from "../../web/kitchen/screen/ringing.js";
import { SOUND_NAMES, SOUNDS } from "../../web/kitchen/screen/sounds.js";
import { setBack, settle, stopTime } from "./socket.js";

/** @import { Station } from "../../web/kitchen/station.js" */
/** @import { Connection } from "../../web/connection.js" */
/** @import { Order } from "../../web/contract.js" */

beforeEach(stopTime);

const MINUTE = 60_000;
const at = (/** @type {number} */ minutes) => new Date(minutes * MINUTE).toISOString();

/** @param {string} id @param {number} placed @param {Partial<Order>} [members] */
const order = (id, placed, members) =>
  /** @type {Order} */ ({
    id,
    status: "placed",
    placed_at: at(placed),
    accept_by: at(placed + 10),
    ...members,
  });
const ids = (/** @type {Order[]} */ orders) => orders.map(({ id }) => id);

test("the bell rings for what is new until somebody reacts, at this screen or another", () => {
  const orders = [order("a", 0), order("b", 0), order("c", 0, { status: "accepted" })];
  assert.deepEqual(ids(unnoticed(orders, new Set())), ["a", "b"]);
  assert.deepEqual(ids(unnoticed(orders, new Set(["a"]))), ["b"]);
  assert.deepEqual(unnoticed([order("a", 0, { status: "rejected" })], new Set()), []);
});

test("for an order that was left waiting it rings no longer than the order can wait", () => {
  const orders = [order("a", 0), order("b", 1), order("c", 1, { accept_by: null })];
  assert.deepEqual(ids(stillAhead(orders, 9 * MINUTE)), ["a", "b"]);
  assert.deepEqual(ids(stillAhead(orders, 10 * MINUTE)), ["b"]);
  assert.deepEqual(stillAhead(orders, 11 * MINUTE), []);
});

test("the longer nobody reacts, the louder and the faster it rings", () => {
  const levels = [0, 2.4, 2.5, 5.9, 6, 9.9, 60].map((minutes) =>
    LEVELS.indexOf(levelOf([order("a", 0)], minutes * MINUTE)),
  );
  assert.deepEqual(levels, [0, 0, 1, 1, 2, 2, 2]);
  for (const [index, level] of LEVELS.entries()) {
    const before = LEVELS[index - 1];
    if (!before) continue;
    assert.ok(level.gain > before.gain && level.everySeconds < before.everySeconds);
  }
  assert.equal(LEVELS.at(-1)?.gain, 1);
});

test("the order that was neglected most says how loud it rings", () => {
  const hurried = order("hurried", 8, { accept_by: at(9) });
  assert.equal(levelOf([hurried, order("old", 7)], 8.9 * MINUTE), LEVELS[2]);
  assert.equal(levelOf([order("a", 0, { accept_by: null })], 6 * MINUTE), LEVELS[2]);
  assert.equal(levelOf([order("a", 0)], -MINUTE), LEVELS[0], "its clock may be behind");
  assert.equal(levelOf([], 0), LEVELS[0]);
});

test("a silence is a minute long, for the orders that were there: another one rings at once", () => {
  const orders = [order("a", 0), order("b", 1)];
  const silence = silenceOf(orders, MINUTE);
  assert.deepEqual(audible(orders, silence, MINUTE), []);
  assert.deepEqual(ids(audible([...orders, order("c", 1.5)], silence, 1.5 * MINUTE)), ["c"]);
  assert.deepEqual(audible(orders, silence, 2 * MINUTE - 1), []);
  assert.deepEqual(ids(audible(orders.reverse(), silence, 2 * MINUTE)), ["a", "b"]);
  assert.equal(silentSeconds(silence, MINUTE), 60);
  assert.equal(silentSeconds(silence, MINUTE + 17_500), 43);
  assert.equal(silentSeconds(silence, 2 * MINUTE), 0);
  assert.equal(silentSeconds(null, 0), 0);
});

test("a clock that is set back makes no silence longer", () => {
  assert.equal(silentSeconds(silenceOf([], 60 * MINUTE), 0), 0);
});

test("there are sounds to choose from, each of another pattern, short enough to be repeated", () => {
  assert.ok(SOUND_NAMES.length >= 4);
  const fastest = Math.min(...LEVELS.map(({ everySeconds }) => everySeconds));
  for (const name of SOUND_NAMES) {
    const begins = SOUNDS[name].map((tone) => tone.at);
    assert.ok(Math.max(...begins) < fastest, `${name} overtakes itself`);
    for (const { gain, hertz } of SOUNDS[name]) assert.ok(gain > 0 && gain <= 1 && hertz < 10_000);
  }
  const patterns = SOUND_NAMES.map((name) => JSON.stringify(SOUNDS[name]));
  assert.equal(new Set(patterns).size, SOUND_NAMES.length);
});

test("what is remembered of another release, or is broken, is mended; no screen becomes mute", () => {
  const plain = {
    sound: "bell",
    volume: 100,
    ringsWatching: false,
    scheme: "auto",
    ticketSize: "normal",
  };
  for (const broken of [null, "loud", 7, { sound: "gong", volume: "x", scheme: 1 }]) {
    assert.deepEqual(wellFormed(broken), plain);
  }
  assert.deepEqual(wellFormed(null, true), { ...plain, ticketSize: "large" }, "on a wall");
  assert.equal(wellFormed({ ticketSize: "normal" }, true).ticketSize, "normal");
  const chosen = { ...plain, sound: "buzzer", volume: 60, scheme: "dark", ticketSize: "huge" };
  assert.deepEqual(wellFormed({ ...chosen, more: 1 }), chosen);
  assert.equal(wellFormed({ volume: 0 }).volume, VOLUME.least);
  assert.equal(wellFormed({ volume: 900 }).volume, VOLUME.most);
  assert.ok(gainOf(VOLUME.least) > 0);
  assert.equal(gainOf(VOLUME.most), 1);
});

test("a hidden page that cannot sound does not say that the kitchen has an order", (context) => {
  /** @param {string} visibility @param {"ready" | "blocked" | "none"} state */
  const can = (visibility, state) => {
    Object.assign(globalThis, { document: { visibilityState: visibility } });
    return canBeNoticed({ state });
  };
  context.after(() => Reflect.deleteProperty(globalThis, "document"));
  assert.equal(can("visible", "blocked"), true);
  assert.equal(can("hidden", "ready"), true);
  assert.equal(can("hidden", "blocked"), false);
  assert.equal(can("hidden", "none"), false);
});

test("title and icon carry the number of waiting orders", () => {
  assert.equal(titleOf(3, "Kitchen"), "(3) Kitchen");
  assert.equal(titleOf(0, "Kitchen"), "Kitchen");
  assert.equal(titleOf(3, "Kitchen", true), "⚠ (3) Kitchen");
  assert.equal(titleOf(0, "Kitchen", true), "⚠ Kitchen");
  assert.match(decodeURIComponent(iconOf(0, true)), />!<\/text>/);
  assert.notEqual(iconOf(12, true), iconOf(12));
  assert.match(decodeURIComponent(iconOf(12)), />12<\/text>/);
  assert.match(decodeURIComponent(iconOf(120)), />99\+<\/text>/);
});

test("how many orders may be missing follows the hour before", () => {
  const known = { since: 60 * MINUTE, watchedSince: -9 * MINUTE };
  const everyFive = Array.from({ length: 12 }, (_, n) => (5 * n + 1) * MINUTE);
  const missed = (/** @type {number} */ minutes) =>
    missedOrders(everyFive, known, known.since + minutes * MINUTE);
  assert.deepEqual(missed(15), { about: 3, pace: 12, minutes: 60 });
  assert.equal(missed(1).about, 0);
  assert.equal(missed(-1).about, 0);
  assert.deepEqual(missedOrders([-9 * MINUTE], known, 90 * MINUTE), {
    about: 0,
    pace: 0,
    minutes: 60,
  });
});

test("a page that was just opened judges by ten minutes, or by what was there before it", () => {
  const known = { since: 60 * MINUTE, watchedSince: 59 * MINUTE };
  const two = [59.2 * MINUTE, 59.4 * MINUTE];
  assert.deepEqual(missedOrders(two, known, 70 * MINUTE), { about: 2, pace: 2, minutes: 10 });
  assert.deepEqual(missedOrders([40 * MINUTE, ...two], known, 70 * MINUTE), {
    about: 2,
    pace: 3,
    minutes: 20,
  });
});

test("what came meanwhile is counted once, and what was known before is not", () => {
  const known = new Map([["old", 0]]);
  const orders = [
    order("old", 6),
    order("new", 7),
    order("new", 7),
    order("earlier", 4),
    order("ended", 8),
  ];
  assert.deepEqual(cameMeanwhile(orders, known, 5 * MINUTE), ["new", "ended"]);
});

test("orders of the last hour are remembered, and those that are shown", () => {
  const known = new Map([
    ["long ago", 0],
    ["lately", 50 * MINUTE],
  ]);
  const after = withShown(known, [order("shown", 1)], 90 * MINUTE);
  assert.deepEqual([...after.keys()], ["lately", "shown"]);
});

test("the dark colours are the same, whether the device or somebody chose them", () => {
  const css = readFileSync(new URL("../../web/style.css", import.meta.url), "utf8");
  const colours = (/** @type {string} */ selector) => {
    const [, rules = ""] = css.split(`${selector} {`);
    return (rules.split("}")[0] ?? "").match(/--[a-z-]+: [^;]+/g);
  };
  const chosen = colours(':root[data-scheme="dark"]');
  assert.ok(chosen && chosen.length > 5);
  assert.deepEqual(colours(':root:not([data-scheme="light"])'), chosen);
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
  setBack();
  await wait(31);
  assert.equal(calls.length, 5);
  Object.assign(connection, { state: "live" });
  await wait(60);
  assert.equal(calls.length, 5);
  Object.assign(connection, { state: "offline" });
  end();
  await wait(60);
  assert.equal(calls.length, 5);
});

test("what a screen that is back wants to know is asked for once, at a moment of its own", async () => {
  const calls = /** @type {string[]} */ ([]);
  /** @type {Pick<Station, "shopId" | "call">} */
  const station = {
    shopId: "noodles",
    call: async (_, url) => {
      calls.push(url);
      if (calls.length === 2) throw new Error("no answer");
      return { orders: [order("a", 0)] };
    },
  };
  const both = [endedMeanwhile(station, () => 1), endedMeanwhile(station, () => 0)];
  mock.timers.tick(2999);
  await settle();
  assert.equal(calls.length, 0);
  mock.timers.tick(1);
  for (const ended of await Promise.all(both)) assert.deepEqual(ids(ended), ["a"]);
  assert.equal(calls.length, 1);
  // Neither an answer nor a failure is kept for the next time.
  for (const isAnswered of [false, true]) {
    const again = endedMeanwhile(station, () => 0);
    mock.timers.tick(0);
    await (isAnswered ? again : assert.rejects(again));
  }
  assert.equal(calls.length, 3);
});
