import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import {
  addTexts,
  chooseLanguage,
  isKey,
  problemText,
  setLanguage,
  text,
} from "../../web/catalogue.js";
import { formatMoney } from "../../web/money.js";
import { formatClock, minutesSince, timeLeft } from "../../web/time.js";

const WEB = new URL("../../web/", import.meta.url);

/** Every area of the catalogue, by the name of its file. @type {{name: string, en: Record<string, string>, zh: Record<string, string>}[]} */
const areas = await Promise.all(
  readdirSync(new URL("catalogue/", WEB)).map(async (file) => {
    const name = file.replace(".js", "");
    return { name, ...(await import(new URL(`catalogue/${file}`, WEB).href))[name] };
  }),
);
addTexts(...areas);
const en = Object.assign({}, ...areas.map((area) => area.en));
const zh = Object.assign({}, ...areas.map((area) => area.zh));

/** The pages' own modules. */
const modules = readdirSync(WEB, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".js") && !/^(vendor|catalogue|bundled)\//.test(name))
  .map((name) => ({ name, code: readFileSync(new URL(name, WEB), "utf8") }));

const places = (/** @type {string} */ sentence) => (sentence.match(/\{\w+\}/g) ?? []).sort();

test("both languages have the same texts with the same places to fill", () => {
  assert.deepEqual(Object.keys(zh), Object.keys(en));
  for (const [key, sentence] of Object.entries(/** @type {Record<string, string>} */ (en))) {
    const other = zh[key];
    assert.notEqual(other.trim(), "", key);
    if (key !== "order.at") assert.deepEqual(places(other), places(sentence), key);
  }
});

test("every text is used somewhere, and every text that is used exists", () => {
  const code = modules.map((module) => module.code).join("\n");
  const whole = [...code.matchAll(/\btext\(\s*"([^"]+)"/g)].map((match) => match[1] ?? "");
  for (const key of whole) assert.ok(key in en, key);
  const begun = [...code.matchAll(/`([a-z]+\.)\$\{/g)].map((match) => match[1] ?? "");
  const quoted = new Set([...code.matchAll(/"([a-z]+(?:\.[a-z_]+)?)"/g)].map((match) => match[1]));
  for (const key of Object.keys(en)) {
    assert.ok(quoted.has(key) || begun.some((start) => key.startsWith(start)), `${key} is unused`);
  }
});

test("no component has a text of its own", () => {
  for (const { name, code } of modules) {
    const templates = code.match(/html`[\s\S]*?`/g) ?? [];
    for (const template of templates) {
      const shown = template.replace(/\$\{[^}]*\}/g, "").matchAll(/>([^<>$]*)</g);
      for (const [, words = ""] of shown) {
        assert.doesNotMatch(words, /\p{L}{2,}/u, `${name} says ${words.trim()}`);
      }
    }
    assert.doesNotMatch(code.replaceAll(/\/\*[\s\S]*?\*\//g, ""), /\p{Script=Han}/u, name);
  }
});

test("the browser's language is taken until another is chosen", () => {
  assert.equal(chooseLanguage(null, ["fr-FR", "zh-Hans-CN", "en"]), "zh");
  assert.equal(chooseLanguage(null, ["en-GB", "zh"]), "en");
  assert.equal(chooseLanguage(null, ["fr"]), "en");
  assert.equal(chooseLanguage("zh", ["en"]), "zh");
  assert.equal(chooseLanguage("fr", []), "en");
});

test("texts are filled in, and unknown problems have words too", () => {
  setLanguage("en");
  assert.equal(text("order.promised", { time: "12:30" }), "Ready at about 12:30");
  assert.equal(problemText({ code: "shop_closed" }), en["problem.shop_closed"]);
  assert.equal(problemText({ code: "from the future" }), en["problem.unavailable"]);
  setLanguage("zh");
  assert.equal(text("order.promised", { time: "12:30" }), "大约 12:30 做好");
});

test("money comes in minor units, which not every currency has", () => {
  assert.equal(formatMoney(300, "CNY", "zh"), "¥3.00");
  assert.equal(formatMoney(123456, "CNY", "en"), "¥1,234.56");
  assert.equal(formatMoney(300, "JPY", "en"), "¥300");
});

test("times of the day have two digits, and midnight is 00", () => {
  const midnight = new Date(2026, 0, 1, 0, 5).toISOString();
  assert.equal(formatClock(midnight, "en"), "00:05");
  assert.equal(formatClock(midnight, "zh"), "00:05");
});

test("minutes are whole and never negative; time left ends", () => {
  const instant = "2026-01-01T12:00:00.000000Z";
  const now = Date.parse(instant);
  assert.equal(minutesSince(instant, now + 119_000), 1);
  assert.equal(minutesSince(instant, now - 60_000), 0);
  assert.equal(timeLeft(instant, now - 61_000), "1:01");
  assert.equal(timeLeft(instant, now - 500), "0:01");
  assert.equal(timeLeft(instant, now), null);
});

test("every reason for which an order may end has words", () => {
  const reasons = ["kitchen_timeout", "customer", "unattended"];
  const ofStaff = ["too_busy", "sold_out", "closing", "no_show", "other"];
  for (const reason of [...reasons, ...ofStaff]) assert.ok(isKey(`reason.${reason}`), reason);
});
