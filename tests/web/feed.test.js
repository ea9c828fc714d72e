import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { Problem } from "../../web/api.js";
import { iso, openKitchen, order } from "./kitchen-feed.js";
import { FakeSocket, settle, stopTime } from "./socket.js";

beforeEach(stopTime);

test("it loads at once, and again when it is subscribed, with the tag of what it has", async () => {
  const kitchen = await openKitchen();
  await kitchen.waits(0);
  assert.equal(kitchen.requests.length, 1);
  await kitchen.answers([order(1)]);
  assert.deepEqual(kitchen.told, ["receipt a", "ring a"]);
  kitchen.subscribes();
  assert.equal(kitchen.feed.view.verified, false);
  await kitchen.waits(500);
  assert.deepEqual(kitchen.requests[1]?.etag, '"1"');
  await kitchen.answers(null);
  assert.equal(kitchen.feed.view.verified, true);
  assert.deepEqual(kitchen.told, ["receipt a", "ring a", "receipt a"]);
});

test("while it is live it asks every minute", async () => {
  const kitchen = await openKitchen();
  await kitchen.goesLive();
  const before = kitchen.requests.length;
  await kitchen.waits(40_000);
  FakeSocket.newest.hears({ type: "heartbeat" });
  await kitchen.waits(19_000);
  assert.equal(kitchen.requests.length, before);
  await kitchen.waits(1_000);
  assert.equal(kitchen.requests.length, before + 1);
});

test("while it is not live it asks every 3 s, and never twice at a time", async () => {
  const kitchen = await openKitchen();
  await kitchen.goesLive();
  FakeSocket.newest.hears({ type: "interrupted" });
  const before = kitchen.requests.length;
  await kitchen.waits(3000);
  assert.equal(kitchen.requests.length, before + 1);
  await kitchen.waits(9000);
  assert.equal(kitchen.requests.length, before + 1);
  for (let polls = 2; polls < 5; polls += 1) {
    await kitchen.answers([]);
    await kitchen.waits(3000);
    assert.equal(kitchen.requests.length, before + polls);
  }
});

test("after a resync it waits a random while, but not for an event that raises doubt", async () => {
  const kitchen = await openKitchen({ random: 0.9 });
  await kitchen.goesLive();
  const before = kitchen.requests.length;
  FakeSocket.newest.hears({ type: "resync" });
  await kitchen.waits(2600);
  assert.equal(kitchen.requests.length, before);
  kitchen.hears(order(1));
  await kitchen.waits(0);
  assert.equal(kitchen.requests.length, before + 1);
  assert.deepEqual(kitchen.told, []);
  await kitchen.answers([order(1)]);
  assert.deepEqual(kitchen.told, ["receipt a", "ring a"]);
});

test("events that raise doubt cannot make it ask in a tight loop", async () => {
  const kitchen = await openKitchen();
  await kitchen.goesLive();
  const before = kitchen.requests.length;
  for (let round = 0; round < 20; round += 1) {
    kitchen.hears(order(1, { id: `old ${round}`, updated_at: iso(-60) }));
    await kitchen.waits(100);
    await kitchen.answers([]);
  }
  const asked = kitchen.requests.length - before;
  assert.ok(asked >= 3 && asked <= 5, `${asked} requests in 2 s`);
});

test("without a snapshot for 5 s a doubtful order is shown as such, and rings", async () => {
  const kitchen = await openKitchen();
  await kitchen.waits(0);
  kitchen.subscribes();
  kitchen.hears(order(1));
  await kitchen.waits(4900);
  assert.equal(kitchen.feed.view.unverified.length, 0);
  await kitchen.waits(200);
  assert.deepEqual(
    kitchen.feed.view.unverified.map(({ id }) => id),
    ["a"],
  );
  assert.deepEqual(kitchen.told, ["ring a"]);
  await kitchen.answers([order(1)]);
  assert.equal(kitchen.feed.view.entries.length, 1);
  assert.deepEqual(kitchen.feed.view.unverified, []);
});

test("a request that is not answered ends after 10 s and is made again, later and later", async () => {
  const kitchen = await openKitchen();
  await kitchen.waits(0);
  await kitchen.waits(9_900);
  assert.equal(kitchen.feed.view.answering, true);
  await kitchen.waits(200);
  assert.equal(kitchen.feed.view.answering, false);
  await kitchen.waits(800);
  assert.equal(kitchen.requests.length, 2);
  kitchen.requests.at(-1)?.fail(new Problem(503, "unavailable", {}, 7));
  await settle();
  await kitchen.waits(6_900);
  assert.equal(kitchen.requests.length, 2);
  await kitchen.waits(200);
  assert.equal(kitchen.requests.length, 3);
  await kitchen.answers([]);
  assert.equal(kitchen.feed.view.answering, true);
});

test("a refusal ends it: nothing is asked or taken any more", async () => {
  const kitchen = await openKitchen();
  await kitchen.goesLive();
  kitchen.feed.poll();
  await kitchen.waits(600);
  kitchen.requests.at(-1)?.fail(new Problem(401, "unauthorized"));
  await settle();
  assert.deepEqual(kitchen.told, ["refused unauthorized"]);
  const before = kitchen.requests.length;
  kitchen.feed.take(order(1, { updated_at: iso(60) }));
  assert.deepEqual(kitchen.feed.view.entries, []);
  await kitchen.waits(120_000);
  assert.equal(kitchen.requests.length, before);
  assert.equal(kitchen.feed.view.refused?.code, "unauthorized");
});

test("an event during a request that would lose it makes it ask again", async () => {
  const kitchen = await openKitchen();
  await kitchen.goesLive([order(1)]);
  kitchen.feed.poll();
  await kitchen.waits(600);
  const before = kitchen.requests.length;
  kitchen.hears(order(2));
  await kitchen.answers([]);
  await kitchen.waits(600);
  assert.equal(kitchen.requests.length, before + 1);
});

test("the server's clock is known from its answers", async () => {
  const kitchen = await openKitchen();
  await kitchen.waits(0);
  kitchen.requests.at(-1)?.answer({ entries: [], etag: null, asOf: iso(90) });
  await settle();
  assert.equal(kitchen.feed.view.ahead, 90_000);
});
