import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { parsePrice } from "../../web/kitchen/menu/price.js";
import { decimalsOf, formatMoney, plainMoney } from "../../web/money.js";

const SERVERS = readFileSync(new URL("../../shared/currencies.py", import.meta.url), "utf8");

test("money comes in minor units, which not every currency has", () => {
  assert.equal(formatMoney(300, "CNY", "zh"), "¥3.00");
  assert.equal(formatMoney(123456, "CNY", "en"), "¥1,234.56");
  assert.equal(formatMoney(300, "JPY", "en"), "¥300");
});

test("minor units are those of ISO 4217, whatever the browser takes for custom", () => {
  const sums = /** @type {[string, number, string, string][]} */ ([
    ["HUF", 150_000, "1500.00", "1,500.00"],
    ["COP", 150_000, "1500.00", "1,500.00"],
    ["IRR", 150_000, "1500.00", "1,500.00"],
    ["KWD", 1_500, "1.500", "1.500"],
    ["CLF", 15_000, "1.5000", "1.5000"],
  ]);
  for (const [currency, amount, plain, shown] of sums) {
    assert.equal(plainMoney(amount, currency), plain, currency);
    assert.equal(formatMoney(amount, currency, "en").replaceAll(/[^\d.,]/g, ""), shown, currency);
    assert.deepEqual(parsePrice(plain, currency), { amount }, currency);
  }
});

test("pages and servers have the same minor units", () => {
  /** @type {Map<string, number>} */
  const servers = new Map();
  for (const [, decimals, names = ""] of SERVERS.matchAll(/^ {4}(\d): "([A-Z ]+)",$/gm)) {
    for (const currency of names.split(" ")) servers.set(currency, Number(decimals));
  }
  assert.ok(servers.size > 0);
  for (const currency of [...servers.keys(), ...Intl.supportedValuesOf("currency")]) {
    assert.equal(decimalsOf(currency), servers.get(currency) ?? 2, currency);
  }
});

test("a format is made once for all sums of a currency in a language", (t) => {
  const made = t.mock.method(Intl, "NumberFormat");
  for (const amount of [1, 2, 3]) formatMoney(amount, "SEK", "en");
  assert.equal(made.mock.callCount(), 1);
  formatMoney(1, "SEK", "zh");
  assert.equal(made.mock.callCount(), 2);
});
