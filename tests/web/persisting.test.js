import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { Problem } from "../../web/api.js";
import { act } from "../../web/kitchen/board/acting.js";
import { persist } from "../../web/persisting.js";
import { settle, stopTime } from "./socket.js";

beforeEach(stopTime);

const unavailable = () => new Problem(503, "unavailable");

/** A call that ends in these ways, one after the other, the last one ever again. @param {unknown[]} outcomes */
function openCall(...outcomes) {
  const call = {
    /** @type {number[]} */
    madeAt: [],
    /** @type {unknown} */
    outcome: undefined,
    /** @param {number} seconds */
    async wait(seconds) {
      for (let passed = 0; passed < seconds; passed += 0.1) {
        await settle();
        mock.timers.tick(100);
      }
      await settle();
    },
  };
  const began = Date.now();
  const make = async () => {
    call.madeAt.push((Date.now() - began) / 1000);
    const outcome = outcomes.length > 1 ? outcomes.shift() : outcomes[0];
    if (outcome instanceof Problem) throw outcome;
    return outcome;
  };
  persist(make, () => 1).then(
    (answer) => {
      call.outcome = answer;
    },
    (problem) => {
      call.outcome = problem;
    },
  );
  return call;
}

test("a call whose failure may pass is made again until it succeeds, later and later", async () => {
  const failures = [new Problem(0, "no_answer"), new Problem(502, "unavailable"), unavailable()];
  const call = openCall(...failures, new Problem(504, "unavailable"), "done");
  await call.wait(8);
  assert.deepEqual(call.madeAt, [0, 0.5, 1.5, 3.5, 7.5]);
  assert.equal(call.outcome, "done");
});

test("it waits as long as the server wishes", async () => {
  const call = openCall(new Problem(503, "unavailable", {}, 3), "done");
  await call.wait(2.9);
  assert.deepEqual(call.madeAt, [0]);
  await call.wait(0.2);
  assert.equal(call.outcome, "done");
});

test("a failure that does not pass in time is told", async () => {
  const call = openCall(unavailable());
  await call.wait(15);
  assert.equal(/** @type {Problem} */ (call.outcome).code, "unavailable");
  assert.deepEqual(call.madeAt, [0, 0.5, 1.5, 3.5, 7.5, 11.5]);
});

test("so is a wish to wait for longer than anybody would, at once", async () => {
  const call = openCall(new Problem(429, "rate_limited", {}, 300));
  await call.wait(0.1);
  assert.equal(/** @type {Problem} */ (call.outcome).code, "rate_limited");
  assert.deepEqual(call.madeAt, [0]);
});

test("a refusal is told at once", async () => {
  const call = openCall(new Problem(401, "bad_passcode"));
  await call.wait(0.1);
  assert.equal(/** @type {Problem} */ (call.outcome).code, "bad_passcode");
  assert.deepEqual(call.madeAt, [0]);
});

test("what staff do is sent again, and a refusal brings the order as it is", async (context) => {
  const order = { id: "a", version: 3, status: "cancelled" };
  const answers = [
    new Response("<html>", { status: 502 }),
    Response.json({ code: "invalid_transition", order }, { status: 409 }),
  ];
  const fetch = context.mock.method(globalThis, "fetch", async () => answers.shift());
  const acting = act("a", "accept", { minutes: 10 }, "t");
  await settle();
  mock.timers.tick(500);
  const { order: known, problem } = await acting;
  assert.deepEqual([known, problem?.code], [order, "invalid_transition"]);
  assert.deepEqual(
    fetch.mock.calls.map(({ arguments: [url] }) => url),
    ["/api/orders/a/accept", "/api/orders/a/accept"],
  );
});
