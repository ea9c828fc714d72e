import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { Problem } from "../../web/api.js";
import { today } from "../../web/catalogue/today.js";
import { addTexts, setLanguage } from "../../web/catalogue.js";
import { businessDay, stepDay, wallClock } from "../../web/kitchen/business-day.js";
import { csvName, toCsv } from "../../web/kitchen/today/csv.js";
import { loadOrders, ORDERS_MAX } from "../../web/kitchen/today/day.js";
import { formatDuration } from "../../web/kitchen/today/days.js";
import { matching } from "../../web/kitchen/today/list.js";
import { plot } from "../../web/kitchen/today/plot.js";
import { keepRefreshed } from "../../web/kitchen/today/refreshing.js";
import { settle, stopTime } from "./socket.js";

/** @import { Order } from "../../web/contract.js" */

addTexts(today);
beforeEach(() => setLanguage("en"));

/** @param {Partial<Order>} [members] */
const order = (members) =>
  /** @type {Order} */ ({
    id: "0193-abcd",
    number: "38",
    shop_name: "Golden Wok",
    status: "placed",
    items: [{ dish_id: "egg", name: "Egg", price: 300, quantity: 2, note: null }],
    total: 600,
    currency: "CNY",
    customer: { name: "Mei", address: "1 Long Lane", telephone: "13800138000" },
    note: null,
    placed_at: "2026-11-25T04:31:09.000000Z",
    accepted_at: null,
    promised_at: null,
    ready_at: null,
    completed_at: null,
    closed_reason: null,
    closed_note: null,
    ...members,
  });

/** The cells of a CSV, read as RFC 4180 says. @param {string} csv @returns {string[][]} */
function read(csv) {
  assert.ok(csv.startsWith("\uFEFF"));
  assert.ok(csv.endsWith("\r\n"));
  const cells = csv.slice(1).matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g);
  /** @type {string[][]} */
  const rows = [[]];
  for (const [, inQuotes, bare, end] of cells) {
    rows.at(-1)?.push(inQuotes?.replaceAll('""', '"') ?? bare ?? "");
    if (end === "\r\n") rows.push([]);
  }
  rows.pop();
  return rows;
}

/** @param {string[][]} rows @returns {Record<string, string>[]} by their headings */
const byHeading = ([headings = [], ...rows]) =>
  rows.map((row) => Object.fromEntries(row.map((cell, index) => [headings[index], cell])));

test("a row an order, by the shop's own clock", () => {
  const csv = toCsv(
    [
      order({
        status: "rejected",
        accepted_at: "2026-11-25T16:00:00.000000Z",
        closed_reason: "sold_out",
        closed_note: "Eggs come on Monday",
        note: "no onions",
        items: [
          { dish_id: "egg", name: "Egg", price: 300, quantity: 2, note: "soft" },
          { dish_id: "rice", name: "Rice", price: 100, quantity: 1, note: null },
        ],
      }),
    ],
    "orders",
    "Asia/Shanghai",
  );
  const [row] = byHeading(read(csv));
  assert.deepEqual(row, {
    Number: "\t38",
    Date: "2026-11-25",
    Placed: "12:31:09",
    Accepted: "00:00:00",
    Promised: "",
    Ready: "",
    "Handed over": "",
    Status: "Declined",
    Reason: "Sold out",
    "Word to the customer": "Eggs come on Monday",
    Name: "Mei",
    Telephone: "\t13800138000",
    Address: "1 Long Lane",
    Dishes: "2 × Egg (soft); 1 × Rice",
    Note: "no onions",
    Total: "6.00",
    Currency: "CNY",
    "Order id": "0193-abcd",
  });
});

test("a row a line, without who ordered", () => {
  const items = [
    { dish_id: "egg", name: "Egg", price: 350, quantity: 2, note: "soft" },
    { dish_id: "rice", name: "Rice", price: 100, quantity: 1, note: null },
  ];
  const csv = toCsv([order({ items }), order({ items: [] })], "lines", "Asia/Shanghai");
  const rows = byHeading(read(csv));
  assert.deepEqual(
    rows.map((row) => [row.Dish, row.Quantity, row.Price, row.Total, row.Note]),
    [
      ["Egg", "2", "3.50", "7.00", "soft"],
      ["Rice", "1", "1.00", "1.00", ""],
    ],
  );
  for (const secret of ["Mei", "13800138000", "Long Lane"]) assert.ok(!csv.includes(secret));
});

test("cells hold whatever people write", () => {
  const written = ['say "hi"', "a, b", "two\r\nlines", "红烧肉，微辣", "tab\tinside"];
  for (const name of written) {
    const [row] = byHeading(
      read(
        toCsv([order({ customer: { name, address: "", telephone: "" } })], "orders", "Asia/Tokyo"),
      ),
    );
    assert.equal(row?.Name, name);
  }
});

