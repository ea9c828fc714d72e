import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { Problem } from "../../web/api.js";
import { openPlacing } from "../../web/customer/placing.js";
import { settle, stopTime } from "./socket.js";

/** @import { Attempt, Placed } from "../../web/customer/placing.js" */

beforeEach(stopTime);

const lost = () => new Problem(0, "no_answer");
const placed = /** @type {Placed} */ ({ order: { id: "a" }, token: "t" });

/** A browser whose memory all its tabs share and outlives them, and a server that answers what it is told to. */
function openBrowser() {
  /** @type {Attempt | null} */
  let stored = null;
  /** @type {ReturnType<typeof openPlacing> | undefined} */
  let newest;
  const browser = {
    /** @type {string[]} */
    keys: [],
    /** @type {(Placed | Problem)[]} */
    outcomes: [],
    /** Those that were wanted, and those that were given up before they were answered. */
    orders: 0,
    unwanted: 0,
    onPlaced: () => {},
    get stored() {
      return stored;
    },
    /** Of the page that was opened last. */
    get state() {
      return newest?.state.phase;
    },
    get failures() {
      return newest?.state.phase === "sending" ? newest.state.failures : null;
    },
    /** What the server takes its time for. @type {Promise<void>} */
    pause: Promise.resolve(),
    openPage() {
      newest = openPlacing({
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
        onChange: () => {},
        onPlaced: (_, isWanted) => {
          browser[isWanted ? "orders" : "unwanted"] += 1;
          browser.onPlaced();
        },
        random: () => 1,
      });
      return newest;
    },
    /** No page goes on. */
    closePages() {
      const now = Date.now();
      mock.timers.reset();
      mock.timers.enable({ apis: ["setTimeout", "Date"], now });
    },
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

test("a tap that comes with the answer orders nothing, until its page is there", async () => {
  const browser = openBrowser();
  const page = browser.openPage();
  browser.onPlaced = () => {
    if (browser.orders === 1) page.order({ items: 1 });
  };
  page.order({ items: 1 });
  await settle();
  page.order({ items: 1 });
  await settle();
  assert.equal(browser.keys.length, 1);
  assert.equal(browser.state, "placed");
  page.leave();
  page.order({ items: 1 });
  await settle();
  assert.equal(new Set(browser.keys).size, 2);
});

test("an answer that was lost is asked for again with the same key", async () => {
  const browser = openBrowser();
  browser.outcomes = [lost(), new Problem(503, "unavailable", {}, 4)];
  browser.openPage().order({});
  await settle();
  assert.equal(browser.failures, 1);
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
  browser.closePages();
  mock.timers.tick(60_000);
  await settle();
  assert.equal(browser.keys.length, 1);
  browser.openPage().resume();
  await settle();
  assert.equal(new Set(browser.keys).size, 1);
  assert.equal(browser.orders, 1);
});

test("two tabs that send one order both tell of it: the one that is shown has to", async () => {
  const browser = openBrowser();
  const answer = answersLater(browser);
  const first = browser.openPage();
  first.order({});
  browser.openPage().resume();
  answer();
  await settle();
  assert.equal(browser.orders, 2);
  assert.equal(new Set(browser.keys).size, 1);
  assert.equal(browser.stored, null);
  assert.deepEqual([first.state.phase, browser.state], ["placed", "placed"]);
});

test("who gives up in one tab has given up in the other, which sends nothing later", async () => {
  const browser = openBrowser();
  browser.outcomes = [lost(), lost()];
  const first = browser.openPage();
  first.order({ items: 1 });
  await settle();
  const second = browser.openPage();
  second.resume();
  await settle();
  second.stop();
  const [given] = browser.keys;
  second.order({ items: 2 });
  await settle();
  mock.timers.tick(60_000);
  await settle();
  assert.deepEqual(
    browser.keys.map((key) => key === given),
    [true, true, false],
  );
  assert.equal(first.state.phase, "idle");
});

test("what one tab gave up or had refused takes nothing of what the other sends", async () => {
  const browser = openBrowser();
  browser.outcomes = [lost(), lost()];
  const first = browser.openPage();
  first.order({ items: 1 });
  await settle();
  const second = browser.openPage();
  second.resume();
  await settle();
  second.stop();
  browser.outcomes = [lost()];
  second.order({ items: 2 });
  await settle();
  const { stored } = browser;
  assert.ok(stored);
  first.stop();
  assert.equal(browser.stored, stored);
  mock.timers.tick(1000);
  await settle();
  assert.equal(browser.orders, 1);
});

test("a tab that knows nothing of what the other sends orders the same, not a second one", async () => {
  const browser = openBrowser();
  browser.outcomes = [lost()];
  const second = browser.openPage();
  const first = browser.openPage();
  first.order({});
  await settle();
  second.order({});
  await settle();
  mock.timers.tick(60_000);
  await settle();
  assert.equal(new Set(browser.keys).size, 1);
});

test("an unsure attempt that another tab gave up is not sent", async () => {
  const browser = openBrowser();
  browser.outcomes = [lost()];
  browser.openPage().order({});
  await settle();
  browser.closePages();
  mock.timers.tick(6 * 60_000);
  const first = browser.openPage();
  first.resume();
  const second = browser.openPage();
  second.resume();
  second.stop();
  first.sendAgain();
  await settle();
  assert.equal(browser.keys.length, 1);
  assert.equal(first.state.phase, "idle");
});

test("what arrived after all is told of though it was given up", async () => {
  const browser = openBrowser();
  const answer = answersLater(browser);
  const page = browser.openPage();
  page.order({});
  page.stop();
  answer();
  await settle();
  assert.deepEqual([browser.orders, browser.unwanted], [0, 1]);
  assert.equal(browser.state, "idle");
});

test("a refusal ends the attempt, and the next order has another key", async () => {
  const browser = openBrowser();
  browser.outcomes = [new Problem(409, "price_changed", { total: 5 })];
  const page = browser.openPage();
  page.order({});
  await settle();
  assert.equal(page.state.phase === "refused" && page.state.problem.code, "price_changed");
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
  browser.closePages();
  mock.timers.tick(6 * 60_000);
  const later = browser.openPage();
  later.resume();
  await settle();
  assert.equal(browser.state, "unsure");
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
  browser.closePages();
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
  browser.closePages();
  mock.timers.tick(6 * 60_000);
  const later = browser.openPage();
  later.resume();
  mock.timers.tick(23.5 * 3_600_000);
  later.sendAgain();
  await settle();
  assert.equal(browser.keys.length, 1);
  assert.equal(browser.state, "idle");
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
  assert.equal(browser.state, "idle");
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
  assert.equal(browser.state, "unsure");
  const tries = browser.keys.length;
  // Doubled from 1 s to 10 s, for five minutes.
  assert.ok(tries >= 30 && tries <= 40, `${tries} tries`);
  mock.timers.tick(3_600_000);
  await settle();
  assert.equal(browser.keys.length, tries);
  browser.outcomes = [new Problem(502, "unavailable")];
  page.sendAgain();
  await settle();
  assert.equal(browser.failures, 1);
  mock.timers.tick(1000);
  await settle();
  assert.equal(browser.orders, 1);
  assert.equal(new Set(browser.keys).size, 1);
});
