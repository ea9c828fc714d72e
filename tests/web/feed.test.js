import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { Problem } from "../../web/api.js";
import { pageState } from "../../web/page-state.js";
import { iso, openKitchen, order } from "./kitchen-feed.js";
import { FakeSocket, fakePage, setBack, settle, stopTime } from "./socket.js";

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
  for (let beats = 0; beats < 2; beats += 1) {
    await kitchen.waits(20_000);
    FakeSocket.newest.hears({ type: "heartbeat" });
  }
  await kitchen.waits(19_000);
  assert.equal(kitchen.requests.length, before);
  await kitchen.waits(1_000);
  assert.equal(kitchen.requests.length, before + 1);
});

test("a clock that is set back holds up nothing", async () => {
  const kitchen = await openKitchen();
  await kitchen.goesLive();
  const before = kitchen.requests.length;
  FakeSocket.newest.hears({ type: "interrupted" });
  await kitchen.waits(3000);
  setBack();
  await kitchen.answers([]);
  await kitchen.waits(3000);
  assert.equal(kitchen.requests.length, before + 2);
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

/** Fails until the back-off is as long as it gets. @param {import("./kitchen-feed.js").Kitchen} kitchen */
async function failsLong(kitchen) {
  for (let failures = 0; failures < 6; failures += 1) {
    await kitchen.waits(15_000);
    kitchen.requests.at(-1)?.fail(new Problem(0, "no_answer"));
    await settle();
  }
  return kitchen.requests.length;
}

test("a page that wakes asks at once, whatever failed before, and from short waits again", async () => {
  for (const wakes of /** @type {const} */ (["online", "visible", "subscribed"])) {
    stopTime();
    const page = fakePage();
    const kitchen = await openKitchen();
    const before = await failsLong(kitchen);
    await kitchen.waits(2_000);
    assert.equal(kitchen.requests.length, before);
    if (wakes === "online") page.goes("online");
    else if (wakes === "visible") page.turns("visible");
    else kitchen.subscribes();
    await kitchen.waits(0);
    assert.equal(kitchen.requests.length, before + 1, wakes);
    kitchen.requests.at(-1)?.fail(new Problem(0, "no_answer"));
    await settle();
    await kitchen.waits(1_000);
    assert.equal(kitchen.requests.length, before + 2, wakes);
  }
});

test("a server that answers with failures is left its time, whatever wakes the page", async () => {
  const page = fakePage();
  const kitchen = await openKitchen({ random: 1 });
  await kitchen.waits(0);
  for (let failures = 0; failures < 5; failures += 1) {
    kitchen.requests.at(-1)?.fail(new Problem(502, "unavailable"));
    await settle();
    await kitchen.waits(15_000);
  }
  kitchen.requests.at(-1)?.fail(new Problem(502, "unavailable"));
  await settle();
  const before = kitchen.requests.length;
  for (let times = 0; times < 5; times += 1) {
    page.goes("online");
    kitchen.subscribes();
    await kitchen.waits(1_000);
  }
  assert.equal(kitchen.requests.length, before);
});

test("however often a page wakes, it keeps to the rate, and to what the server asked for", async () => {
  const page = fakePage();
  const kitchen = await openKitchen();
  const before = await failsLong(kitchen);
  for (let times = 0; times < 20; times += 1) {
    page.goes("online");
    await kitchen.waits(100);
    kitchen.requests.at(-1)?.fail(new Problem(0, "no_answer"));
    await settle();
  }
  const asked = kitchen.requests.length - before;
  assert.ok(asked >= 3 && asked <= 5, `${asked} requests in 2 s`);
  await kitchen.waits(1_000);
  kitchen.requests.at(-1)?.fail(new Problem(503, "unavailable", {}, 7));
  await settle();
  const refused = kitchen.requests.length;
  page.turns("visible");
  await kitchen.waits(6_900);
  assert.equal(kitchen.requests.length, refused);
  await kitchen.waits(200);
  assert.equal(kitchen.requests.length, refused + 1);
});

test("a dead cable is known as such within 40 s, and one that is back at once", async () => {
  const kitchen = await openKitchen();
  await kitchen.goesLive();
  const stateOf = () => pageState(kitchen.connection.state, [kitchen.feed.view]);
  assert.equal(stateOf(), "live");
  await kitchen.waits(27_000);
  assert.equal(stateOf(), "connecting");
  await kitchen.waits(10_000);
  assert.equal(stateOf(), "offline");
  await kitchen.waits(1_000);
  await kitchen.answers(null);
  assert.equal(stateOf(), "live");
});

test("a page that is live is not asked for only because it is looked at", async () => {
  const page = fakePage();
  const kitchen = await openKitchen();
  await kitchen.goesLive();
  const before = kitchen.requests.length;
  page.turns("visible");
  await kitchen.waits(2_000);
  assert.equal(kitchen.requests.length, before);
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
