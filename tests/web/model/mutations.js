/**
 * Each reason of the page's rules, taken out of web/merge.js: which texts are replaced there by which others, and bounds
 * within which the search then finds a counterexample.
 *
 * Left out is what no model of one honest clock can miss: `as_of` that never goes back, which matters only where the
 * database's clock does, and the forgetting of an end when the order is shown again, which answers do as well.
 */

/** @import { Bounds } from "./world.js" */

/** @typedef {{rule: number | "state", reason: string, changes: [string, string][], bounds: Bounds}} Mutation */

/** @type {Bounds} */
const ONE_CHANGE = { orders: "a", changes: 1, faults: 0 };
/** @type {Bounds} */
const ONE_CHANGE_ONE_FAULT = { orders: "a", changes: 1, faults: 1 };
/** @type {Bounds} */
const TWO_CHANGES = { orders: "a", changes: 2, faults: 0 };
/** @type {Bounds} */
const TWO_CHANGES_ONE_FAULT = { orders: "a", changes: 2, faults: 1 };
/** @type {Bounds} */
const RECALL = { orders: "a", changes: 2, faults: 0, begin: "accepted" };

/** The page would believe one order that was read alone, instead of asking for the snapshot. */
const BELIEVE = `export function believe(before, entry) {
  const step = begin(before);
  const known = before.held.get(entry.id)?.version ?? before.ended.get(entry.id) ?? 0;
  if (before.leaving.has(entry.status)) return event(before, entry);
  if (entry.version > known) show(step, entry);
  return step;
}
`;

