/**
 * Each reason of the rules, taken out of web/merge.js (or a promise taken from the server), makes the search fail. So
 * the search would notice if a rule got lost, and no rule is there for nothing.
 */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import * as merge from "../../web/merge.js";
import { firstOf } from "./model/model.js";
import { MUTATIONS } from "./model/mutations.js";
import { search } from "./model/search.js";
import { SERVER } from "./model/world.js";

/** @import { Bounds, Merge, Server } from "./model/world.js" */

const WEB = new URL("../../web/", import.meta.url);
const SOURCE = readFileSync(new URL("merge.js", WEB), "utf8");
const IMPORT = '} from "./merge-state.js";';
/** Far more than any counterexample needs. */
const WORLDS_MAX = 200_000;

/** @type {{lacks: Partial<Server>, changes: number, faults: number}[]} */
const LESSER_SERVERS = [
  { lacks: { asOf: "before the read" }, changes: 2, faults: 0 },
  { lacks: { etag: "of ids" }, changes: 2, faults: 0 },
  { lacks: { etag: "of the newest instant" }, changes: 2, faults: 0 },
  { lacks: { resync: "after the batch" }, changes: 2, faults: 1 },
  { lacks: { snapshot: "of a lagging replica" }, changes: 1, faults: 0 },
];

/** The module with these texts replaced, each of which stands there once. @param {[string, string][]} changes */
async function mutated(changes) {
  let source = SOURCE;
  /** @type {[string, string]} */
  const importing = [IMPORT, `} from "${new URL("merge-state.js", WEB)}";`];
  for (const [from, to] of [...changes, importing]) {
    const parts = source.split(from);
    assert.equal(parts.length, 2, `web/merge.js has this ${parts.length - 1} times: ${from}`);
    source = parts.join(to);
  }
  return /** @type {Promise<Merge>} */ (
    import(`data:text/javascript,${encodeURIComponent(source)}`)
  );
}

/** @param {import("node:test").TestContext} context @param {Merge} module @param {Bounds} bounds @param {Server} server */
function expectCounterexample(context, module, bounds, server = SERVER) {
  const { violation, trace, worlds } = search(firstOf(module, bounds, server), WORLDS_MAX);
  assert.ok(violation, `nothing is found in ${worlds} worlds`);
  context.diagnostic(`${trace.length} steps: ${violation}`);
}

for (const { rule, reason, changes, bounds } of MUTATIONS) {
  test(`without this it fails: ${rule}, ${reason}`, async (context) => {
    expectCounterexample(context, await mutated(changes), bounds);
  });
}

for (const { lacks, changes, faults } of LESSER_SERVERS) {
  const [[part, how] = []] = Object.entries(lacks);
  test(`with a server that gives less it fails: ${part} ${how}`, (context) => {
    expectCounterexample(context, merge, { orders: "a", changes, faults }, { ...SERVER, ...lacks });
  });
}

test("with nothing replaced it does not fail", async () => {
  const { violation, trace } = search(
    firstOf(await mutated([]), { orders: "a", changes: 2, faults: 1 }),
    WORLDS_MAX,
  );
  assert.deepEqual([violation, trace], [null, []]);
});
