import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { posix } from "node:path";
import { test } from "node:test";
import {
  addTexts,
  chooseLanguage,
  isKey,
  problemText,
  setLanguage,
  text,
} from "../../web/catalogue.js";
import { formatClock, minutesSince, timeLeft } from "../../web/time.js";
import { FILLED, read } from "./reading.js";

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

/** The pages' own modules, by their paths in web/. */
const modules = new Map(
  readdirSync(WEB, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".js") && !/^(vendor|catalogue|bundled)\//.test(path))
    .map((path) => {
      const code = readFileSync(new URL(path, WEB), "utf8");
      return [path, { code, ...read(code) }];
    }),
);
/** What a reader would read as words. */
const WORDS = /\p{L}{2,}/u;
const SENTENCE = /^\p{Lu}\p{Ll}+(?: |$)|\p{Script=Han}/u;
/** An attribute that is read to somebody, with words of its own. */
const SAYING_ATTRIBUTE =
  /\b(?:aria-(?:label|description|roledescription|valuetext)|placeholder|title|alt)="?\p{L}/u;
/** The names of keys, what begins a header, and what a console is told. */
const MACHINES_WORDS = new Set([
  ...["Enter", "Escape", "Tab"],
  `Bearer ${FILLED}`,
  `The gateway refused a frame: ${FILLED}`,
]);

const places = (/** @type {string} */ sentence) => (sentence.match(/\{\w+\}/g) ?? []).sort();

/** Whether these modules say a text: its key as a whole, or what it begins with. @param {Iterable<string>} paths */
function usedBy(paths) {
  const read = [...paths].flatMap((path) => modules.get(path) ?? []);
  const whole = new Set(read.flatMap(({ strings }) => strings));
  const begun = read
    .flatMap(({ templates }) => templates)
    .filter(({ tag, words }) => tag !== "html" && /^[a-z]+\.\0$/.test(words))
    .map(({ words }) => words.slice(0, -1));
  return (/** @type {string} */ key) =>
    whole.has(key) || begun.some((start) => key.startsWith(start));
}

/** The modules that a page is made of. @param {string} entry @returns {Set<string>} */
function reached(entry) {
  const found = new Set([entry]);
  for (const path of found) {
    const code = modules.get(path)?.code.replaceAll(/\/\*[\s\S]*?\*\//g, "") ?? "";
    for (const [, to = ""] of code.matchAll(/^(?:import|export|\}) .*"(\.[^"]+)";$/gm)) {
      found.add(posix.join(posix.dirname(path), to));
    }
  }
  return found;
}

test("both languages have the same texts with the same places to fill", () => {
  assert.deepEqual(Object.keys(zh), Object.keys(en));
  for (const [key, sentence] of Object.entries(/** @type {Record<string, string>} */ (en))) {
    const other = zh[key];
    assert.notEqual(other.trim(), "", key);
    if (key !== "order.at") assert.deepEqual(places(other), places(sentence), key);
  }
});

test("every text is used somewhere, and every text that is used exists", () => {
  const code = [...modules.values()].map((module) => module.code).join("\n");
  const whole = [...code.matchAll(/\btext\(\s*"([^"]+)"/g)].map((match) => match[1] ?? "");
  for (const key of whole) assert.ok(key in en, key);
  const used = usedBy(modules.keys());
  for (const key of Object.keys(en)) assert.ok(used(key), `${key} is unused`);
});

for (const page of ["customer", "kitchen", "reference"]) {
  test(`the page ${page} knows every text that its modules say`, () => {
    const paths = reached(`${page}/main.js`);
    const known = areas.filter(({ name }) => paths.has(`catalogue/${name}.js`));
    // What a server may say, the catalogue looks up itself.
    const used = usedBy([...paths].filter((path) => path !== "catalogue.js"));
    for (const key of Object.keys(en).filter(used)) {
      assert.ok(
        known.some((area) => key in area.en),
        key,
      );
    }
  });
}

test("a module is read with all that is nested in its templates, and what follows", () => {
  const code =
    'html`<p>#{is && html`<b>a#{"}`"} b</b>`} #{/[`/]/.test(x)} c</p>`; `d #{"e"}` // `f`';
  assert.deepEqual(read(code.replaceAll("#", "$")), {
    strings: ["}`", "e"],
    templates: [
      { tag: "html", words: `<b>a${FILLED} b</b>` },
      { tag: "html", words: `<p>${FILLED} ${FILLED} c</p>` },
      { tag: ";", words: `d ${FILLED}` },
    ],
  });
});

test("no component has a text of its own", () => {
  for (const [path, { strings, templates }] of modules) {
    const drawn = templates.filter(({ tag }) => tag === "html");
    for (const { words } of drawn) {
      assert.doesNotMatch(words.replaceAll(/<[^>]*>/g, " "), WORDS, path);
      assert.doesNotMatch(words, SAYING_ATTRIBUTE, path);
    }
    const others = templates.filter(({ tag }) => tag !== "html").map(({ words }) => words);
    for (const words of [...strings, ...others]) {
      if (!MACHINES_WORDS.has(words)) assert.doesNotMatch(words, SENTENCE, path);
    }
  }
});

test("what is read before the catalogue is there names the page, or asks for scripts in both languages", () => {
  const titles = [en["app.customer"], en["app.kitchen"], en["app.reference"]];
  for (const [number, page] of ["index.html", "kitchen.html", "api.html"].entries()) {
    const document = readFileSync(new URL(page, WEB), "utf8");
    assert.doesNotMatch(document, SAYING_ATTRIBUTE, page);
    const said = document
      .replaceAll(/<[^>]*>/g, "\n")
      .split(/\s*\n\s*/)
      .filter(Boolean);
    assert.deepEqual(said, [
      titles[number],
      "Orderbell needs JavaScript.",
      "需要启用 JavaScript。",
    ]);
    assert.match(document, /<span lang="zh">\p{Script=Han}[^<]*<\/span>/u);
  }
  for (const file of ["customer", "kitchen"]) {
    const manifest = JSON.parse(readFileSync(new URL(`${file}.webmanifest`, WEB), "utf8"));
    assert.equal(manifest.name, en[`app.${file}`]);
    assert.equal(manifest.lang, "en");
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
