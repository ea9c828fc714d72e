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
    /** What the server takes its time for. @type {Promise<void>} */
    pause: Promise.resolve(),
    openPage: () =>
      openPlacing({
        async post(key) {
          browser.keys.push(key);
          await browser.pause;
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

/** @param {ReturnType<typeof openBrowser>} browser @returns {() => void} lets the server answer */
function answersLater(browser) {
  let answer = () => {};
  browser.pause = new Promise((resolve) => {
    answer = resolve;
  });
  return () => answer();
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

test("an answer that comes after the page has gone is good", async () => {
  const browser = openBrowser();
  const answer = answersLater(browser);
  const page = browser.openPage();
  page.order({});
  page.close();
  await settle();
  assert.equal(browser.orders, 0);
  answer();
  await settle();
  assert.equal(browser.orders, 1);
  assert.equal(browser.stored, null);
});

test("a page that is opened again while an answer is under way asks for the same order", async () => {
  const browser = openBrowser();
  const answer = answersLater(browser);
  const page = browser.openPage();
  page.order({});
  page.close();
  browser.openPage().resume();
  answer();
  await settle();
  // Each of both pages tells of it: the one that is shown has to.
  assert.equal(browser.orders, 2);
  assert.equal(new Set(browser.keys).size, 1);
  assert.equal(browser.stored, null);
  assert.deepEqual(browser.state, { phase: "idle", problem: null });
});

test("who gave up in a page that was opened again is left alone by the first page too", async () => {
  const browser = openBrowser();
  const answer = answersLater(browser);
  const first = browser.openPage();
  first.order({});
  first.close();
  const second = browser.openPage();
  second.resume();
  second.stop();
  answer();
  await settle();
  assert.equal(browser.orders, 0);
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

test("an unsure attempt is not sent again either, once the servers may have forgotten its key", async () => {
  const browser = openBrowser();
  browser.outcomes = [lost()];
  const page = browser.openPage();
  page.order({});
  await settle();
  page.close();
  mock.timers.tick(6 * 60_000);
  const later = browser.openPage();
  later.resume();
  mock.timers.tick(23.5 * 3_600_000);
  later.sendAgain();
  await settle();
  assert.equal(browser.keys.length, 1);
  assert.deepEqual(browser.state, { phase: "idle", problem: null });
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
