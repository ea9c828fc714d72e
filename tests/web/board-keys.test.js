import assert from "node:assert/strict";
import { test } from "node:test";
import { board } from "../../web/catalogue/board.js";
import { commandOf, KEYS } from "../../web/kitchen/board/keys.js";
import { nextStep, stepMinutes } from "../../web/kitchen/board/ticket-actions.js";

/** @param {Partial<KeyboardEvent>} members */
const pressed = (members) =>
  /** @type {KeyboardEvent} */ ({
    key: "d",
    ctrlKey: false,
    altKey: false,
    metaKey: false,
    repeat: false,
    ...members,
  });

test("each key of the board does one thing, and the list of keys has words for it", () => {
  const keys = KEYS.flatMap((row) => row.keys);
  assert.equal(new Set(keys).size, keys.length);
  for (const { keys: own, command } of KEYS) {
    assert.ok(`key.${command}` in board.en, command);
    for (const key of own) assert.equal(commandOf(pressed({ key }), false), command);
  }
  assert.equal(commandOf(pressed({ key: "D" }), false), "decline");
  assert.equal(commandOf(pressed({ key: "x" }), false), null);
});

test("keys with a modifier are the browser's, and a key that is held down acts once", () => {
  for (const modifier of ["ctrlKey", "altKey", "metaKey"]) {
    assert.equal(commandOf(pressed({ [modifier]: true }), false), null);
  }
  assert.equal(commandOf(pressed({ repeat: true }), false), null);
  for (const [key, command] of Object.entries({ ArrowDown: "next", "+": "longer" })) {
    assert.equal(commandOf(pressed({ key, repeat: true }), false), command);
  }
});

test("no key acts on a screen that only looks", () => {
  const left = KEYS.filter(({ keys: [key = ""] }) => commandOf(pressed({ key }), true));
  assert.deepEqual(
    left.map(({ command }) => command),
    ["totals", "silence", "next", "previous", "help"],
  );
});

test("the next step accepts with the suggested minutes, else with the first preset", () => {
  assert.deepEqual(nextStep("placed", 25), { action: "accept", body: { minutes: 25 } });
  assert.deepEqual(nextStep("placed", null), { action: "accept", body: { minutes: 10 } });
  assert.equal(nextStep("accepted", 25).action, "ready");
  assert.equal(nextStep("ready", 25).action, "complete");
});

test("minutes are chosen in steps of five, from what the next step would take, as far as promises go", () => {
  assert.equal(stepMinutes(null, 1), 15);
  assert.equal(stepMinutes(25, 1), 30);
  assert.equal(stepMinutes(25, -1), 20);
  assert.equal(stepMinutes(5, -1), 5);
  assert.equal(stepMinutes(180, 1), 180);
});
