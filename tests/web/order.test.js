import assert from "node:assert/strict";
import { test } from "node:test";
import { headline, stateKey } from "../../web/customer/headline.js";
import { clockOf, timeBy } from "../../web/customer/order-clock.js";
import { orderAgain } from "../../web/customer/ordering-again.js";
import { isWorthAsking } from "../../web/customer/own-orders.js";
import { progress } from "../../web/customer/progress.js";
import { newsOf } from "../../web/customer/telling.js";
import { silence } from "../../web/customer/waiting.js";
import { itemName } from "../../web/names.js";

/** @import { Dish, Order, OrderItem, OrderStatus } from "../../web/contract.js" */

const NOON = Date.parse("2026-01-01T12:00:00.000000Z");
const after = (/** @type {number} */ minutes) => new Date(NOON + minutes * 60_000).toISOString();

const placed = /** @type {Order} */ ({
  id: "one",
  status: "placed",
  placed_at: after(0),
  updated_at: after(0),
  received_at: null,
  accepted_at: null,
  promised_at: null,
  ready_at: null,
  completed_at: null,
  closed_reason: null,
});
const seen = { ...placed, received_at: after(1) };
const accepted = /** @type {Order} */ ({ ...seen, status: "accepted", accepted_at: after(2) });

/** What is said first of an order so many minutes after noon. @param {Order} order @param {number} minutes */
const says = (order, minutes) => {
  const { main, more } = headline(order, NOON + minutes * 60_000);
  return [main.key, main.minutes, more?.key, more?.minutes].filter((part) => part !== undefined);
};

test("an order that waits says whether it was seen, and how long the silence lasts", () => {
  assert.deepEqual(says(placed, 1.9), ["order.waiting"]);
  assert.deepEqual(says(placed, 2), ["order.waiting", "order.unseen_for", 2]);
  assert.deepEqual(says(seen, 2.9), ["order.seen", "order.seen_more", 1]);
  assert.deepEqual(says(seen, 4), ["order.seen", "order.seen_for", 3]);
});

test("a promise counts down to any moment, and then says how late it is", () => {
  const promised = { ...accepted, promised_at: after(20) };
  assert.deepEqual(says(promised, 7.5), ["order.minutes", 13, "order.promised"]);
  assert.deepEqual(says(promised, 18.9), ["order.minutes", 2, "order.promised"]);
  assert.deepEqual(says(promised, 19), ["order.moment", "order.promised"]);
  assert.deepEqual(says(promised, 21.9), ["order.moment", "order.promised"]);
  assert.deepEqual(says(promised, 22), ["order.minutes_late", 2, "order.late"]);
  assert.deepEqual(says(promised, 35), ["order.minutes_late", 15, "order.very_late"]);
  assert.deepEqual(says(accepted, 90), ["status.accepted", "order.no_promise"]);
});

test("a dish that waits says since when", () => {
  const ready = /** @type {Order} */ ({ ...accepted, status: "ready", ready_at: after(10) });
  assert.deepEqual(says(ready, 11), ["order.ready", "order.say_number"]);
  assert.deepEqual(says(ready, 15), ["order.ready", "order.waits"]);
});

test("while nobody answers, an order is told as it was known last", () => {
  const view = { verified: true, answering: true, answeredAt: NOON, ahead: 60_000 };
  const now = NOON + 9 * 60_000;
  const known = (/** @type {Partial<typeof view>} */ changes, order = placed) =>
    clockOf({ state: "offline" }, { view: { ...view, ...changes } }, order);
  assert.equal(timeBy(known({}), now), now + 60_000);
  assert.equal(timeBy(known({ answering: false }), now), NOON + 60_000);
  // What was heard at the socket is newer than the last answer.
  const heard = { ...placed, updated_at: after(3) };
  assert.equal(timeBy(known({ answering: false }, heard), now), NOON + 3 * 60_000);
});

test("an end says why, unless it is the usual one or a reason of another release", () => {
  const end = (/** @type {OrderStatus} */ status, /** @type {string | null} */ reason) =>
    says({ ...accepted, status, closed_reason: reason }, 20);
  assert.deepEqual(end("completed", null), ["order.done"]);
  assert.deepEqual(end("completed", "unattended"), ["order.completed", "reason.unattended"]);
  assert.deepEqual(end("rejected", "sold_out"), ["order.rejected", "reason.sold_out"]);
  assert.deepEqual(end("rejected", "no_show"), ["order.no_show", "reason.no_show"]);
  assert.deepEqual(end("cancelled", "from the future"), ["order.cancelled"]);
});

test("the state in a word tells what was seen, and what nobody handed over", () => {
  assert.equal(stateKey(placed), "status.placed");
  assert.equal(stateKey(seen), "status.received");
  assert.equal(stateKey(accepted), "status.accepted");
  const unattended = { ...accepted, closed_reason: "unattended" };
  assert.equal(stateKey({ ...unattended, status: "completed" }), "order.unattended");
  assert.equal(
    stateKey({ ...accepted, status: "rejected", closed_reason: "no_show" }),
    "reason.no_show",
  );
});