/** @type {Mutation[]} */
export const MUTATIONS = [
  {
    rule: 1,
    reason: "there is one request at a time",
    changes: [["if (!state.want || state.flight) return step;", "if (!state.want) return step;"]],
    bounds: ONE_CHANGE_ONE_FAULT,
  },
  {
    rule: 1,
    reason: "the answer to a request that was given up is ignored",
    changes: [["if (flight?.id !== id) return step;", "if (!flight) return step;"]],
    bounds: ONE_CHANGE_ONE_FAULT,
  },
  {
    rule: 1,
    reason: "a removal is not remembered as an end",
    changes: [
      ["else state.held.delete(heldId);", "else end(step, { ...entry, version: Infinity });"],
    ],
    bounds: RECALL,
  },
  {
    rule: 2,
    reason: "a break during a request asks again",
    changes: [
      [
        "step.state.suspect = true;\n  step.state.want = true;",
        "step.state.suspect = true;\n  step.state.want ||= !step.state.flight;",
      ],
    ],
    bounds: ONE_CHANGE_ONE_FAULT,
  },
  {
    rule: 2,
    reason: "a request that failed is asked again",
    changes: [
      [
        "step.state.flight = null;\n  step.state.want = true;",
        "step.state.flight = null;\n  step.state.want = false;",
      ],
    ],
    bounds: ONE_CHANGE_ONE_FAULT,
  },
  {
    rule: 2,
    reason: "the timer asks, whatever is known",
    changes: [
      ["const step = begin(before);\n  step.state.want = true;", "const step = begin(before);"],
    ],
    bounds: ONE_CHANGE_ONE_FAULT,
  },
  {
    rule: 3,
    reason: "a snapshot brings nothing back that is known to have ended",
    changes: [["} else if (entry.version > (state.ended.get(entry.id) ?? 0)) {", "} else {"]],
    bounds: TWO_CHANGES,
  },
  {
    rule: 3,
    reason: "an event brings nothing back that is known to have ended",
    changes: [["if (entry.version <= (state.ended.get(entry.id) ?? 0)) return step;", ""]],
    bounds: TWO_CHANGES,
  },
  {
    rule: 3,
    reason: "an end is remembered",
    changes: [["state.ended.set(entry.id, entry.version);", ""]],
    bounds: TWO_CHANGES,
  },
  {
    rule: 3,
    reason: "an end takes the order from the page",
    changes: [["  state.held.delete(entry.id);\n", ""]],
    bounds: TWO_CHANGES,
  },
  {
    rule: 3,
    reason: "an end that is older than the order does not",
    changes: [["if (newer) end(step, entry);", "end(step, entry);"]],
    bounds: RECALL,
  },
  {
    rule: 3,
    reason: "an end is forgotten only by a question that was asked after it",
    changes: [["of flight.forgettable) {", "of [...state.ended]) {"]],
    bounds: TWO_CHANGES,
  },
  {
    rule: 3,
    reason: "an end that was heard anew during the request is not forgotten",
    changes: [["if (state.ended.get(endedId) === version) state.ended", "state.ended"]],
    bounds: { ...RECALL, changes: 3 },
  },
  {
    rule: 4,
    reason: "what is no younger than the snapshot is not believed",
    changes: [["|| isAtOrBefore(entry, state.asOf)) {", ") {"]],
    bounds: TWO_CHANGES,
  },
  {
    rule: 4,
    reason: "nor what is just as old, by a coarse clock",
    changes: [["entry.updated_at <= instant;", "entry.updated_at < instant;"]],
    bounds: { ...TWO_CHANGES, clock: "still" },
  },
  {
    rule: 4,
    reason: "the newest snapshot says how old that is",
    changes: [["(state.asOf === null || asOf > state.asOf)", "state.asOf === null"]],
    bounds: TWO_CHANGES,
  },
  {
    rule: 5,
    reason: "a break makes events suspicious",
    changes: [["  step.state.suspect = true;\n", ""]],
    bounds: TWO_CHANGES_ONE_FAULT,
  },
  {
    rule: 5,
    reason: "a suspicious event is not believed",
    changes: [["} else if (state.suspect || ", "} else if ("]],
    bounds: TWO_CHANGES_ONE_FAULT,
  },
  {
    rule: 5,
    reason: "a snapshot that was asked for before a break ends no suspicion",
    changes: [["if (step.state.flight) step.state.flight.clean = false;", ""]],
    bounds: TWO_CHANGES_ONE_FAULT,
  },
  {
    rule: 5,
    reason: "one that was asked for afterwards does",
    changes: [["if (flight.clean) state.suspect = false;", ""]],
    bounds: ONE_CHANGE,
  },
  {
    rule: 5,
    reason: "a suspicious event asks for the snapshot",
    changes: [["    state.want = true;\n    doubt(step, entry);", "    doubt(step, entry);"]],
    bounds: ONE_CHANGE,
  },
  {
    rule: 6,
    reason: "what was heard of during the request outlives an answer without it",
    changes: [["if (flight.since.has(heldId))", "if (false)"]],
    bounds: ONE_CHANGE,
  },
  {
    rule: 6,
    reason: "but the question is asked again",
    changes: [["state.want ||= asOf !== null && isAtOrBefore(entry, asOf);", ";"]],
    bounds: { orders: "a", changes: 3, faults: 1 },
  },
  {
    rule: 6,
    reason: "and a mere duplicate keeps nothing",
    changes: [
      ["if (state.flight && newer) state.flight", "if (state.flight) state.flight"],
      ["state.want ||= asOf !== null && isAtOrBefore(entry, asOf);", ";"],
    ],
    bounds: TWO_CHANGES_ONE_FAULT,
  },
  {
    rule: 7,
    reason: "the snapshot decides, and no order that was read alone",
    changes: [["/**\n * No snapshot could be had", `${BELIEVE}\n/**\n * No snapshot could be had`]],
    bounds: TWO_CHANGES_ONE_FAULT,
  },
  {
    rule: 8,
    reason: "a 304 takes ghosts away",
    changes: [
      ["if (listed.has(heldId)) continue;", "if (listed.has(heldId) || !entries) continue;"],
    ],
    bounds: TWO_CHANGES_ONE_FAULT,
  },
  {
    rule: 8,
    reason: "a 304 sends lost receipts again",
    changes: [
      [
        "entry);\n      confirm(step, entry.id);\n    } else if (entry.version >",
        "entry);\n      if (entries) confirm(step, entry.id);\n    } else if (entry.version >",
      ],
    ],
    bounds: ONE_CHANGE_ONE_FAULT,
  },
  {
    rule: 8,
    reason: "an event that is heard again sends lost receipts again",
    changes: [
      [
        "entry);\n    confirm(step, entry.id);\n  } else if (state.suspect",
        "entry);\n    if (newer) confirm(step, entry.id);\n  } else if (state.suspect",
      ],
    ],
    bounds: ONE_CHANGE_ONE_FAULT,
  },
  {
    rule: "state",
    reason: "an order that is shown is confirmed",
    changes: [["  confirm(step, entry.id);\n  ring(step, entry);", "  ring(step, entry);"]],
    bounds: ONE_CHANGE,
  },
  {
    rule: "state",
    reason: "an order rings once",
    changes: [[" || state.rung.has(entry.id)) return;", ") return;"]],
    bounds: ONE_CHANGE_ONE_FAULT,
  },
  {
    rule: "state",
    reason: "an event takes nothing back",
    changes: [["if (newer) state.held.set(entry.id, entry);", "state.held.set(entry.id, entry);"]],
    bounds: TWO_CHANGES,
  },
  {
    rule: "state",
    reason: "a snapshot takes nothing back",
    changes: [["if (entry.version > known.version) state.held", "state.held"]],
    bounds: TWO_CHANGES,
  },
  {
    rule: "state",
    reason: "a snapshot brings what is newer",
    changes: [["if (entry.version > known.version) state.held.set(entry.id, entry);", ""]],
    bounds: TWO_CHANGES,
  },
  {
    rule: "state",
    reason: "what the snapshot lacks is dropped",
    changes: [["else state.held.delete(heldId);", ""]],
    bounds: TWO_CHANGES_ONE_FAULT,
  },
  {
    rule: "state",
    reason: "what is shown is no longer doubtful",
    changes: [["  settle(step.state, entry.id);\n  confirm", "  confirm"]],
    bounds: ONE_CHANGE_ONE_FAULT,
  },
  {
    rule: "state",
    reason: "what has ended is no longer doubtful",
    changes: [
      [
        "if (entry.version > (state.doubtful.get(entry.id)?.version ?? 0)) settle",
        "if (false) settle",
      ],
    ],
    bounds: TWO_CHANGES_ONE_FAULT,
  },
  {
    rule: "state",
    reason: "an answer settles the doubts that it was asked for",
    changes: [
      ["if (state.doubtful.get(doubtfulId)?.version === version) settle", "if (false) settle"],
    ],
    bounds: TWO_CHANGES,
  },
  {
    rule: "state",
    reason: "and no newer ones",
    changes: [["if (state.doubtful.get(doubtfulId)?.version === version) settle", "settle"]],
    bounds: { ...RECALL, faults: 1 },
  },
];
