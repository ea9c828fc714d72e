import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { openPerformer, UNDO_SECONDS } from "../../web/kitchen/board/performer.js";
import { settle, stopTime } from "./socket.js";

/** @import { Order } from "../../web/contract.js" */

beforeEach(stopTime);

/** How long a call is repeated, and the longest pause before one. */
const PATIENCE_SECONDS = 20;

/** @param {string} id @param {string} [status] */
const order = (id, status = "placed") =>
  /** @type {Order} */ ({ id, shop_id: "noodles", number: id, status });

/**
 * A board of one shop and its server, which answers with the status that is set, 0 for not at all.
 *
 * @param {import("node:test").TestContext} context
 * @param {Order[]} verified
 */
function openBoard(context, verified) {
  const board = {
    verified,
    status: 200,
    isAnswering: true,
    current: { shopId: "noodles", token: "own", watching: false },
    /** @type {string[]} */
    sent: [],
    /** @type {string[]} */
    ringsAgain: [],
    /** @type {(string | null)[]} */
    refusedTokens: [],
  };
  const send = async (/** @type {string} */ url, /** @type {any} */ options) => {
    board.sent.push(`${url.split("/").slice(3).join(" ")} ${options.headers.Authorization}`);
    if (board.status === 0) throw new TypeError("nobody answers");
    const answer = board.status === 200 ? { id: url.split("/")[3] } : { code: "no" };
    return Response.json(answer, { status: board.status });
  };
  context.mock.method(globalThis, "fetch", send);
  const feed = (/** @type {boolean} */ answering) => ({
    view: { verified: answering, answering },
    take: () => {},
  });
  const latest = () => ({
    station: {
      connection: { state: "interrupted" },
      orders: feed(board.isAnswering),
      shopFeed: feed(false),
      sessions: {
        current: board.current,
        token: () => board.current.token,
        refused: (/** @type {string | null} */ token) => board.refusedTokens.push(token),
      },
      watching: false,
      verified: board.verified,
      unverified: [],
    },
    ringing: {
      notice: () => {},
      ringAgain: (/** @type {string} */ id) => board.ringsAgain.push(id),
    },
  });
  const performer = openPerformer(/** @type {any} */ (latest), () => {});
  return { board, performer };
}

/** @param {number} seconds */
async function pass(seconds) {
  for (let second = 0; second < seconds; second += 1) {
    mock.timers.tick(1000);
    await settle();
  }
}

/** @param {ReturnType<typeof openPerformer>} performer */
const refusals = ({ refusals: all }) => [...all].map(([id, { code }]) => `${id} ${code}`);

test("who answers for the orders is asked, though nobody answers for the shop", async (context) => {
  const { board, performer } = openBoard(context, [order("a"), order("b")]);
  performer.perform(order("a"), "accept", { minutes: 10 });
  await settle();
  assert.deepEqual(board.sent, ["a accept Bearer own"]);
  assert.deepEqual(refusals(performer), []);
  board.isAnswering = false;
  performer.perform(order("b"), "accept", { minutes: 10 });
  assert.deepEqual(refusals(performer), ["b offline"]);
  assert.equal(board.sent.length, 1);
});

test("of an action without an answer only what takes its order off the board is done once that is gone", async (context) => {
  const ready = order("b", "ready");
  const { board, performer } = openBoard(context, [order("a"), ready]);
  board.status = 0;
  performer.perform(order("a"), "accept", { minutes: 10 });
  performer.perform(ready, "complete");
  board.verified = [];
  performer.hear(board.verified);
  await pass(PATIENCE_SECONDS);
  assert.deepEqual(refusals(performer), ["a no_answer"]);
  assert.deepEqual(board.ringsAgain, ["a"]);
  assert.equal(performer.pending.size, 0);
});

