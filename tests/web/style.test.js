import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

const WEB = new URL("../../web/", import.meta.url);
/** WCAG 1.4.11: what is needed to tell where a field is, and which one has the focus. */
const CONTRAST_MIN = 3;

/** Every rule of the pages' style sheets. */
const rules = readdirSync(WEB, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".css") && !name.startsWith("bundled"))
  .flatMap((name) => [
    ...readFileSync(new URL(name, WEB), "utf8").matchAll(/([^{};]+)\{([^{}]*)\}/g),
  ])
  .map(([, selector = "", body = ""]) => ({ selector: selector.trim(), body }));

/** The colours of a scheme, by the selector that sets them. @param {string} selector */
function coloursOf(selector) {
  const rule = rules.find(
    (one) => one.selector.endsWith(selector) && one.body.includes("--ground:"),
  );
  assert.ok(rule, selector);
  return Object.fromEntries(
    [...rule.body.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, name, colour]) => [
      name,
      colour,
    ]),
  );
}

/** WCAG's relative luminance. @param {string} colour as #rrggbb */
function luminance(colour) {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** @param {string} one @param {string} other */
function contrast(one, other) {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

test("the edges of fields and of the focus stand out, light and dark", () => {
  for (const scheme of [":root", ':root[data-scheme="dark"]']) {
    const colours = coloursOf(scheme);
    for (const edge of ["edge", "accent"]) {
      for (const ground of ["ground", "surface"]) {
        const found = contrast(colours[edge] ?? "", colours[ground] ?? "");
        assert.ok(found >= CONTRAST_MIN, `${scheme}: ${edge} on ${ground}: ${found.toFixed(2)}`);
      }
    }
  }
});

test("fields have that edge", () => {
  const fields = rules.filter(({ selector }) =>
    /\b(input|select|textarea)$|^\[type/m.test(selector),
  );
  assert.ok(fields.some(({ body }) => body.includes("border: 1px solid var(--edge)")));
  for (const { selector, body } of fields) assert.doesNotMatch(body, /border.*--line/, selector);
});

test("the dark is the same whether the device or the reader chose it", () => {
  assert.deepEqual(
    coloursOf(':root[data-scheme="dark"]'),
    coloursOf(':root:not([data-scheme="light"])'),
  );
});
