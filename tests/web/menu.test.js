import assert from "node:assert/strict";
import { test } from "node:test";
import { nextAt, nextBusinessDay } from "../../web/kitchen/business-day.js";
import { BACK_CHOICES, backMinutes } from "../../web/kitchen/menu/back-at.js";
import {
  checkAges,
  checkName,
  checkNewName,
  namesWith,
  parseMinutes,
} from "../../web/kitchen/menu/checks.js";
import { withPending } from "../../web/kitchen/menu/dish-changes.js";
import { customerLink, isOnlyHere } from "../../web/kitchen/menu/link.js";
import { parsePrice } from "../../web/kitchen/menu/price.js";
import { modulesPath, qrModules } from "../../web/kitchen/menu/qr-code.js";
import { grouped, searched } from "../../web/kitchen/menu/sections.js";
import { refuseOffline } from "../../web/kitchen/menu/shop-changes.js";
import { plainMoney } from "../../web/money.js";
import { formatMoment } from "../../web/time.js";

/** @import { Dish } from "../../web/contract.js" */

const HOUR = 3_600_000;

/** @param {string} id @param {Partial<Dish>} [members] @returns {Dish} */
const dish = (id, members) => ({ id, name: id, price: 100, available: true, ...members });
const ids = (/** @type {Dish[]} */ dishes) => dishes.map(({ id }) => id);

test("a dish is back after some time, the next business day, or when staff say so", () => {
  // 18:30 in Shanghai.
  const now = Date.parse("2026-03-01T10:30:00Z");
  const minutes = BACK_CHOICES.map((choice) => backMinutes(choice, now, "Asia/Shanghai"));
  assert.deepEqual(minutes, [30, 60, 120, 9 * 60 + 30, null]);
});

test("after midnight the next business day is the same date's", () => {
  const at = (/** @type {string} */ now) =>
    new Date(nextBusinessDay(Date.parse(now), "Asia/Shanghai")).toISOString();
  assert.equal(at("2026-03-01T17:59:59Z"), "2026-03-01T20:00:00.000Z");
  assert.equal(at("2026-03-01T19:59:59Z"), "2026-03-01T20:00:00.000Z");
  assert.equal(at("2026-03-01T20:00:00Z"), "2026-03-02T20:00:00.000Z");
  // The last seconds are a minute: the server takes no less.
  assert.equal(backMinutes("tomorrow", Date.parse("2026-03-01T19:59:59.5Z"), "Asia/Shanghai"), 1);
});

test("nights in which clocks change are shorter or longer by an hour", () => {
  const night = (/** @type {string} */ now, /** @type {string} */ zone) =>
    (nextBusinessDay(Date.parse(now), zone) - Date.parse(now)) / HOUR;
  // 22:00 on the evening before, there.
  assert.equal(night("2026-03-28T21:00:00Z", "Europe/Berlin"), 5);
  assert.equal(night("2026-10-24T20:00:00Z", "Europe/Berlin"), 7);
  assert.equal(night("2026-03-08T03:00:00Z", "America/New_York"), 5);
  assert.equal(night("2026-11-01T02:00:00Z", "America/New_York"), 7);
  // Half an hour is all that clocks change by there.
  assert.equal(night("2026-10-03T11:30:00Z", "Australia/Lord_Howe"), 5.5);
});

test("a dish is back at the next such time by the shop's clock", () => {
  // 18:30:20 in Shanghai.
  const now = Date.parse("2026-03-01T10:30:20Z");
  assert.equal(backMinutes("19:00", now, "Asia/Shanghai"), 30);
  assert.equal(backMinutes("18:30", now, "Asia/Shanghai"), 24 * 60);
  assert.equal(backMinutes("18:31", now, "Asia/Shanghai"), 1);
  assert.equal(backMinutes("00:00", now, "Asia/Shanghai"), 5 * 60 + 30);
});

test("the next such time is right where clocks change until then", () => {
  const next = (/** @type {string} */ time, /** @type {string} */ now) =>
    new Date(nextAt(time, Date.parse(now), "Europe/Berlin")).toISOString();
  // 22:00 on the evening before clocks are put forward, there.
  assert.equal(next("09:00", "2026-03-28T21:00:00Z"), "2026-03-29T07:00:00.000Z");
  assert.equal(next("23:00", "2026-03-28T21:00:00Z"), "2026-03-28T22:00:00.000Z");
  // Half past two is left out: it is over at half past three.
  assert.equal(next("02:30", "2026-03-28T21:00:00Z"), "2026-03-29T01:30:00.000Z");
  assert.equal(next("09:00", "2026-10-24T20:00:00Z"), "2026-10-25T08:00:00.000Z");
  assert.equal(next("02:30", "2026-10-25T10:00:00Z"), "2026-10-26T01:30:00.000Z");
});

