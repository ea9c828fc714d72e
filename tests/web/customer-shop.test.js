import assert from "node:assert/strict";
import { test } from "node:test";
import { coursesOf, partAt } from "../../web/customer/courses.js";
import { isFoundBy, isWorthSearching } from "../../web/customer/search.js";
import { listed, shopState } from "../../web/shop-state.js";
import { formatMoment } from "../../web/time.js";

/** @import { Dish, Shop } from "../../web/contract.js" */

/** @param {string} id @param {number} position @param {string | null} section @returns {Dish} */
const dish = (id, position, section) => ({
  id,
  name: id,
  price: 1,
  available: true,
  position,
  section,
});

test("a menu is read by its sections, each in the menu's order, and what is in none comes last", () => {
  const menu = [dish("tea", 3, "Drinks"), dish("bag", 0, null), dish("b", 2, "Noodles")];
  menu.push(dish("a", 1, "Noodles"), dish("odd", 4, "Renamed"));
  const sections = [{ name: "Noodles" }, { name: "Empty" }, { name: "Drinks" }];
  assert.deepEqual(
    coursesOf({ menu, sections }).map(({ section, dishes }) => [
      section?.name,
      dishes.map(({ id }) => id).join(),
    ]),
    [
      ["Noodles", "a,b"],
      ["Drinks", "tea"],
      [undefined, "bag,odd"],
    ],
  );
  assert.deepEqual(coursesOf({ menu: [], sections }), []);
});

test("the part that is read is at the upper edge first, and at the lower one in the end", () => {
  const sight = { upper: 50, lower: 800 };
  assert.equal(partAt([200, 500, 700], { ...sight, progress: 0 }), 0);
  assert.equal(partAt([-300, 40, 700], { ...sight, progress: 0.3 }), 1);
  assert.equal(partAt([-300, 40, 700], { ...sight, progress: 1 }), 2);
  assert.equal(partAt([], { ...sight, progress: 0 }), 0);
});

test("dishes are found by any of their names, in any case, width and accent", () => {
  const latte = { name: "Latté", names: { zh: "拿铁 A1", en: "Milk coffee" } };
  for (const query of ["latte", "LATTÉ", "拿铁", "Ａ１", "coffee milk", " ", "拿铁　coffee"]) {
    assert.ok(isFoundBy(latte, query), query);
  }
  for (const query of ["tea", "铁拿", "coffee tea"]) assert.ok(!isFoundBy(latte, query), query);
  assert.ok(isFoundBy({ name: "Egg", names: null }, "eg"));
});

test("who sees everything at a glance need not search", () => {
  assert.equal(isWorthSearching(Array(8), ""), false);
  assert.equal(isWorthSearching(Array(9), ""), true);
  // Who has searched must be able to see and change what for.
  assert.equal(isWorthSearching(Array(8), "tea"), true);
});

const shop = /** @type {Shop} */ ({ id: "s", name: "S", open: true, accepting: true });
const closed = { ...shop, open: false, accepting: false };
const paused = { ...shop, accepting: false, paused_until: "2026-01-01T12:00:00.000000Z" };
const unattended = { ...shop, accepting: false };

test("a shop says why it takes no orders: closed before paused, paused before unattended", () => {
  const states = [shop, closed, paused, unattended, { ...paused, open: false }].map(shopState);
  assert.deepEqual(states, ["accepting", "closed", "paused", "unattended", "closed"]);
});

test("shops that take orders come first, and each by its name in the reader's language", () => {
  const shops = [
    { ...closed, name: "A" },
    { ...paused, name: "B" },
    { ...shop, name: "Z", names: { en: "Cafe" } },
    { ...shop, name: "D" },
  ];
  const names = (/** @type {string} */ language) => listed(shops, language).map(({ name }) => name);
  assert.deepEqual(names("en"), ["Z", "D", "B", "A"]);
  assert.deepEqual(names("zh"), ["D", "Z", "B", "A"]);
});

test("a moment of another day comes with its weekday", () => {
  const noon = new Date(2026, 0, 1, 12).getTime();
  const nextNoon = new Date(2026, 0, 2, 12).getTime();
  assert.equal(formatMoment(noon, "en", noon - 3_600_000), "12:00");
  assert.equal(formatMoment(nextNoon, "en", noon), "Fri 12:00");
});
