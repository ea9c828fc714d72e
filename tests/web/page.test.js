import assert from "node:assert/strict";
import { test } from "node:test";
import { asProblem, call, Problem } from "../../web/api.js";
import { randomUuid } from "../../web/identifiers.js";
import { lastAnswer, pageState } from "../../web/page-state.js";
import { callsOf, shapesOf, typeOf } from "../../web/reference/schema.js";
import { allShops } from "../../web/snapshots.js";

/** How a call ends that does not succeed. */
const refusal = () => call("GET", "/").then(() => assert.fail(), asProblem);

const good = { verified: true, answering: true };

test("the page is live only if the socket is and everything has been verified since", () => {
  assert.equal(pageState("live", [good, good]), "live");
  assert.equal(pageState("live", [good, { verified: false, answering: true }]), "connecting");
  assert.equal(pageState("live", [{ verified: true, answering: false }]), "live");
  assert.equal(pageState("live", [{ verified: false, answering: false }]), "offline");
});

test("without a live socket the page polls, or nobody answers", () => {
  for (const state of /** @type {const} */ (["interrupted", "offline"])) {
    assert.equal(pageState(state, [good]), "interrupted");
    assert.equal(pageState(state, [good, { verified: true, answering: false }]), "offline");
  }
  assert.equal(pageState("connecting", [good]), "connecting");
});

test("the last answer is told by the server's clock, also where the device's is wrong", () => {
  assert.equal(lastAnswer({ answeredAt: 5_000, ahead: -3_000 }), 2_000);
  assert.equal(lastAnswer({ answeredAt: null, ahead: 0 }), null);
});

test("ids are UUIDs of version 4, also without a secure context", (context) => {
  const shape = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
  assert.match(randomUuid(), shape);
  Object.defineProperty(crypto, "randomUUID", { value: undefined, configurable: true });
  context.after(() => Reflect.deleteProperty(crypto, "randomUUID"));
  const ids = Array.from({ length: 100 }, randomUuid);
  for (const id of ids) assert.match(id, shape);
  assert.equal(new Set(ids).size, 100);
});

test("a refusal is a problem with its code, its members and its Retry-After", async (context) => {
  const document = { code: "price_changed", total: 5 };
  context.mock.method(
    globalThis,
    "fetch",
    async () =>
      new Response(JSON.stringify(document), { status: 409, headers: { "Retry-After": "3" } }),
  );
  const problem = await refusal();
  assert.deepEqual(
    [problem.status, problem.code, problem.members.total, problem.retryAfterSeconds],
    [409, "price_changed", 5, 3],
  );
  assert.equal(problem.isPassing, false);
});

test("an answer that is none of ours, or none at all, may pass", async (context) => {
  const fetch = context.mock.method(
    globalThis,
    "fetch",
    async () => new Response("<html>", { status: 502 }),
  );
  const gateway = await refusal();
  assert.deepEqual([gateway.code, gateway.isPassing], ["unavailable", true]);
  fetch.mock.mockImplementation(() => Promise.reject(new TypeError("no network")));
  const silence = await refusal();
  assert.deepEqual([silence.code, silence.isPassing], ["no_answer", true]);
  assert.equal(new Problem(404, "unknown_order").isPassing, false);
});

test("shops come from all pages", async (context) => {
  const pages = [
    { shops: [{ id: "a" }], next: "a b" },
    { shops: [{ id: "c" }], next: null },
  ];
  /** @type {string[]} */
  const urls = [];
  context.mock.method(globalThis, "fetch", async (/** @type {string} */ url) => {
    urls.push(url);
    return Response.json(pages[urls.length - 1]);
  });
  const snapshot = await allShops()(null, new AbortController().signal);
  assert.deepEqual(
    snapshot.entries?.map(({ id }) => id),
    ["a", "c"],
  );
  assert.deepEqual(urls, ["/api/shops", "/api/shops?after=a%20b"]);
});

test("the description reads an OpenAPI document", () => {
  const problem = {
    content: {
      "application/problem+json": { schema: { properties: { code: { enum: ["gone"] } } } },
    },
  };
  const document = {
    paths: {
      "/api/x/{id}": {
        parameters: [{ name: "id", in: "path", required: true, schema: { type: "string" } }],
        post: {
          summary: "Do",
          requestBody: { content: { "application/json": { schema: { $ref: "#/c/Thing" } } } },
          responses: { 404: { description: "No", ...problem } },
        },
      },
    },
    components: {
      schemas: {
        Thing: {
          required: ["size"],
          properties: { size: { type: "integer", minimum: 1, maximum: 9 } },
        },
      },
    },
  };
  const [described] = callsOf(document);
  assert.equal(described?.method, "POST");
  assert.equal(described?.body, "Thing");
  assert.deepEqual(
    described?.parameters.map(({ name, type, required }) => [name, type, required]),
    [["id", "string", true]],
  );
  assert.equal(described?.answers[0]?.codes, "gone");
  const [shape] = shapesOf(document);
  assert.deepEqual(
    shape?.fields.map(({ name, type, required }) => [name, type, required]),
    [["size", "integer 1..9", true]],
  );
  assert.equal(
    typeOf({ anyOf: [{ type: "array", items: { $ref: "#/c/A" } }, { type: "null" }] }),
    "[A] | null",
  );
});
