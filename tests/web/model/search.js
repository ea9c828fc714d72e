/**
 * Goes through every world that can come of a first one, the shortest ways first: the first counterexample is one of the
 * shortest.
 */

import { calm, checkRest, faults } from "./model.js";
import { Violation } from "./page.js";
import { changes, receipts } from "./server.js";
import { isEnded } from "./world.js";

/** @import { Entry } from "../../../web/contract.js" */
/** @import { Happening, World } from "./world.js" */

/** `violation` is null where none was found: nowhere, if `isComplete`. */
/** @typedef {{worlds: number, violation: string | null, trace: string[], isComplete: boolean}} Found */

/** @param {World} first @param {number} worldsMax @returns {Found} */
export function search(first, worldsMax) {
  const known = new Set([keyOf(first)]);
  /** How each world was reached first: from which other, by what. @type {{from: number, name: string}[]} */
  const ways = [{ from: 0, name: "" }];
  let edge = [{ world: first, way: 0 }];
  while (edge.length > 0) {
    /** @type {typeof edge} */
    const next = [];
    for (const { world, way } of edge) {
      for (const { name, happen } of happenings(world)) {
        const violation = violationOf(() => {
          const reached = happen();
          const key = keyOf(reached);
          if (known.has(key)) return;
          checkRest(reached);
          known.add(key);
          next.push({ world: reached, way: ways.length });
          ways.push({ from: way, name });
        });
        const isFull = known.size >= worldsMax;
        if (violation === null && !isFull) continue;
        const trace = violation === null ? [] : [...wayTo(way, ways), name];
        return { worlds: known.size, violation, trace, isComplete: false };
      }
    }
    edge = next;
  }
  return { worlds: known.size, violation: null, trace: [], isComplete: true };
}

/** @param {World} world @returns {Happening[]} */
function happenings(world) {
  return [
    ...calm(world),
    ...(world.changes > 0 ? [...changes(world), ...receipts(world)] : []),
    ...(world.faults > 0 ? faults(world) : []),
  ];
}

/** @param {() => void} step @returns {string | null} which promise it breaks */
function violationOf(step) {
  try {
    step();
    return null;
  } catch (error) {
    if (error instanceof Violation) return error.message;
    throw error;
  }
}

/** @param {number} way @param {{from: number, name: string}[]} ways @returns {string[]} */
function wayTo(way, ways) {
  const names = [];
  for (let at = way; at > 0; at = ways[at]?.from ?? 0) names.unshift(ways[at]?.name ?? "");
  return names;
}

/**
 * What of a world can make a difference to anything that comes; worlds with one key are one. Of an instant that is only
 * how it compares to the snapshots that the page has, or will have from an answer under way: those to come are younger.
 *
 * @param {World} world
 */
export function keyOf(world) {
  const { page, witness } = world;
  const { flight } = page;
  const answers = world.answers.toSorted((one, other) => (one.asOf < other.asOf ? -1 : 1));
  const snapshots = [page.asOf, ...answers.map(({ asOf }) => asOf)];
  const timed = (/** @type {Entry} */ entry) =>
    isEnded(entry) ? plain(entry) : plain(entry) + age(entry.updated_at ?? "", snapshots);
  const awaited = (/** @type {number} */ id) => (id === flight?.id ? "!" : "");
  return [
    `${world.changes} ${world.faults} ${+world.connected}${+world.gap}${+page.suspect}${+page.want}`,
    list(world.orders.values(), timed),
    list(world.ends, pair),
    list(world.underway, timed),
    list(world.alone, timed),
    list(world.receipts, String),
    list(world.requests, ({ id, etag }) => awaited(id) + etag),
    list(
      answers,
      ({ id, etag, entries, asOf, ends }) =>
        `${awaited(id)}${etag}${entries && list(entries, plain)}${asOf > (page.asOf ?? "")}${list(ends, pair)}`,
    ),
    list(page.held.values(), timed),
    list(page.ended, pair),
    list(page.doubtful.values(), plain),
    list(page.revealed, String),
    list(page.rung, String),
    list(page.base.entries, plain),
    page.base.etag,
    page.asOf === null,
    flight && +flight.clean,
    flight && list(flight.since, String),
    flight && list(flight.forgettable, pair),
    flight && list(flight.doubts, pair),
    list(witness.rung, String),
    list(witness.shown, pair),
    list(witness.told, pair),
    list(witness.lost, pair),
    list(witness.announced, pair),
  ].join(";");
}

/** @template T @param {Iterable<T>} items @param {(item: T) => string} print */
function list(items, print) {
  const texts = [];
  for (const item of items) texts.push(print(item));
  return texts.length > 1 ? texts.sort().join() : (texts[0] ?? "");
}

/** @param {Entry} entry */
const plain = ({ id, version, status, received_at }) =>
  `${id}${version}${status}${received_at === null ? "" : "+"}`;

/** @param {string} instant @param {(string | null)[]} snapshots */
const age = (instant, snapshots) =>
  snapshots
    .map((asOf = "") => (asOf === instant ? "=" : (asOf ?? "") < instant ? "<" : ">"))
    .join("");

/** @param {[string, number]} pair */
const pair = ([id, version]) => `${id}${version}`;
