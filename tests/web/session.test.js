import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { addressOf, openSessions, renewalTime, suggestedLogIn } from "../../web/kitchen/session.js";
import { forget, recall } from "../../web/storage.js";
import { fakePage, settle, stopTime } from "./socket.js";

const HOUR = 3_600_000;

beforeEach(() => {
  stopTime();
  forget("session");
  forget("session.look");
});

/** Sessions of 12 hours, from a server whose next status can be set. @param {import("node:test").TestContext} context */
function openKitchen(context) {
  const kitchen = {
    status: 201,
    /** What was asked with: a passcode or a token. @type {string[]} */
    asked: [],
    /** @type {string[]} */
    told: [],
  };
  context.mock.method(
    globalThis,
    "fetch",
    async (/** @type {string} */ _, /** @type {any} */ options) => {
      kitchen.asked.push(options.headers.Authorization ?? options.body);
      if (kitchen.status !== 201) return Response.json({ code: "no" }, { status: kitchen.status });
      const token = `token ${kitchen.asked.length}`;
      const expires = new Date(Date.now() + 12 * HOUR).toISOString();
      return Response.json({ token, expires_at: expires }, { status: 201 });
    },
  );
  const listener = {
    onRenewed: () => kitchen.told.push("renewed"),
    onChange: () => kitchen.told.push("changed"),
  };
  return { kitchen, open: (watching = false) => openSessions(watching, listener) };
}

/** @param {number} milliseconds */
async function wait(milliseconds) {
  for (let passed = 0; passed < milliseconds; passed += 60_000) {
    mock.timers.tick(60_000);
    await settle();
  }
}

test("a session is renewed unseen at half its life, with the token that it has", async (context) => {
  const { kitchen, open } = openKitchen(context);
  const sessions = open();
  await sessions.logIn("shop1", "secret");
  await wait(5.9 * HOUR);
  assert.deepEqual(kitchen.told, ["changed"]);
  await wait(0.2 * HOUR);
  assert.deepEqual(kitchen.asked, ['{"passcode":"secret"}', "Bearer token 1"]);
  assert.deepEqual(kitchen.told, ["changed", "renewed"]);
  assert.equal(sessions.token(), "token 2");
});

test("a renewal that fails is tried again, and logs nobody out", async (context) => {
  const { kitchen, open } = openKitchen(context);
  const sessions = open();
  await sessions.logIn("shop1", "secret");
  kitchen.status = 503;
  await wait(6.1 * HOUR);
  assert.equal(sessions.token(), "token 1");
  kitchen.status = 201;
  await wait(60_000);
  assert.notEqual(sessions.token(), "token 1");
  assert.deepEqual(kitchen.told, ["changed", "renewed"]);
});

test("a renewal that is answered 401 ends the session, and the page is told why", async (context) => {
  const { kitchen, open } = openKitchen(context);
  const sessions = open();
  await sessions.logIn("shop1", "secret");
  kitchen.status = 401;
  await wait(6.1 * HOUR);
  assert.equal(sessions.current, null);
  assert.equal(sessions.isEnded, true);
});

test("a 401 for a token that was replaced meanwhile logs nobody out", async (context) => {
  const { open } = openKitchen(context);
  const sessions = open();
  await sessions.logIn("shop1", "secret");
  sessions.refused("an older token");
  assert.equal(sessions.token(), "token 1");
  sessions.refused("token 1");
  assert.equal(sessions.token(), null);
});

test("a reload keeps the session, and logging out forgets it", async (context) => {
  const { open } = openKitchen(context);
  await open().logIn("shop1", "secret");
  const sessions = open();
  assert.equal(sessions.current?.shopId, "shop1");
  sessions.logOut();
  assert.equal(sessions.isEnded, false);
  assert.equal(open().current, null);
});

test("a session is renewed at half its life, whatever this tablet's clock says", () => {
  const hour = 3_600_000;
  const expires = new Date(12 * hour).toISOString();
  assert.equal(renewalTime(expires, 0), 6 * hour);
  assert.equal(renewalTime(expires, 20 * hour) - 20 * hour, 60_000);
  assert.equal(renewalTime(expires, -20 * hour) + 20 * hour, 6 * hour);
});

test("a session that only looks stays one through its renewals, and is asked for as one", async (context) => {
  const { kitchen, open } = openKitchen(context);
  const sessions = open();
  await sessions.logIn("shop1", "secret", true);
  assert.deepEqual(kitchen.asked, ['{"passcode":"secret","watch":true}']);
  await wait(6.1 * HOUR);
  assert.equal(sessions.token(), "token 2");
  assert.equal(open(true).current?.watching, true);
});

test("who looks in one tab of a browser leaves the tab that acts as it is, and the other way round", async (context) => {
  const { open } = openKitchen(context);
  await open().logIn("shop1", "secret");
  const looking = open(true);
  assert.equal(looking.current, null, "a page for looking never acts by whoever is logged in");
  await looking.logIn("shop2", "secret", true);
  assert.equal(open().token(), "token 1");
  assert.equal(open(true).token(), "token 2");
  looking.logOut();
  assert.equal(open().token(), "token 1");
  assert.equal(open(true).current, null);
});

test("a tab whose session ended follows another tab's log-in, and its log-out by hand is one here too", async (context) => {
  const page = fakePage();
  const { open } = openKitchen(context);
  const [own, other] = [open(), open()];
  await own.logIn("shop1", "secret");
  page.changes("session");
  other.refused(other.token());
  assert.equal(other.isEnded, true);
  await own.logIn("shop1", "secret");
  page.changes("session");
  assert.equal(other.current?.shopId, "shop1");
  own.logOut();
  page.changes("session");
  assert.equal(other.current, null);
  assert.equal(other.isEnded, false);
});

test("a page for looking in which somebody logs in to act is one that acts", async (context) => {
  const { open } = openKitchen(context);
  const sessions = open(true);
  await sessions.logIn("shop1", "secret", false);
  assert.equal(sessions.current?.watching, false);
  assert.equal(open().token(), "token 1");
  sessions.logOut();
  assert.equal(open().current, null);
});

test("the address says whether the page looks", () => {
  const look = "http://shop.example/kitchen?shop=noodles&look";
  assert.equal(addressOf(look, true), look);
  assert.equal(addressOf(look, false), "http://shop.example/kitchen?shop=noodles");
  const act = "http://shop.example/kitchen";
  assert.equal(addressOf(act, false), act);
  assert.equal(new URL(addressOf(act, true)).searchParams.has("look"), true);
});

test("the form begins with the shop of the address, else of the last log-in", async (context) => {
  const { open } = openKitchen(context);
  assert.deepEqual(suggestedLogIn("", recall("no shop yet")), { shopId: "", watch: false });
  const sessions = open();
  await sessions.logIn("shop1", "secret");
  sessions.logOut();
  assert.deepEqual(suggestedLogIn("", recall("shop")), { shopId: "shop1", watch: false });
  assert.deepEqual(suggestedLogIn("?shop=b%20c&look", recall("shop")), {
    shopId: "b c",
    watch: true,
  });
  assert.equal(suggestedLogIn("", { not: "a shop" }).shopId, "");
});
