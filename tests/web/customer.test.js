import assert from "node:assert/strict";
import { test } from "node:test";
import {
  afterOrder,
  annotate,
  change,
  countOf,
  itemsOf,
  limitOf,
  price,
  totalOf,
} from "../../web/customer/basket.js";
import { progress } from "../../web/customer/progress.js";
import { basketLink, orderLink, parseRoute, placeOf, shopLink } from "../../web/customer/route.js";

/** @import { Basket } from "../../web/customer/basket.js" */
/** @import { Order } from "../../web/contract.js" */

const egg = { id: "egg", name: "Egg", price: 300, available: true };
const rice = { id: "rice", name: "Rice", price: 100, available: true };

test("a basket is priced by the menu", () => {
  let basket = change(change({}, egg, 2), rice, 1);
  basket = annotate(basket, "egg", "  soft ");
  const lines = price(basket, [egg, rice]);
  assert.equal(totalOf(lines), 700);
  assert.deepEqual(itemsOf(lines), [
    { dish_id: "egg", quantity: 2, note: "soft" },
    { dish_id: "rice", quantity: 1 },
  ]);
});

test("what is sold out or has been taken off stays in the basket, and costs nothing", () => {
  const basket = change(change({}, egg, 1), rice, 1);
  const lines = price(basket, [{ ...egg, available: false }]);
  assert.deepEqual(
    lines.map(({ name, dish, available }) => [name, dish?.id, available]),
    [
      ["Egg", "egg", false],
      ["Rice", undefined, false],
    ],
  );
  assert.equal(totalOf(lines), 0);
  assert.equal(countOf(lines), 2);
});

test("a price that changed is told beside the one that was seen, until the dish is touched again", () => {
  const dearer = { ...egg, price: 400 };
  const basket = change({}, egg, 2);
  const [line] = price(basket, [dearer]);
  assert.equal(line?.was, 300);
  assert.equal(totalOf(price(basket, [dearer])), 800);
  assert.equal(price(change(basket, dearer, 1), [dearer])[0]?.was, null);
  // Baskets of the pages before this one know no prices.
  assert.equal(price({ egg: { name: "Egg", quantity: 1, note: "" } }, [dearer])[0]?.was, null);
});

test("what came into the basket while an order was being sent stays in it", () => {
  const basket = change(change({}, egg, 3), rice, 1);
  const left = afterOrder(basket, [
    { dish_id: "egg", quantity: 2 },
    { dish_id: "tea", quantity: 1 },
  ]);
  assert.deepEqual([left.egg?.quantity, left.rice?.quantity], [1, 1]);
  assert.deepEqual(afterOrder(basket, itemsOf(price(basket, []))), {});
});

test("quantities end at 0 and 99, and lines at 50", () => {
  assert.deepEqual(change(change({}, egg, 1), egg, -1), {});
  const most = change({}, egg, 99);
  assert.deepEqual(limitOf(most, "egg"), { key: "basket.most_of_dish", values: { most: 99 } });
  assert.equal(limitOf(most, "rice"), null);
  assert.equal(change(most, egg, 1).egg?.quantity, 99);
  /** @type {Basket} */
  let basket = {};
  for (let dish = 0; dish < 60; dish += 1) basket = change(basket, { ...egg, id: `${dish}` }, 1);
  assert.equal(Object.keys(basket).length, 50);
  assert.deepEqual(limitOf(basket, "egg"), { key: "basket.most_dishes", values: { most: 50 } });
  assert.equal(limitOf(basket, "0"), null);
  assert.equal(change(basket, { ...egg, id: "0" }, 1)["0"]?.quantity, 2);
});

test("links lead where they say, and anything else to the shops", () => {
  const shopId = "noodles-2";
  assert.deepEqual(parseRoute(shopLink(shopId)), { view: "shop", shopId, step: "menu" });
  assert.deepEqual(parseRoute(basketLink(shopId)), { view: "shop", shopId, step: "basket" });
  assert.deepEqual(parseRoute(orderLink("id", "x.y-z_")), {
    view: "order",
    orderId: "id",
    token: "x.y-z_",
  });
  for (const hash of ["", "#", "#/", "#/order/id", "#/shop/", "#/shop/%", "#/else/1"]) {
    assert.deepEqual(parseRoute(hash), { view: "shops" });
  }
});

test("the steps of a shop are one place; a link that was mended is another", () => {
  const place = (/** @type {string} */ hash) => placeOf(parseRoute(hash));
  assert.equal(place(basketLink("noodles")), place(shopLink("noodles")));
  assert.notEqual(place(shopLink("noodles")), place(shopLink("rice")));
  assert.notEqual(place(orderLink("id", "x")), place(orderLink("id", "x.y")));
  assert.equal(place(""), place("#/"));
});

test("what a program for chats took for a part of a link is left out", () => {
  const order = { view: "order", orderId: "01-a", token: "x.y-z_" };
  for (const after of [")", "。", "）", "%E3%80%82", "%EF%BC%89", ".", ",", "%"]) {
    assert.deepEqual(parseRoute(`#/order/01-a/x.y-z_${after}`), order, after);
    const shop = { view: "shop", shopId: "noodles", step: "menu" };
    assert.deepEqual(parseRoute(`#/shop/noodles${after}`), shop, after);
  }
});

const order = /** @type {Order} */ ({
  status: "placed",
  placed_at: "1",
  received_at: null,
  accepted_at: null,
  ready_at: null,
  completed_at: null,
  updated_at: "9",
});
const done = (/** @type {Order} */ of) =>
  progress(of).flatMap(({ stage, done }) => (done ? stage : []));

test("an order's progress is what happened, and what is still to come", () => {
  assert.deepEqual(done(order), ["placed"]);
  assert.equal(progress(order).length, 5);
  assert.deepEqual(done({ ...order, received_at: "2" }), ["placed", "received"]);
});

test("an order that was accepted has been seen, receipt or not", () => {
  assert.deepEqual(done({ ...order, status: "accepted", accepted_at: "3" }), [
    "placed",
    "received",
    "accepted",
  ]);
});

test("what was declined ends there, with nothing to come", () => {
  const steps = progress({ ...order, received_at: "2", status: "rejected" });
  assert.deepEqual(
    steps.map(({ stage }) => stage),
    ["placed", "received", "rejected"],
  );
  assert.equal(steps.at(-1)?.at, "9");
});
