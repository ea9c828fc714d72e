/**
 * Takes the steps that it reads, a JSON object a line, with web/merge.js, and prints what is known after each: so that
 * another module with the same rules can be held against it (tests/unit/test_template_merge.py).
 */

import { createInterface } from "node:readline";
import * as merge from "../../web/merge.js";
import { begin, start } from "../../web/merge-state.js";

/** @import { Entry } from "../../web/contract.js" */
/** @import { Step } from "../../web/merge-state.js" */

const LEAVING = ["completed", "rejected", "cancelled"];

let state = start(LEAVING);

/** @param {any} step @returns {Step<Entry>} */
function take({ does, id, order, snapshot }) {
  switch (does) {
    case "start":
      return begin(start(LEAVING));
    case "discontinuity":
      return merge.discontinuity(state);
    case "poll":
      return merge.poll(state);
    case "take_off":
      return merge.request(state);
    case "failure":
      return merge.failure(state, id);
    case "event":
      return merge.event(state, order);
    case "answer":
      return merge.answer(state, id, snapshot);
    case "reveal":
      return merge.reveal(state, id);
  }
  throw new Error(`no such step: ${does}`);
}

/** @param {Iterable<readonly [string, Entry | undefined]>} entries by id */
const versionsOf = (entries) =>
  Object.fromEntries([...entries].map(([id, entry]) => [id, entry?.version]));

/** @param {Step<Entry>} step */
function known({
  state: { held, ended, suspect, want, asOf, revealed, doubtful, flight },
  effects,
}) {
  return {
    held: versionsOf(held),
    shown: versionsOf([
      ...held,
      ...[...revealed].map((id) => /** @type {const} */ ([id, doubtful.get(id)])),
    ]),
    ended: Object.fromEntries(ended),
    suspect,
    want,
    as_of: asOf,
    flight: flight && {
      id: flight.id,
      etag: flight.etag,
      since: [...flight.since].sort(),
      clean: flight.clean,
      forgettable: Object.fromEntries(flight.forgettable),
      doubts: Object.fromEntries(flight.doubts),
    },
    took_off: effects.some(({ type }) => type === "request"),
    confirm: effects.flatMap((effect) => (effect.type === "receipt" ? effect.id : [])),
  };
}

for await (const line of createInterface({ input: process.stdin })) {
  const step = take(JSON.parse(line));
  state = step.state;
  console.log(JSON.stringify(known(step)));
}
