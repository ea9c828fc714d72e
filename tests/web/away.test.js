import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { Problem } from "../../web/api.js";
import { html, render } from "../../web/html.js";
import { useTimedOut } from "../../web/kitchen/board/timed-out.js";
import { forget } from "../../web/storage.js";
import { settle, stopTime } from "./socket.js";

/** @import { TestContext } from "node:test" */
/** @import { Order } from "../../web/contract.js" */

beforeEach(() => {
  stopTime();
  forget("there");
});

const URL_OF_FEW = "/api/orders?shop_id=noodles&active=false&limit=50";
const URL_OF_MANY = "/api/orders?shop_id=noodles&active=false&limit=200";

/** A server with the orders that ended, and the kitchens' pages that ask it. @param {TestContext} context */
function openShop(context) {
  const shop = {
    /** @type {Order[]} */
    ended: [],
    /** What fails, if anything does. @type {Error | null} */
    failure: null,
    /** @type {string[]} */
    asked: [],
    /** An order that cancels itself now. @param {string} id */
    cancel(id) {
      const now = new Date().toISOString();
      const order = { id, status: "cancelled", placed_at: now, updated_at: now };
      shop.ended.push(/** @type {Order} */ ({ ...order, closed_reason: "kitchen_timeout" }));
    },
    open: () => openPage(context, shop),
  };
  return shop;
}

/** A page that is drawn once a second. @param {TestContext} context @param {ReturnType<typeof openShop>} shop */
function openPage(context, shop) {
  const root = /** @type {any} */ ({ nodeType: 1, childNodes: [] });
  /** @type {any} */
  const station = {
    shopId: "noodles",
    connection: { state: "live" },
    orders: { view: { loaded: true, verified: true, answering: true } },
    verified: [],
    watching: false,
    sessions: { token: () => "token" },
    /** @param {string} _ @param {string} url */
    async call(_, url) {
      shop.asked.push(url);
      if (shop.failure) throw shop.failure;
      return { orders: shop.ended };
    },
  };
  const page = {
    station,
    /** @type {ReturnType<typeof useTimedOut>} */
    said: { timedOut: [], onRead: () => {} },
    get told() {
      return page.said.timedOut.map(({ id }) => id);
    },
    /** @param {number} seconds */
    async wait(seconds) {
      for (let passed = 0; passed < seconds; passed += 1) {
        draw();
        mock.timers.tick(1000);
        await settle();
      }
    },
    close: () => render(null, root),
  };
  const Page = () => {
    page.said = useTimedOut({ ...station, now: Date.now() });
    return null;
  };
  const draw = () => render(html`<${Page} />`, root);
  context.after(page.close);
  return page;
}

test("what cancelled itself during a reload is told, and after each reload until it is read", async (context) => {
  const shop = openShop(context);
  const first = shop.open();
  await first.wait(15);
  assert.deepEqual(shop.asked, [], "a device that never was there was not away");
  first.close();
  shop.cancel("a");
  mock.timers.tick(5000);
  for (let load = 0; load < 2; load += 1) {
    const page = shop.open();
    await page.wait(20);
    assert.deepEqual(page.told, ["a"]);
    page.close();
  }
  const reader = shop.open();
  await reader.wait(3);
  reader.said.onRead();
  await reader.wait(12);
  assert.deepEqual(reader.told, []);
  reader.close();
  const last = shop.open();
  await last.wait(3);
  assert.deepEqual(last.told, []);
  assert.deepEqual(shop.asked, Array(4).fill(URL_OF_FEW));
});

test("what cancelled itself before its eyes is found again, also where it was told late", async (context) => {
  const shop = openShop(context);
  const page = shop.open();
  const due = new Date(Date.now() + 1000).toISOString();
  page.station.verified = [{ id: "a", status: "placed", accept_by: due }];
  await page.wait(2);
  shop.cancel("a");
  context.mock.method(globalThis, "fetch", async () => {
    await new Promise((resolve) => setTimeout(resolve, 9000));
    return Response.json(shop.ended[0]);
  });
  page.station.verified = [];
  await page.wait(12);
  assert.deepEqual(page.told, ["a"]);
  page.close();
  const reloaded = shop.open();
  await reloaded.wait(3);
  assert.deepEqual(reloaded.told, ["a"]);
});

test("a page that is refused what ended asks ever more seldom, and no sooner than it is told to", async (context) => {
  const shop = openShop(context);
  const first = shop.open();
  await first.wait(2);
  first.close();
  shop.cancel("a");
  shop.failure = new Problem(400, "no");
  const page = shop.open();
  await page.wait(30);
  assert.ok(shop.asked.length >= 3 && shop.asked.length <= 5, `${shop.asked.length} times`);
  shop.failure = new Problem(429, "too_many", {}, 300);
  await page.wait(60);
  const asked = shop.asked.length;
  await page.wait(200);
  assert.equal(shop.asked.length, asked);
  shop.failure = null;
  await page.wait(100);
  assert.deepEqual(page.told, ["a"]);
});

test("a page that was cut off asks for the longer list, which others want too", async (context) => {
  const shop = openShop(context);
  const page = shop.open();
  await page.wait(2);
  page.station.orders.view.answering = false;
  page.station.connection.state = "interrupted";
  await page.wait(90);
  shop.cancel("a");
  page.station.orders.view.answering = true;
  page.station.connection.state = "live";
  await page.wait(5);
  assert.deepEqual(page.told, ["a"]);
  assert.deepEqual(shop.asked, [URL_OF_MANY]);
});
