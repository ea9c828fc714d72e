import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { openConnection } from "../../web/connection.js";
import { FakeSocket, fakePage, SocketClass, stopTime } from "./socket.js";

beforeEach(stopTime);

const open = () => openConnection({ url: "ws://edge/ws", SocketClass, random: () => 1 });

/** A listener that notes what it is told. */
function listen() {
  /** @type {string[]} */
  const told = [];
  return {
    told,
    event: (/** @type {Record<string, any>} */ frame) => told.push(`event ${frame.event}`),
    subscribed: () => told.push("subscribed"),
    resync: () => told.push("resync"),
    silent: () => told.push("silent"),
    woken: () => told.push("woken"),
    changed: () => {},
  };
}

const noToken = () => null;

test("it is live once every channel is subscribed, and not before", () => {
  const connection = open();
  assert.equal(connection.state, "connecting");
  connection.subscribe("shop:1", () => "secret", listen());
  connection.subscribe("public:shops", noToken, listen());
  FakeSocket.newest.onopen();
  assert.deepEqual(FakeSocket.newest.sent, [
    { type: "subscribe", token: "secret" },
    { type: "subscribe", channel: "public:shops" },
  ]);
  FakeSocket.newest.hears({ type: "subscribed", channel: "shop:1" });
  assert.equal(connection.state, "connecting");
  FakeSocket.newest.hears({ type: "subscribed", channel: "public:shops" });
  assert.equal(connection.state, "live");
});

test("a channel hears its own events, and frames that are not known are ignored", () => {
  const connection = open();
  const one = listen();
  const two = listen();
  connection.subscribe("one", noToken, one);
  connection.subscribe("two", noToken, two);
  FakeSocket.newest.goesLive();
  FakeSocket.newest.hears({ type: "event", channel: "one", event: "order.placed" });
  FakeSocket.newest.hears({ type: "news", channel: "one" });
  FakeSocket.newest.onmessage({ data: "no JSON" });
  FakeSocket.newest.onmessage({ data: "null" });
  assert.deepEqual(one.told, ["subscribed", "event order.placed"]);
  assert.deepEqual(two.told, ["subscribed"]);
});

test("interrupted until resync", () => {
  const connection = open();
  const listener = listen();
  connection.subscribe("one", noToken, listener);
  FakeSocket.newest.goesLive();
  FakeSocket.newest.hears({ type: "interrupted" });
  assert.equal(connection.state, "interrupted");
  assert.equal(connection.send("one", {}), false);
  FakeSocket.newest.hears({ type: "resync" });
  assert.equal(connection.state, "live");
  assert.equal(connection.send("one", { received: ["a"] }), true);
  assert.deepEqual(listener.told, ["subscribed", "resync"]);
  assert.deepEqual(FakeSocket.newest.sent.at(-1), {
    type: "message",
    channel: "one",
    data: { received: ["a"] },
  });
});

test("a socket that is heard of no more is dropped after 45 s, and replaced", () => {
  const connection = open();
  const listener = listen();
  connection.subscribe("one", noToken, listener);
  FakeSocket.newest.goesLive();
  mock.timers.tick(24_000);
  FakeSocket.newest.hears({ type: "heartbeat" });
  mock.timers.tick(44_000);
  assert.equal(connection.state, "live");
  listener.told.length = 0;
  mock.timers.tick(3_000);
  assert.equal(connection.state, "offline");
  assert.equal(FakeSocket.all[0]?.isClosed, true);
  assert.deepEqual(listener.told, ["silent"]);
  mock.timers.tick(1_000);
  assert.equal(FakeSocket.all.length, 2);
  FakeSocket.newest.goesLive();
  assert.equal(connection.state, "live");
  assert.deepEqual(listener.told, ["silent", "subscribed"]);
});

test("whether anything was missed is asked for once when a heartbeat is overdue", () => {
  const connection = open();
  const listener = listen();
  connection.subscribe("one", noToken, listener);
  FakeSocket.newest.goesLive();
  for (let times = 0; times < 3; times += 1) {
    mock.timers.tick(20_000);
    FakeSocket.newest.hears({ type: "heartbeat" });
  }
  mock.timers.tick(25_000);
  assert.deepEqual(listener.told, ["subscribed"]);
  mock.timers.tick(2_000);
  assert.deepEqual(listener.told, ["subscribed", "silent"]);
  mock.timers.tick(13_000);
  assert.deepEqual(listener.told, ["subscribed", "silent"]);
  FakeSocket.newest.hears({ type: "heartbeat" });
  mock.timers.tick(27_000);
  assert.deepEqual(listener.told, ["subscribed", "silent", "silent"]);
  assert.equal(FakeSocket.all.length, 1);
});

test("whether anything was missed is asked for at once when the network goes", () => {
  const page = fakePage();
  const connection = open();
  const listener = listen();
  connection.subscribe("one", noToken, listener);
  FakeSocket.newest.goesLive();
  page.goes("offline");
  assert.deepEqual(listener.told, ["subscribed", "silent"]);
  assert.equal(connection.state, "live");
});

