/** What comes to the page, each step of which is held against what it must never do. */

/** @import { Entry } from "../../../web/contract.js" */
/** @import { Step } from "../../../web/merge-state.js" */
/** @import { Answer, Versions, World } from "./world.js" */

import { instant, isEnded, isUnconfirmed, raise, union, without } from "./world.js";

/** A promise was broken. */
export class Violation extends Error {}

/** @param {boolean} holds @param {string} broken */
export function check(holds, broken) {
  if (!holds) throw new Violation(broken);
}

/** The timer fires. @param {World} world */
export function ask(world) {
  const { merge } = world;
  const wanting = take(world, merge.poll(world.page));
  return take(wanting, merge.request(wanting.page));
}

/** @param {World} world @param {number} id of the request */
export const fail = (world, id) => take(world, world.merge.failure(world.page, id));

/** @param {World} world @param {string} id */
export const reveal = (world, id) => take(world, world.merge.reveal(world.page, id));

/** An event comes by the socket. @param {World} world @param {Entry} entry */
export const hear = (world, entry) => told(world, entry, world.merge.event);

/** One order comes by HTTP. @param {World} world @param {Entry} entry */
export const hearAlone = (world, entry) =>
  told(world, entry, world.merge.believe ?? world.merge.event);

/** @param {World} world @param {Entry} entry @param {NonNullable<World["merge"]["believe"]>} step */
function told(world, entry, step) {
  const { id, version } = entry;
  const heard = take(world, step(world.page, entry), id);
  checkConfirmed(heard, [id]);
  if (!isEnded(entry)) return heard;
  const unverified = shownUnverified(heard).find((order) => order.id === id);
  check(
    version < (unverified?.version ?? Infinity),
    `${id} stays unverified, and its end was heard`,
  );
  return tell(heard, new Map([[id, version]]));
}

/** Nobody hears this event. @param {World} world @param {Entry} entry @returns {World} */
export function lose(world, entry) {
  const { witness } = world;
  const lost = isEnded(entry) ? raise(witness.lost, entry.id, entry.version) : witness.lost;
  return { ...world, underway: without(world.underway, entry), witness: { ...witness, lost } };
}

/** `resync` or `subscribed` comes: whatever was lost before it is told as a break. @param {World} world */
export const interrupt = (world) => take(announce(world), world.merge.discontinuity(world.page));

/** A batch comes that shows that others are missing. @param {World} world @param {Entry} entry of the batch */
export const hearAfterGap = (world, entry) =>
  world.server.resync === "before the batch"
    ? hear(interrupt(world), entry)
    : interrupt(hear(announce(world), entry));

/** @param {World} world @returns {World} */
function announce(world) {
  const { lost, announced } = world.witness;
  const witness = { ...world.witness, lost: new Map(), announced: union(announced, lost) };
  return { ...world, gap: false, witness };
}

/** @param {World} world @param {Answer} answer */
export function arrive(world, answer) {
  const isAwaited = world.page.flight?.id === answer.id;
  const rest = { ...world, answers: without(world.answers, answer) };
  const next = take(rest, world.merge.answer(world.page, answer.id, answer));
  if (!isAwaited) return next;
  checkConfirmed(
    next,
    next.page.base.entries.map(({ id }) => id),
  );
  const gone = [...answer.ends].filter(([id]) => !next.page.held.has(id));
  return tell(next, new Map(gone));
}

/** @param {World} world @param {Versions} ends @returns {World} */
const tell = (world, ends) => ({
  ...world,
  witness: { ...world.witness, told: union(world.witness.told, ends) },
});

/**
 * Carries out what a step of the page asks for.
 *
 * @param {World} before
 * @param {Step<Entry>} step
 * @param {string} [heard] the order that an event told of
 * @returns {World}
 */
function take(before, { state, effects }, heard) {
  const requests = [...before.requests];
  const receipts = new Set(before.receipts);
  const rung = new Set(before.witness.rung);
  for (const effect of effects) {
    if (effect.type === "request") {
      check(before.page.flight === null, "two requests are under way");
      requests.push({ id: effect.id, etag: effect.etag, askedAt: instant(before.clock) });
    } else if (effect.type === "receipt") {
      if (isUnconfirmed(before.orders.get(effect.id))) receipts.add(effect.id);
    } else {
      check(!rung.has(effect.entry.id), `${effect.entry.id} rings twice`);
      rung.add(effect.entry.id);
    }
  }
  const world = { ...before, page: state, requests, receipts: [...receipts] };
  checkDropped(before, world);
  return {
    ...world,
    witness: { ...before.witness, rung, shown: checkShown(before, world, heard) },
  };
}

/** @param {World} before @param {World} world @param {string} [heard] @returns {Versions} the newest versions shown */
function checkShown(before, world, heard) {
  const { told, announced } = world.witness;
  let { shown } = world.witness;
  for (const [id, entry] of world.page.held) {
    const known = before.page.held.get(id);
    if (known === entry) continue;
    const { version } = entry;
    check(version >= (shown.get(id) ?? 0), `${id}: an older version is shown after a newer one`);
    check(version > (told.get(id) ?? 0), `${id} is shown, and the page was told of its end`);
    check(
      known !== undefined || id !== heard || version > (announced.get(id) ?? 0),
      `${id} is shown for an event older than its end, which was lost before a break that was told`,
    );
    shown = raise(shown, id, version);
  }
  return shown;
}

/** @param {World} before @param {World} world */
function checkDropped(before, world) {
  const held = [...world.page.held.keys()];
  const unverified = shownUnverified(world).map(({ id }) => id);
  for (const { id, version } of [...before.page.held.values(), ...shownUnverified(before)]) {
    const hasEnded = version < (world.ends.get(id) ?? 0);
    const isShown = held.includes(id) || unverified.includes(id);
    check(hasEnded || isShown, `${id} is dropped while it lives`);
  }
  for (const id of unverified) check(!held.includes(id), `${id} is shown twice`);
}

/** @param {World} world */
const shownUnverified = ({ page }) =>
  [...page.revealed].flatMap((id) => page.doubtful.get(id) ?? []);

/** Whatever is heard of, held and unconfirmed has a receipt on its way. @param {World} world @param {string[]} ids */
function checkConfirmed(world, ids) {
  for (const id of ids) {
    const isSent = world.receipts.includes(id) || !isUnconfirmed(world.orders.get(id));
    check(isSent || !isUnconfirmed(world.page.held.get(id)), `${id} is heard of and not confirmed`);
  }
}