test("what had no effect is told until somebody has read it, and what came meanwhile longer", async (context) => {
  const { board, performer } = openBoard(context, [order("a"), order("b")]);
  board.isAnswering = false;
  performer.perform(order("a"), "accept", { minutes: 10 });
  const read = [...performer.refusals.values()];
  performer.perform(order("b"), "accept", { minutes: 10 });
  performer.forget(read);
  assert.deepEqual(refusals(performer), ["b offline"]);
  performer.perform(order("a"), "accept", { minutes: 10 });
  performer.forget(read);
  assert.deepEqual(refusals(performer), ["b offline", "a offline"]);
});

test("an action without an answer is done when the server tells of its outcome, and refused where not", async (context) => {
  const { board, performer } = openBoard(context, [order("a"), order("b")]);
  board.status = 503;
  performer.perform(order("a"), "accept", { minutes: 10 });
  performer.perform(order("b"), "accept", { minutes: 10 });
  board.verified = [order("a", "accepted"), order("b")];
  performer.hear(board.verified);
  await pass(PATIENCE_SECONDS);
  assert.deepEqual(refusals(performer), ["b no"]);
});

for (const [other, members] of Object.entries({
  "is of another shop": { shopId: "dumplings", token: "theirs" },
  "only looks": { token: "looks", watching: true },
})) {
  test(`a held decline is its own session's where the one that followed ${other}`, async (context) => {
    const { board, performer } = openBoard(context, [order("a")]);
    performer.perform(order("a"), "reject", { reason: "too_busy" });
    Object.assign(board.current, members);
    board.status = 401;
    await pass(UNDO_SECONDS);
    assert.deepEqual(board.sent, ["a reject Bearer own"]);
    assert.deepEqual(board.refusedTokens, ["own"]);
  });
}

test("a held decline is sent with a token that was renewed meanwhile", async (context) => {
  const { board, performer } = openBoard(context, [order("a")]);
  performer.perform(order("a"), "reject", { reason: "too_busy" });
  board.current.token = "renewed";
  await pass(UNDO_SECONDS);
  assert.deepEqual(board.sent, ["a reject Bearer renewed"]);
});

test("a decline that is undone sends nothing, and rings again", async (context) => {
  const { board, performer } = openBoard(context, [order("a")]);
  performer.perform(order("a"), "reject", { reason: "too_busy" });
  assert.equal(performer.pending.get("a")?.action, "reject");
  performer.undo();
  await pass(2 * UNDO_SECONDS);
  assert.deepEqual(board.sent, []);
  assert.deepEqual(board.ringsAgain, ["a"]);
  assert.equal(performer.pending.size, 0);
  assert.deepEqual(performer.undoable, []);
});

test("each decline has its own seconds to be undone, whatever is done meanwhile", async (context) => {
  const cooking = ["c", "d", "e", "f"].map((id) => order(id, "accepted"));
  const { board, performer } = openBoard(context, [order("a"), order("b"), ...cooking]);
  performer.perform(order("a"), "reject", { reason: "too_busy" });
  await pass(1);
  performer.perform(order("b"), "reject", { reason: "closing" });
  for (const one of cooking) performer.perform(one, "ready");
  await settle();
  assert.deepEqual(
    board.sent,
    cooking.map(({ id }) => `${id} ready Bearer own`),
  );
  assert.deepEqual(
    performer.undoable.map((one) => one.order.id),
    ["a", "b", "d", "e", "f"],
  );
  performer.undo(performer.undoable[0]);
  await pass(UNDO_SECONDS);
  assert.deepEqual(board.sent.slice(cooking.length), ["b reject Bearer own"]);
});

test("nothing is left behind of what was done", async (context) => {
  const { performer } = openBoard(context, [order("a")]);
  performer.touch("a");
  performer.perform(order("a"), "reject", { reason: "too_busy" });
  performer.hear([]);
  assert.deepEqual(refusals(performer), ["a invalid_transition"]);
  await pass(PATIENCE_SECONDS);
  const { pending, refusals: left, touched, undoable } = performer;
  assert.deepEqual([pending.size, left.size, touched.size, undoable.length], [0, 0, 0, 0]);
});
