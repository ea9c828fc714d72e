import assert from "node:assert/strict";
import { test } from "node:test";
import { aboutNote, complaintsOf, customerOf, LONGEST } from "../../web/customer/details.js";

const good = { name: "Mei", telephone: "555 0100", address: "", note: "" };
/** @param {Partial<typeof good>} changed */
const wrong = (changed) =>
  Object.entries(complaintsOf({ ...good, ...changed })).flatMap(([field, complaint]) =>
    complaint ? [[field, complaint.key]] : [],
  );

test("a name and a telephone are enough, in any script", () => {
  assert.deepEqual(wrong({}), []);
  assert.deepEqual(wrong({ name: "小梅", telephone: "５５５０１００" }), []);
});

test("what is missing or cannot be a telephone is told", () => {
  assert.deepEqual(wrong({ name: " \t", telephone: "" }), [
    ["name", "form.name_empty"],
    ["telephone", "form.telephone_empty"],
  ]);
  assert.deepEqual(wrong({ telephone: "call me" }), [["telephone", "form.telephone_short"]]);
  assert.deepEqual(wrong({ telephone: "12-34" }), [["telephone", "form.telephone_short"]]);
});

test("lengths are the servers': characters, of which an emoji is one", () => {
  for (const field of /** @type {const} */ (["name", "telephone", "address", "note"])) {
    assert.deepEqual(wrong({ [field]: "1".repeat(LONGEST[field]) }), []);
    assert.deepEqual(wrong({ [field]: "1".repeat(LONGEST[field] + 1) }), [
      [field, "form.too_long"],
    ]);
  }
  assert.equal(aboutNote("🌶".repeat(LONGEST.note)), null);
  assert.deepEqual(aboutNote("🌶".repeat(LONGEST.note + 3))?.values, { over: 3 });
  assert.equal(aboutNote(`${" ".repeat(300)}hot`), null);
});

test("what is sent holds no characters that the servers refuse", () => {
  assert.deepEqual(
    customerOf({
      name: " Mei\u2028Li ",
      telephone: "１２３\t４５",
      address: "1 Lane\r\nTown",
      note: "",
    }),
    { name: "Mei Li", telephone: "123 45", address: "1 Lane Town" },
  );
});