test("what a spreadsheet would run is defused, wherever somebody wrote it", () => {
  for (const attack of ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1"]) {
    const attacked = order({
      customer: { name: attack, address: attack, telephone: attack },
      note: attack,
      closed_note: attack,
      items: [{ dish_id: "x", name: attack, price: 1, quantity: 1, note: attack }],
    });
    const [row] = byHeading(read(toCsv([attacked], "orders", "Asia/Tokyo")));
    for (const heading of ["Name", "Address", "Telephone", "Note", "Word to the customer"])
      assert.equal(row?.[heading], `'${attack}`, heading);
    const [line] = byHeading(read(toCsv([attacked], "lines", "Asia/Tokyo")));
    assert.equal(line?.Dish, `'${attack}`);
    assert.equal(line?.Note, `'${attack}`);
  }
});

test("what would be run where semicolons separate cells is defused too", () => {
  const written = ["x;=1+1", 'x; "=1+1"', "x;\t@SUM(A1)", "1;+1", "x\n=1+1", "x\r\n-1", "\r=1"];
  for (const note of written) {
    const csv = toCsv(
      [order({ note, customer: { name: note, address: note, telephone: note } })],
      "orders",
      "Asia/Tokyo",
    );
    // As such a spreadsheet takes it apart: a quote within a cell means nothing.
    const cells = csv.split(/[;\r\n]+/);
    for (const cell of cells) assert.doesNotMatch(cell, /^[ \t"]*[=+\-@]/, note);
    const [row] = byHeading(read(csv));
    assert.equal(row?.Note?.replaceAll("'", ""), note);
  }
  const [row] = byHeading(read(toCsv([order({ note: "salt; pepper" })], "orders", "Asia/Tokyo")));
  assert.equal(row?.Note, "salt; pepper");
});

test("headings and words are in the reader's language, sums are plain in every one", () => {
  setLanguage("zh");
  const egg = { dish_id: "egg", name: "Egg", names: { zh: "蛋", en: "Egg" }, note: null };
  const csv = toCsv(
    [order({ items: [{ ...egg, price: 123456, quantity: 1 }], total: 123456 })],
    "orders",
    "Asia/Shanghai",
  );
  const [row] = byHeading(read(csv));
  assert.equal(row?.状态, "新订单");
  assert.equal(row?.菜品, "1 × 蛋");
  assert.equal(row?.合计, "1234.56");
  const yen = toCsv([order({ total: 600, currency: "JPY" })], "orders", "Asia/Tokyo");
  assert.equal(byHeading(read(yen))[0]?.合计, "600");
});

test("an hour that comes twice is told as the wall told it", () => {
  const clock = wallClock("Europe/Berlin");
  assert.deepEqual(clock("2026-10-25T00:30:00Z"), { date: "2026-10-25", time: "02:30:00" });
  assert.deepEqual(clock("2026-10-25T01:30:00Z"), { date: "2026-10-25", time: "02:30:00" });
  assert.deepEqual(clock("2026-03-29T00:59:59Z"), { date: "2026-03-29", time: "01:59:59" });
  assert.deepEqual(clock("2026-03-29T01:00:00Z"), { date: "2026-03-29", time: "03:00:00" });
});

test("the file says the shop and the day", () => {
  assert.equal(csvName("golden-wok", "2026-11-25", "lines"), "golden-wok-2026-11-25-lines.csv");
});

test("a day is the shop's and ends at four in the morning", () => {
  const at = (/** @type {string} */ instant) => Date.parse(instant);
  assert.equal(businessDay(at("2026-11-25T19:59:59Z"), "Asia/Shanghai"), "2026-11-25");
  assert.equal(businessDay(at("2026-11-25T20:00:00Z"), "Asia/Shanghai"), "2026-11-26");
  assert.equal(businessDay(at("2026-11-25T20:00:00Z"), "Europe/Berlin"), "2026-11-25");
  assert.equal(businessDay(at("2026-01-01T02:00:00Z"), "Europe/Berlin"), "2025-12-31");
  // The clock went forward at two: four o'clock came an hour sooner.
  assert.equal(businessDay(at("2026-03-29T01:59:00Z"), "Europe/Berlin"), "2026-03-28");
  assert.equal(businessDay(at("2026-03-29T02:00:00Z"), "Europe/Berlin"), "2026-03-29");
  assert.equal(stepDay("2026-02-28", 1), "2026-03-01");
  assert.equal(stepDay("2026-01-01", -1), "2025-12-31");
});

test("spans are told as one says them", () => {
  assert.equal(formatDuration(null), "–");
  assert.equal(formatDuration(0.4), "0 s");
  assert.equal(formatDuration(59.6), "1 min 0 s");
  assert.equal(formatDuration(80), "1 min 20 s");
  assert.equal(formatDuration(3725), "1 h 2 min");
  setLanguage("zh");
  assert.equal(formatDuration(80), "1 分 20 秒");
});

test("bars stand on the axis, are as high as their values, and reach below the highest line", () => {
  const { bars, lines, labels } = plot([0, 7, 14, 3]);
  assert.deepEqual(
    lines.map(({ value }) => value),
    [0, 5, 10, 15],
  );
  const ground = lines[0]?.y ?? 0;
  for (const bar of bars) assert.ok(Math.abs(bar.y + bar.height - ground) < 1e-9);
  const [none, seven, fourteen] = bars;
  assert.equal(none?.height, 0);
  assert.ok(Math.abs((fourteen?.height ?? 0) - 2 * (seven?.height ?? 0)) < 1e-9);
  assert.ok((fourteen?.y ?? 0) > (lines.at(-1)?.y ?? 0));
  assert.deepEqual(
    labels.map(({ index }) => index),
    [0],
  );
});

test("a plot has few round lines, whatever is plotted", () => {
  for (const largest of [0, 1, 2, 3, 9, 10, 11, 99, 1234, 5_000_000]) {
    const { lines, bars } = plot(Array.from({ length: 25 }, () => largest));
    assert.ok(lines.length >= 2 && lines.length <= 4, `${largest}: ${lines.length}`);
    assert.ok((lines.at(-1)?.value ?? 0) >= largest);
    for (const { value } of lines) assert.equal(value, Math.round(value));
    assert.ok((bars.at(-1)?.x ?? 0) + (bars.at(-1)?.width ?? 0) <= 340);
  }
  assert.deepEqual(plot([]).bars, []);
});

test("orders are found by how a number begins or by a part of a name", () => {
  const mei = order({ number: "12" });
  const zhang = order({ number: "21", customer: { name: "张伟", address: "", telephone: "" } });
  assert.deepEqual(matching([mei, zhang], ""), [mei, zhang]);
  assert.deepEqual(matching([mei, zhang], " 1"), [mei]);
  assert.deepEqual(matching([mei, zhang], "２１"), [zhang]);
  assert.deepEqual(matching([mei, zhang], "EI"), [mei]);
  assert.deepEqual(matching([mei, zhang], "伟"), [zhang]);
  assert.deepEqual(matching([mei, zhang], "nobody"), []);
});

test("a day is read page by page, to its end or to the most that is shown", async () => {
  /** @type {string[]} */
  const asked = [];
  const page = Array.from({ length: 200 }, () => order());
  const endless = async (/** @type {string} */ _, /** @type {string} */ url) => {
    asked.push(url);
    return { orders: page, next: "a/b" };
  };
  const { orders, isWhole, pages } = await loadOrders({ call: endless, shopId: "wok" }, "today");
  assert.deepEqual([orders.length, isWhole, pages], [ORDERS_MAX, false, 25]);
  assert.equal(asked[0], "/api/orders?shop_id=wok&day=today&limit=200");
  assert.equal(asked[1], "/api/orders?shop_id=wok&day=today&limit=200&after=a%2Fb");
  const two = async (/** @type {string} */ _, /** @type {string} */ url) =>
    url.includes("after") ? { orders: [order()], next: null } : { orders: page, next: "x" };
  const all = await loadOrders({ call: two, shopId: "wok" }, "2026-11-25");
  assert.deepEqual([all.orders.length, all.isWhole, all.pages], [201, true, 2]);
});

/** Counts its loads; `answer` may be exchanged. */
function refreshing() {
  const made = {
    loads: 0,
    answer: () => Promise.resolve("figures"),
    told: /** @type {any[]} */ ([]),
  };
  const kept = keepRefreshed(
    {
      load: () => {
        made.loads += 1;
        return made.answer();
      },
      everySeconds: 30,
      pauseSeconds: () => 4,
    },
    (told) => made.told.push(told),
  );
  return { made, ...kept };
}

test("figures are asked for again every so often, and no more once nobody looks", async () => {
  stopTime();
  const { made, close } = refreshing();
  await settle();
  mock.timers.tick(29_000);
  await settle();
  assert.equal(made.loads, 1);
  mock.timers.tick(1000);
  await settle();
  assert.equal(made.loads, 2);
  close();
  mock.timers.tick(300_000);
  await settle();
  assert.equal(made.loads, 2);
});

test("changes are followed soon, and many of them at once", async () => {
  stopTime();
  const { made, changed, close } = refreshing();
  changed();
  await settle();
  assert.equal(made.loads, 1);
  mock.timers.tick(4000);
  await settle();
  assert.equal(made.loads, 2, "what changed while it was loaded is loaded again");
  mock.timers.tick(1000);
  changed();
  changed();
  mock.timers.tick(2999);
  await settle();
  assert.equal(made.loads, 2);
  mock.timers.tick(1);
  await settle();
  assert.equal(made.loads, 3);
  close();
});

test("the last figures stay, with why there are no newer ones", async () => {
  stopTime();
  const { made, close } = refreshing();
  await settle();
  made.answer = () => Promise.reject(new Problem(503, "unavailable"));
  mock.timers.tick(30_000);
  await settle();
  assert.equal(made.told.at(-1).answer, "figures");
  assert.equal(made.told.at(-1).problem.code, "unavailable");
  made.answer = () => Promise.resolve("newer");
  mock.timers.tick(30_000);
  await settle();
  assert.deepEqual(made.told.at(-1), { answer: "newer", problem: null });
  close();
});