test("tries come ever later, up to 15 s, and at once again after a socket that lived", () => {
  const connection = open();
  connection.subscribe("one", noToken, listen());
  /** @type {number[]} */
  const waits = [];
  for (let tries = 0; tries < 8; tries += 1) {
    const before = FakeSocket.all.length;
    FakeSocket.newest.onclose();
    let waited = 0;
    while (FakeSocket.all.length === before) {
      mock.timers.tick(500);
      waited += 500;
    }
    waits.push(waited);
  }
  assert.deepEqual(waits, [500, 1000, 2000, 4000, 8000, 15_000, 15_000, 15_000]);
  FakeSocket.newest.goesLive();
  mock.timers.tick(11_000);
  const before = FakeSocket.all.length;
  FakeSocket.newest.onclose();
  mock.timers.tick(500);
  assert.equal(FakeSocket.all.length, before + 1);
});

test("a page that wakes tries at once, and then anew from short waits", () => {
  for (const how of /** @type {const} */ (["online", "visible"])) {
    stopTime();
    const page = fakePage();
    const connection = open();
    const listener = listen();
    connection.subscribe("one", noToken, listener);
    for (let tries = 0; tries < 6; tries += 1) {
      FakeSocket.newest.onclose();
      mock.timers.tick(15_000);
    }
    FakeSocket.newest.onclose();
    page.turns("hidden");
    const before = FakeSocket.all.length;
    assert.deepEqual(listener.told, []);
    if (how === "online") page.goes("online");
    else page.turns("visible");
    assert.deepEqual(listener.told, ["woken"]);
    assert.equal(FakeSocket.all.length, before + 1);
    // A socket that is on its way is not opened again.
    page.goes("online");
    assert.equal(FakeSocket.all.length, before + 1);
    FakeSocket.newest.onclose();
    mock.timers.tick(1_000);
    assert.equal(FakeSocket.all.length, before + 2);
  }
});

test("a renewed token goes out on the same socket and interrupts nothing", () => {
  let token = "old";
  const connection = open();
  const listener = listen();
  connection.subscribe("shop:1", () => token, listener);
  FakeSocket.newest.onopen();
  FakeSocket.newest.hears({ type: "subscribed", channel: "shop:1" });
  token = "new";
  connection.renew("shop:1");
  FakeSocket.newest.hears({ type: "subscribed", channel: "shop:1" });
  assert.equal(connection.state, "live");
  assert.equal(FakeSocket.all.length, 1);
  assert.deepEqual(FakeSocket.newest.sent.at(-1), { type: "subscribe", token: "new" });
  assert.deepEqual(listener.told, ["subscribed"]);
});

test("who leaves a private channel leaves its socket too, as a kitchen that logs out", () => {
  const connection = open();
  const endOrders = connection.subscribe("shop:1", () => "secret", listen());
  const endShop = connection.subscribe("public:shop:1", noToken, listen());
  FakeSocket.newest.goesLive();
  endOrders();
  assert.equal(FakeSocket.all.length, 2);
  assert.equal(FakeSocket.all[0]?.isClosed, true);
  FakeSocket.newest.goesLive();
  assert.deepEqual(FakeSocket.newest.sent, [{ type: "subscribe", channel: "public:shop:1" }]);
  endShop();
  assert.equal(FakeSocket.newest.isClosed, false);
});

test("the last one that leaves a private channel opens no other socket", () => {
  const connection = open();
  const end = connection.subscribe("shop:1", () => "secret", listen());
  FakeSocket.newest.goesLive();
  end();
  assert.equal(FakeSocket.all.length, 1);
  assert.equal(FakeSocket.newest.isClosed, true);
  connection.subscribe("shop:1", () => "secret", listen());
  assert.equal(FakeSocket.all.length, 2);
});

test("who leaves a private channel before the socket has opened leaves it to open, for others", () => {
  const connection = open();
  const leave = connection.subscribe("shop:1", () => "secret", listen());
  connection.subscribe("public:shops", noToken, listen());
  leave();
  assert.equal(FakeSocket.all.length, 1);
  assert.ok(!FakeSocket.newest.isClosed);
  FakeSocket.newest.goesLive();
  assert.deepEqual(FakeSocket.newest.sent, [{ type: "subscribe", channel: "public:shops" }]);
  assert.equal(connection.state, "live");
});

test("a socket for which nobody is left when it opens is closed, and is no failed try", () => {
  const connection = open();
  const leave = connection.subscribe("order:1", () => "secret", listen());
  leave();
  FakeSocket.newest.onopen();
  assert.ok(FakeSocket.newest.isClosed);
  assert.deepEqual(FakeSocket.newest.sent, []);
  connection.subscribe("public:shops", noToken, listen());
  assert.equal(connection.state, "connecting");
  assert.equal(FakeSocket.all.length, 2);
});

test("what nobody listens to any more is ignored, and the 17th channel gets a new socket", () => {
  const connection = open();
  for (let shop = 0; shop < 16; shop += 1) {
    const listener = listen();
    const end = connection.subscribe(`public:shop:${shop}`, noToken, listener);
    if (shop === 0) FakeSocket.newest.goesLive();
    end();
    FakeSocket.newest.hears({ type: "event", channel: `public:shop:${shop}`, event: "late" });
    assert.deepEqual(listener.told, shop === 0 ? ["subscribed"] : []);
  }
  assert.equal(FakeSocket.all.length, 1);
  connection.subscribe("public:shops", noToken, listen());
  assert.equal(FakeSocket.all.length, 2);
  FakeSocket.newest.goesLive();
  assert.deepEqual(FakeSocket.newest.sent, [{ type: "subscribe", channel: "public:shops" }]);
  assert.equal(connection.state, "live");
});
