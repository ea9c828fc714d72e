import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { Problem } from "../../web/api.js";
import { openPlacing } from "../../web/customer/placing.js";
import { settle, stopTime } from "./socket.js";

/** @import { Attempt, Placed, Placing } from "../../web/customer/placing.js" */

beforeEach(stopTime);

const lost = () => new Problem(0, "no_answer");
const placed = /** @type {Placed} */ ({ order: { id: "a" }, token: "t" });

/** A browser whose memory outlives its pages, and a server that answers what it is told to. */
function openBrowser() {
  /** @type {Attempt | null} */
  let stored = null;
  const browser = {
    /** @type {string[]} */
    keys: [],
    /** @type {(Placed | Problem)[]} */
    outcomes: [],
    /** @type {Placing} */
    state: { phase: "idle", problem: null },
    orders: 0,
    get stored() {
      return stored;
    },
    openPage: () =>
      openPlacing({
        async post(key) {
          browser.keys.push(key);
          const outcome = browser.outcomes.shift() ?? placed;
          if (outcome instanceof Problem) throw outcome;
          return outcome;
        },
        load: () => stored,
        save: (attempt) => {
          stored = attempt;
        },
        clear: () => {
          stored = null;
        },
        onChange: (state) => {
          browser.state = state;
        },
        onPlaced: () => {
          browser.orders += 1;
        },
        random: () => 1,
      }),
  };
  return browser;
}

test("two taps are one order", async () => {
  const browser = openBrowser();
  const page = browser.openPage();
  page.order({ items: 1 });
  page.order({ items: 1 });
  await settle();
  assert.equal(browser.keys.length, 1);
  assert.equal(browser.orders, 1);
  assert.equal(browser.stored, null);
});

test("an answer that was lost is asked for again with the same key", async () => {
  const browser = openBrowser();
  browser.outcomes = [lost(), new Problem(503, "unavailable", {}, 4)];
  browser.openPage().order({});
  await settle();
  assert.deepEqual(browser.state, { phase: "sending", failures: 1 });
  mock.timers.tick(1000);
  await settle();
  mock.timers.tick(3900);
  await settle();
  assert.equal(browser.keys.length, 2);
  mock.timers.tick(100);
  await settle();
  assert.equal(new Set(browser.keys).size, 1);
  assert.equal(browser.keys.length, 3);
  assert.equal(browser.orders, 1);
});

test("a reload goes on with the same key", async () => {
  const browser = openBrowser();
  browser.outcomes = [lost()];
  const page = browser.openPage();
  page.order({});
  await settle();
  page.close();
  mock.timers.tick(60_000);
  await settle();
  assert.equal(browser.keys.length, 1);
  browser.openPage().resume();
  await settle();
  assert.equal(new Set(browser.keys).size, 1);
  assert.equal(browser.orders, 1);
});

test("a refusal ends the attempt, and the next order has another key", async () => {
  const browser = openBrowser();
  browser.outcomes = [new Problem(409, "price_changed", { total: 5 })];
  const page = browser.openPage();
  page.order({});
  await settle();
  assert.equal(browser.state.phase === "idle" && browser.state.problem?.code, "price_changed");
  assert.equal(browser.stored, null);
  page.order({});
  await settle();
  assert.equal(new Set(browser.keys).size, 2);
});

test("an attempt that lay for long is sent only if the customer says so", async () => {
  const browser = openBrowser();
  browser.outcomes = [lost()];
  const page = browser.openPage();
  page.order({});
  await settle();
  page.close();
  mock.timers.tick(6 * 60_000);
  const later = browser.openPage();
  later.resume();
  await settle();
  assert.equal(browser.state.phase, "unsure");
  assert.equal(browser.keys.length, 1);
  later.sendAgain();
  await settle();
  assert.equal(new Set(browser.keys).size, 1);
  assert.equal(browser.orders, 1);
});

test("a key that the servers may have forgotten is never sent again", async () => {
  const browser = openBrowser();
  browser.outcomes = [lost()];
  const page = browser.openPage();
  page.order({});
  await settle();
  page.close();
  mock.timers.tick(23.5 * 3_600_000);
  browser.openPage().resume();
  await settle();
  assert.equal(browser.keys.length, 1);
  assert.equal(browser.stored, null);
});

test("who stops is left alone, even if an answer comes late", async () => {
  const browser = openBrowser();
  browser.outcomes = [lost()];
  const page = browser.openPage();
  page.order({});
  await settle();
  page.stop();
  mock.timers.tick(60_000);
  await settle();
  assert.equal(browser.keys.length, 1);
  assert.deepEqual(browser.state, { phase: "idle", problem: null });
});

test("what cannot be sent for minutes is not sent later without asking, as after a laptop slept", async () => {
  const browser = openBrowser();
  browser.outcomes = Array.from({ length: 1000 }, lost);
  const page = browser.openPage();
  page.order({});
  for (let second = 0; second < 6 * 60; second += 1) {
    await settle();
    mock.timers.tick(1000);
  }
  await settle();
  assert.equal(browser.state.phase, "unsure");
  const tries = browser.keys.length;
  // Doubled from 1 s to 10 s, for five minutes.
  assert.ok(tries >= 30 && tries <= 40, `${tries} tries`);
  mock.timers.tick(3_600_000);
  await settle();
  assert.equal(browser.keys.length, tries);
  browser.outcomes = [new Problem(502, "unavailable")];
  page.sendAgain();
  await settle();
  assert.deepEqual(browser.state, { phase: "sending", failures: 1 });
  mock.timers.tick(1000);
  await settle();
  assert.equal(browser.orders, 1);
  assert.equal(new Set(browser.keys).size, 1);
});