test("the time of a return is the shop's, with the day when it is another", () => {
  const now = Date.parse("2026-03-01T10:30:00Z");
  const at = (/** @type {string} */ back, /** @type {string} */ language) =>
    formatMoment(back, language, now, "Asia/Shanghai");
  assert.equal(at("2026-03-01T11:00:00Z", "en"), "19:00");
  assert.match(at("2026-03-01T20:00:00Z", "en"), /^Mon,? 04:00$/);
  assert.match(at("2026-03-01T20:00:00Z", "zh"), /^周一\s?04:00$/);
});

test("prices are read in major units, however people type them", () => {
  for (const typed of [
    "12.5",
    "12.50",
    " ¥12.50 ",
    "12,50",
    "１２．５",
    "12．50",
    "12，50",
    "12。5",
  ]) {
    assert.deepEqual(parsePrice(typed, "CNY"), { amount: 1250 }, typed);
  }
  assert.deepEqual(parsePrice("12", "CNY"), { amount: 1200 });
  assert.deepEqual(parsePrice("12.", "CNY"), { amount: 1200 });
  assert.deepEqual(parsePrice(".5", "CNY"), { amount: 50 });
  assert.deepEqual(parsePrice("0", "CNY"), { amount: 0 });
  assert.deepEqual(parsePrice("0.29", "CNY"), { amount: 29 });
  assert.deepEqual(parsePrice("1200", "JPY"), { amount: 1200 });
  assert.deepEqual(parsePrice("1.234", "KWD"), { amount: 1234 });
  assert.deepEqual(parsePrice("100000", "CNY"), { amount: 10_000_000 });
});

test("what is no price is told why", () => {
  const problems = /** @type {[string, string, string][]} */ ([
    ["", "CNY", "price.missing"],
    ["¥ ", "CNY", "price.missing"],
    [".", "CNY", "price.nonsense"],
    ["abc", "CNY", "price.nonsense"],
    ["-3", "CNY", "price.nonsense"],
    ["1e3", "CNY", "price.nonsense"],
    ["1,234.50", "CNY", "price.nonsense"],
    ["1,234", "CNY", "price.too_precise"],
    ["1.5", "JPY", "price.too_precise"],
    ["100000.01", "CNY", "price.too_high"],
    ["99999999999999999999", "CNY", "price.too_high"],
  ]);
  for (const [typed, currency, problem] of problems) {
    assert.deepEqual(parsePrice(typed, currency), { problem }, typed);
  }
});

test("a price is printed as it is read", () => {
  assert.equal(plainMoney(1250, "CNY"), "12.50");
  assert.equal(plainMoney(5, "CNY"), "0.05");
  assert.equal(plainMoney(1250, "JPY"), "1250");
  assert.equal(plainMoney(1234, "KWD"), "1.234");
  for (const amount of [0, 1, 29, 9_999_999, 10_000_000]) {
    assert.deepEqual(parsePrice(plainMoney(amount, "CNY"), "CNY"), { amount });
  }
});

test("names are checked, and those of other languages than the pages' stay", () => {
  assert.equal(checkName(" "), "check.name_missing");
  assert.equal(checkName("Rice"), null);
  assert.equal(checkNewName(" Rice ", ["Rice"]), "check.name_taken");
  assert.deepEqual(namesWith({ fr: "riz", zh: "饭" }, { zh: " 米饭 ", en: "" }), {
    fr: "riz",
    zh: "米饭",
  });
  assert.equal(namesWith(null, { zh: " " }), null);
  assert.equal(namesWith({ zh: "饭" }, { zh: "" }), null);
});

test("the minutes of a late order are whole, within limits, and in order", () => {
  assert.deepEqual(["8", " １２ ", "180"].map(parseMinutes), [8, 12, 180]);
  assert.deepEqual(["", "0", "181", "1.5", "x"].map(parseMinutes), [null, null, null, null, null]);
  assert.deepEqual(checkAges("8", "15"), { soon: null, late: null });
  assert.deepEqual(checkAges("15", "15"), { soon: null, late: "check.late_first" });
  assert.deepEqual(checkAges("", "15"), { soon: "check.minutes", late: null });
  assert.deepEqual(checkAges("8", "999"), { soon: null, late: "check.minutes" });
});