test("of an order that closed by itself nothing is still to come", () => {
  const closed = /** @type {Order} */ ({
    ...accepted,
    status: "completed",
    completed_at: after(300),
    closed_reason: "unattended",
  });
  const steps = progress(closed).map(({ stage, key }) => [stage, key]);
  assert.deepEqual(steps.slice(-2), [
    ["accepted", "status.accepted"],
    ["completed", "order.unattended"],
  ]);
});

test("a kitchen's silence has its reason, as far as it is known", () => {
  const there = { kitchen_online: true, open: true, paused_until: null };
  const gone = { ...there, kitchen_online: false };
  assert.equal(silence(placed, undefined), null);
  assert.equal(silence(placed, there), null);
  assert.equal(silence(placed, gone)?.key, "order.kitchen_gone");
  assert.equal(silence(seen, gone)?.key, "order.kitchen_left");
  assert.equal(silence(accepted, gone)?.key, "order.kitchen_away");
  assert.equal(silence({ ...accepted, status: "ready" }, gone), null);
  assert.deepEqual(silence(seen, { ...there, paused_until: after(30) }), {
    key: "order.kitchen_paused",
    at: after(30),
  });
  assert.equal(silence(seen, { ...there, open: false })?.key, "order.kitchen_closed");
  assert.equal(silence(accepted, { ...there, open: false }), null);
});

test("news is what a customer who looks elsewhere must hear of", () => {
  const news = (/** @type {string} */ before, /** @type {OrderStatus} */ status, reason = "") =>
    newsOf(before, { status, closed_reason: reason });
  assert.equal(news("placed", "accepted"), null);
  assert.equal(news("accepted", "ready"), "ready");
  assert.equal(news("ready", "ready"), null);
  assert.equal(news("ready", "accepted"), "recalled");
  assert.equal(news("completed", "ready"), null);
  assert.equal(news("placed", "rejected", "closing"), "rejected");
  assert.equal(news("placed", "cancelled", "kitchen_timeout"), "cancelled");
  assert.equal(news("placed", "cancelled", "customer"), null);
  assert.equal(news("ready", "completed"), null);
});

/** @param {string} id @param {Partial<Dish>} [changes] @returns {Dish} */
const dish = (id, changes) => ({ id, name: id, price: 300, available: true, ...changes });
/** @param {string} dish_id @param {number} quantity @param {string | null} [note] @returns {OrderItem} */
const item = (dish_id, quantity, note = null) => ({
  dish_id,
  name: dish_id,
  price: 250,
  quantity,
  note,
});

test("ordering again takes what there still is, with its notes, and says what is gone", () => {
  const items = [item("egg", 2, "soft"), item("rice", 1), item("soup", 1)];
  const menu = [dish("egg"), dish("rice", { available: false })];
  const { basket, gone } = orderAgain(items, menu, {});
  assert.deepEqual(Object.keys(basket), ["egg"]);
  assert.equal(basket.egg?.quantity, 2);
  assert.equal(basket.egg?.note, "soft");
  assert.equal(basket.egg?.price, 250);
  assert.deepEqual(
    gone.map(({ dish_id }) => dish_id),
    ["rice", "soup"],
  );
});

test("as long as the menu is not known, ordering again takes everything", () => {
  const names = { zh: "鸡蛋", en: "Egg" };
  const { basket, gone } = orderAgain([{ ...item("egg", 2, "soft"), names }], undefined, {});
  assert.deepEqual(basket, { egg: { name: "egg", names, price: 250, quantity: 2, note: "soft" } });
  assert.deepEqual(gone, []);
});

test("own orders are asked for while they live, and while they may be called back", () => {
  const now = Date.now();
  const asked = (/** @type {OrderStatus} */ status, /** @type {number} */ hoursAgo) =>
    isWorthAsking({
      at: new Date(now - hoursAgo * 3_600_000).toISOString(),
      state: { status, received_at: null, closed_reason: null },
    });
  assert.ok(asked("ready", 40));
  assert.ok(asked("completed", 2));
  assert.ok(!asked("completed", 4));
  assert.ok(!asked("rejected", 1));
  assert.ok(isWorthAsking({ at: new Date(now).toISOString() }));
});

test("ordering again twice adds nothing, and what is in the basket stays", () => {
  const items = [item("egg", 1, "soft"), item("egg", 2)];
  const menu = [dish("egg"), dish("tea")];
  const filled = {
    tea: { name: "tea", quantity: 1, note: "" },
    egg: { name: "egg", quantity: 1, note: "hard" },
  };
  const { basket } = orderAgain(items, menu, filled);
  assert.equal(basket.tea?.quantity, 1);
  assert.equal(basket.egg?.quantity, 3);
  assert.equal(basket.egg?.note, "hard");
  assert.deepEqual(orderAgain(items, menu, basket).basket, basket);
});

test("an item is named as it was ordered, else as the menu names its dish", () => {
  const names = { zh: "鸡蛋", en: "Egg" };
  assert.equal(itemName({ ...item("egg", 1), names }, []), "Egg");
  assert.equal(itemName({ ...item("egg", 1), names: null }, [dish("egg", { names })]), "Egg");
  assert.equal(itemName(item("egg", 1), []), "egg");
});
