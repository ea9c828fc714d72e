/** docs/pages.md, which people learn the pages from, says what the pages do. */

import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";

import { board } from "../../web/catalogue/board.js";
import { kitchen } from "../../web/catalogue/kitchen.js";
import { menu } from "../../web/catalogue/menu.js";
import { opening } from "../../web/catalogue/opening.js";
import { printing } from "../../web/catalogue/printing.js";
import { screen } from "../../web/catalogue/screen.js";
import { shared } from "../../web/catalogue/shared.js";
import { today } from "../../web/catalogue/today.js";
import { KEYS } from "../../web/kitchen/board/keys.js";

const FOLDER = new URL("../../docs/", import.meta.url);
const GUIDE = readFileSync(new URL("pages.md", FOLDER), "utf8");
const SAID = Object.values({
  ...shared.en,
  ...kitchen.en,
  ...board.en,
  ...menu.en,
  ...opening.en,
  ...printing.en,
  ...screen.en,
  ...today.en,
});

/** @param {string} heading @returns {string[]} the first cell of each row of the table after a line of headings */
function firstCells(heading) {
  const [, after = ""] = GUIDE.split(`\n${heading}\n`);
  const rows = after.split("\n\n")[0]?.split("\n").slice(1) ?? [];
  return rows.map((row) => row.split("|")[1]?.trim() ?? "");
}

/** @param {string} cell */
const inCode = (cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, key]) => key);

/** @param {string} part @returns {boolean} whether the pages say so; what they fill in is left out */
const isSaid = (part) => SAID.some((words) => words.includes(part));

test("the table of keys has every key of the board, and no other", () => {
  assert.deepEqual(
    firstCells("| Key | What it does |").map(inCode),
    KEYS.map(({ keys }) => keys),
  );
});

test("what the page is said to say, it says", () => {
  const cells = firstCells("| The page says | What has happened | What to do |");
  const parts = cells.map((cell) => cell.slice(1, -1).replace(/ …$/, ""));
  assert.ok(parts.length > 10);
  assert.deepEqual(
    parts.filter((part) => !isSaid(part)),
    [],
  );
});

test("what is to be pressed is there", () => {
  const names = [...GUIDE.matchAll(/(?<=[ (])\*\*([A-Z][^*.:?]+)\*\*(?=[ ,.;:]|\n)/g)].map(
    ([, name]) => name ?? "",
  );
  assert.ok(names.length > 10);
  assert.deepEqual(
    names.filter((name) => !SAID.includes(name)),
    [],
  );
});

test("every picture, file and heading that is linked is there", () => {
  const links = [...GUIDE.matchAll(/\]\(([^)]+)\)/g)].map(([, link]) => link ?? "");
  const headings = [...GUIDE.matchAll(/^#+ (.+)$/gm)].map(
    ([, heading = ""]) =>
      `#${heading
        .toLowerCase()
        .replace(/[^\w -]/g, "")
        .replaceAll(" ", "-")}`,
  );
  const isThere = (/** @type {string} */ link) =>
    link.startsWith("#") ? headings.includes(link) : existsSync(new URL(link, FOLDER));
  assert.deepEqual(
    links.filter((link) => !isThere(link)),
    [],
  );
});