test("a menu is shown by the shop's sections, and no dish is left out", () => {
  const menu = [
    dish("a", { section: "Hot" }),
    dish("b", { section: "Cold" }),
    dish("c", { section: "Gone" }),
    dish("d", { section: "Hot" }),
    dish("e"),
  ];
  const sections = [{ name: "Cold" }, { name: "Empty" }, { name: "Hot" }];
  const shown = grouped(menu, sections).map((group) => [group.section?.name, ids(group.dishes)]);
  assert.deepEqual(shown, [
    ["Cold", ["b"]],
    ["Empty", []],
    ["Hot", ["a", "d"]],
    [undefined, ["c", "e"]],
  ]);
});

test("a dish is found by its name in any language", () => {
  const menu = [dish("a", { name: "Rice", names: { zh: "米饭" } }), dish("b", { name: "Egg" })];
  assert.deepEqual(ids(searched(menu, " ric")), ["a"]);
  assert.deepEqual(ids(searched(menu, "饭")), ["a"]);
  assert.deepEqual(ids(searched(menu, "")), ["a", "b"]);
});

test("a change is shown until the shop shows it, and not for long after its answer", () => {
  const menu = [dish("egg"), dish("rice")];
  const shown = { available: false };
  const pending = { number: 1, dishId: "egg", shown, answeredAt: null };
  const isAvailable = (/** @type {Dish[]} */ all) => all[0]?.available;
  assert.equal(isAvailable(withPending(menu, [pending], 0)), false);
  const answered = { ...pending, answeredAt: 1000 };
  assert.equal(isAvailable(withPending(menu, [answered], 2000)), false);
  assert.equal(isAvailable(withPending(menu, [answered], 9000)), true);
  assert.deepEqual(ids(withPending(menu.slice(1), [pending], 0)), ["rice"]);
  // Brought back by another screen right after it was shown sold out.
  const back = [dish("egg", { available: false }), dish("rice")];
  assert.deepEqual(withPending(back, [answered], 2000), back);
});

test("changes that are still on their way are shown one upon the other", () => {
  const menu = [dish("a"), dish("b"), dish("c")];
  const changes = [
    { number: 1, dishId: "c", shown: { position: 0 }, answeredAt: null },
    { number: 2, dishId: "c", shown: { available: false }, answeredAt: null },
  ];
  const [first, ...others] = withPending(menu, changes, 0);
  assert.equal(first?.id, "c");
  assert.equal(first?.available, false);
  assert.deepEqual(ids(others), ["a", "b"]);
});

test("a link's code is the encoder's, with the quiet around it, drawn by its runs", () => {
  const link = customerLink("http://shop.example:8080", "shop 1");
  assert.equal(link, "http://shop.example:8080/#/shop/shop%201");
  const modules = qrModules(link);
  const size = modules.length;
  assert.ok(modules.every((row) => row.length === size));
  // The finder pattern at the corner, four modules in.
  const top = modules[4]?.slice(3, 12).map(Number).join("");
  assert.equal(top, "011111110");
  const drawn = modules.map((row) => row.map(() => false));
  for (const [, x, y, length] of modulesPath(modules).matchAll(/M(\d+) (\d+)h(\d+)v1h-\3z/g)) {
    for (let n = 0; n < Number(length); n += 1) {
      const row = drawn[Number(y)] ?? [];
      row[Number(x) + n] = true;
    }
  }
  assert.deepEqual(drawn, modules);
});

test("a link by a device's own name leads nobody else anywhere", () => {
  for (const own of ["localhost", "127.0.0.1", "127.0.1.1", "[::1]"])
    assert.ok(isOnlyHere(own), own);
  for (const name of ["192.168.1.7", "kitchen.local", "127.example.org", "localhost.example.org"]) {
    assert.ok(!isOnlyHere(name), name);
  }
});

test("a change is refused at once where nobody answers for the shop, and only there", () => {
  const station = (/** @type {boolean} */ answering) =>
    /** @type {any} */ ({
      connection: { state: "waiting" },
      shopFeed: { view: { verified: false, answering } },
    });
  assert.throws(() => refuseOffline(station(false)), { code: "no_answer" });
  assert.doesNotThrow(() => refuseOffline(station(true)));
  assert.doesNotThrow(() => refuseOffline({ ...station(true), shopFeed: null }));
});
