import assert from "node:assert/strict";
import { test } from "node:test";
import { withDish } from "../../web/kitchen/menu/dish-changes.js";
import { scrollStep } from "../../web/kitchen/menu/dragging.js";
import { grouped } from "../../web/kitchen/menu/sections.js";
import {
  dishMove,
  idsAfter,
  menuRows,
  nearestPlace,
  placeOf,
  standing,
} from "../../web/kitchen/menu/sorting.js";

/** @import { Dish } from "../../web/contract.js" */

const SECTIONS = [{ name: "Hot" }, { name: "Cold" }, { name: "Empty" }];

/** A menu whose order is not that of its sections. @type {Dish[]} */
const MENU = [
  ["c1", "Cold"],
  ["h1", "Hot"],
  ["n1", null],
  ["h2", "Hot"],
  ["c2", "Cold"],
].map(([id, section], position) => ({
  id: id ?? "",
  name: id ?? "",
  price: 100,
  available: true,
  section,
  position,
}));
const rowsOf = (/** @type {Dish[]} */ menu, sections = SECTIONS) =>
  menuRows(grouped(menu, sections));
const ROWS = rowsOf(MENU);
const shown = (/** @type {Dish[]} */ menu, sections = SECTIONS) =>
  grouped(menu, sections).map(({ dishes }) => dishes.map(({ id }) => id));

test("a menu's rows are its sections' headings with their dishes", () => {
  assert.deepEqual(
    ROWS.map(({ id }) => id),
    [...["heading:Hot", "h1", "h2", "heading:Cold", "c1", "c2", "heading:Empty", "heading:"], "n1"],
  );
  assert.deepEqual(
    rowsOf(MENU, []).map(({ id }) => id),
    ["c1", "h1", "n1", "h2", "c2"],
  );
});

test("wherever a dish is put down, there it stands afterwards", () => {
  for (const sections of [SECTIONS, []]) {
    const rows = rowsOf(MENU, sections);
    for (const { id } of MENU) {
      for (let place = nearestPlace(rows, id, 0); place < rows.length; place += 1) {
        const move = dishMove(MENU, rows, id, place);
        const after = move ? withDish(MENU, id, move) : MENU;
        const expected = idsAfter(rows, id, place);
        const ids = rowsOf(after, sections).map((row) => row.id);
        assert.deepEqual(ids, expected, `${id} at ${place}`);
        assert.equal(placeOf(rowsOf(after, sections), id), place);
      }
    }
  }
});

test("only what changes is sent", () => {
  assert.equal(dishMove(MENU, ROWS, "h1", placeOf(ROWS, "h1")), null);
  // Behind h2, the other one of its section: the menu without h1 has h2 third.
  assert.deepEqual(dishMove(MENU, ROWS, "h1", 2), { position: 3 });
  assert.deepEqual(dishMove(MENU, ROWS, "h1", 3), { position: 0, section: "Cold" });
  assert.deepEqual(dishMove(MENU, ROWS, "h1", 8), { position: 2, section: null });
  assert.deepEqual(dishMove(MENU, ROWS, "h1", 6), { position: 4, section: "Empty" });
});

test("above the first heading there is no place", () => {
  assert.equal(nearestPlace(ROWS, "h1", -3), 1);
  assert.equal(nearestPlace(ROWS, "h1", 99), ROWS.length - 1);
  assert.equal(nearestPlace(rowsOf(MENU, []), "h1", -3), 0);
});

test("where a row stands is told by its section and its number there", () => {
  assert.deepEqual(standing(ROWS, "h1", 1), { group: "Hot", number: 1, count: 2 });
  assert.deepEqual(standing(ROWS, "h1", 4), { group: "Cold", number: 2, count: 3 });
  assert.deepEqual(standing(ROWS, "h1", 6), { group: "Empty", number: 1, count: 1 });
  assert.deepEqual(standing(rowsOf(MENU, []), "h1", 0), { group: null, number: 1, count: 5 });
});

test("a dish that moves keeps the others in their order, all numbered anew", () => {
  const after = withDish(MENU, "c2", { position: 1, section: "Hot" });
  assert.deepEqual(
    after.map(({ id, position }) => [id, position]),
    [
      ["c1", 0],
      ["c2", 1],
      ["h1", 2],
      ["n1", 3],
      ["h2", 4],
    ],
  );
  assert.deepEqual(shown(after), [["c2", "h1", "h2"], ["c1"], [], ["n1"]]);
  assert.equal(withDish(MENU, "gone", { position: 0 }), MENU);
});

test("the page scrolls faster the nearer the pointer is to an edge", () => {
  assert.equal(scrollStep(400, 800), 0);
  assert.ok(scrollStep(10, 800) < scrollStep(60, 800));
  assert.ok(scrollStep(60, 800) < 0);
  assert.ok(scrollStep(799, 800) > scrollStep(750, 800));
  assert.equal(scrollStep(-200, 800), -scrollStep(1000, 800));
});
