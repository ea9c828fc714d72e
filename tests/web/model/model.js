/** All that may happen in a world, and what must be true in one that has come to rest. */

/** @import { Bounds, Happening, Merge, World } from "./world.js" */

import {
  arrive,
  ask,
  check,
  fail,
  hear,
  hearAfterGap,
  hearAlone,
  interrupt,
  lose,
  reveal,
  Violation,
} from "./page.js";
import { read } from "./server.js";
import {
  firstWorld,
  isUnconfirmed,
  living,
  loadedPage,
  SERVER,
  versionsOf,
  without,
} from "./world.js";

/** More steps than any calm world needs to come to rest. */
const CALM_STEPS_MAX = 2000;

/** @param {Merge} merge @param {Bounds} bounds */
export const firstOf = (merge, bounds, server = SERVER) =>
  interrupt(firstWorld(merge, bounds, server));

/** What happens by itself, in any order. @param {World} world @returns {Happening[]} */
export function calm(world) {
  return [
    ...world.underway.flatMap((event) => hearing(world, event)),
    ...(world.page.flight ? [] : [{ name: "ask", happen: () => ask(world) }]),
    ...world.requests.map((request) => ({
      name: `read for request ${request.id}`,
      happen: () => read(world, request),
    })),
    ...world.answers.map((answer) => ({
      name: `answer ${answer.id} comes: ${answer.entries ? `[${versionsOf(answer.entries)}]` : 304} as of ${answer.asOf}`,
      happen: () => arrive(world, answer),
    })),
    ...world.alone.map((order) => ({
      name: `${versionsOf([order])} comes alone`,
      happen: () => hearAlone({ ...world, alone: without(world.alone, order) }, order),
    })),
    ...(world.gap ? [{ name: "resync", happen: () => interrupt(world) }] : []),
    ...(world.connected
      ? []
      : [{ name: "subscribed", happen: () => interrupt({ ...world, connected: true }) }]),
  ];
}

/** @param {World} world @param {World["underway"][number]} event @returns {Happening[]} */
function hearing(world, event) {
  const name = versionsOf([event]);
  if (!world.connected) return [{ name: `nobody hears ${name}`, happen: () => lose(world, event) }];
  const rest = { ...world, underway: without(world.underway, event) };
  const heard = { name: `hear ${name}`, happen: () => hear(rest, event) };
  if (!world.gap) return [heard];
  // By another notifier than the one whose batch was missed, or by that one.
  return [heard, { name: `resync, hear ${name}`, happen: () => hearAfterGap(rest, event) }];
}

/** What may go wrong. @param {World} before @returns {Happening[]} */
export function faults(before) {
  const world = { ...before, faults: before.faults - 1 };
  const { page, underway, connected, gap } = world;
  const { flight } = page;
  return [
    { name: "reload", happen: () => interrupt({ ...world, ...loadedPage() }) },
    ...(connected ? underway : []).flatMap((event) => [
      {
        name: `hear ${versionsOf([event])}, which comes once more`,
        happen: () => hear(world, event),
      },
      {
        name: `miss ${versionsOf([event])}`,
        happen: () => lose({ ...world, gap: true }, event),
      },
    ]),
    ...(connected
      ? [{ name: "the socket breaks", happen: () => ({ ...world, connected: false }) }]
      : []),
    ...(connected && !gap ? [{ name: "resync for nothing", happen: () => interrupt(world) }] : []),
    ...(flight
      ? [
          { name: `request ${flight.id} times out`, happen: () => fail(world, flight.id) },
          { name: "ask during a request", happen: () => ask(world) },
        ]
      : []),
    ...world.receipts.map((id) => ({
      name: `the receipt of ${id} is lost`,
      happen: () => ({ ...world, receipts: without(world.receipts, id) }),
    })),
    ...[...page.doubtful.keys()].map((id) => ({
      name: `${id} is shown unverified`,
      happen: () => reveal(world, id),
    })),
    ...[...world.orders.values()]
      .filter((order) => !world.alone.includes(order))
      .map((order) => ({
        name: `${versionsOf([order])} is read alone`,
        happen: () => ({ ...world, alone: [order] }),
      })),
  ];
}

/** Nothing is under way to the page any more, and it wants nothing. @param {World} world */
const isQuiet = ({ connected, gap, underway, alone, requests, answers, page }) =>
  connected &&
  !gap &&
  !page.want &&
  !page.flight &&
  underway.length + alone.length + requests.length + answers.length === 0;

/** Raises a Violation where all is quiet and something is wrong all the same. @param {World} world */
export function checkRest(world) {
  if (!isQuiet(world)) return;
  checkTruth(world);
  const asked = ask(world);
  const answered = asked.requests.reduce(read, asked);
  const later = answered.answers.reduce(arrive, answered);
  checkTruth(later);
  for (const order of later.orders.values()) {
    const isConfirmed = !isUnconfirmed(order) || later.receipts.includes(order.id);
    check(isConfirmed, `a calm minute later ${order.id} is not confirmed`);
  }
}

/** The page shows what lives, as it is. @param {World} world */
function checkTruth(world) {
  const { page, witness } = world;
  const live = living(world);
  const [shown, stored] = [versionsOf(page.held.values()), versionsOf(live)];
  check(shown === stored, `all is quiet, and [${shown}] is shown instead of [${stored}]`);
  check(page.doubtful.size === 0, "all is quiet, and something stays doubtful");
  check(!page.suspect, "all is quiet, and the page stays suspicious");
  for (const { id, status } of live) {
    check(status !== "placed" || witness.rung.has(id), `all is quiet, and ${id} never rang`);
  }
}

/**
 * Lets a world come to rest, with no more changes and faults. Raises a Violation where it never does.
 *
 * @param {World} world
 * @param {(from: Happening[]) => Happening | undefined} choose
 */
export function settle(world, choose) {
  let now = world;
  for (let step = 0; step < CALM_STEPS_MAX; step += 1) {
    if (isQuiet(now)) return now;
    const next = calm(now).filter(({ name }) => name !== "ask" || now.page.want);
    now = choose(next)?.happen() ?? now;
  }
  throw new Violation("the page never comes to rest");
}
