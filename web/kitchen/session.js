/**
 * The kitchen's log-in: kept in the browser, renewed unseen at half its life, ended only by a 401 or by hand.
 */

import { asProblem, callJson, path } from "../api.js";
import { persist } from "../persisting.js";
import { forget, recall, remember, watchOtherTabs } from "../storage.js";

const CHECK_SECONDS = 60;
/**
 * A tablet's clock may be far off the server's, so the life that the two clocks give is kept within these limits; the
 * longest is the life of a kitchen's token.
 */
const LIFE_MINUTES = { shortest: 2, longest: 12 * 60 };

/**
 * `renewAt`: epoch milliseconds. `watching`: the session may look, and neither act nor count as the kitchen.
 *
 * @typedef {{shopId: string, token: string, renewAt: number, watching?: boolean}} Session
 */
/** @typedef {ReturnType<typeof openSessions>} Sessions */

/**
 * @param {string} expiresAt
 * @param {number} now epoch milliseconds
 * @returns {number} when half of the life is over, epoch milliseconds
 */
export function renewalTime(expiresAt, now) {
  const minutes = (Date.parse(expiresAt) - now) / 60_000;
  const life = Math.min(LIFE_MINUTES.longest, Math.max(LIFE_MINUTES.shortest, minutes));
  return now + (life / 2) * 60_000;
}

/**
 * What the form of a log-in begins with: what the page's address says, else the shop of the last log-in.
 *
 * @param {string} query of the address, as `?shop=noodles&look`
 * @param {unknown} lastShop
 * @returns {{shopId: string, watch: boolean}}
 */
export function suggestedLogIn(query, lastShop) {
  const asked = new URLSearchParams(query);
  const shopId = asked.get("shop") ?? (typeof lastShop === "string" ? lastShop : "");
  return { shopId, watch: asked.has("look") };
}

/**
 * The page's address says whether it looks or acts, so that a reload is what the page was.
 *
 * @param {string} address
 * @param {boolean} watching
 * @returns {string}
 */
export function addressOf(address, watching) {
  const url = new URL(address);
  if (url.searchParams.has("look") === watching) return address;
  if (watching) url.searchParams.set("look", "");
  else url.searchParams.delete("look");
  return url.href;
}

/** Whoever looks in one tab of a browser must not make the one that acts a looking one. @param {boolean} watching */
const keyOf = (watching) => (watching ? "session.look" : "session");

/** @param {boolean} watching @returns {Session | null} */
function recalled(watching) {
  /** @type {Session | null} */
  const session = recall(keyOf(watching));
  return Boolean(session?.watching) === watching ? session : null;
}

/**
 * @param {boolean} watching whether the page is there to look only, until somebody logs in otherwise
 * @param {{onRenewed: () => void, onChange: () => void}} listener
 */
export function openSessions(watching, { onRenewed, onChange }) {
  let current = recalled(watching);
  let isWatching = watching;
  let isEnded = false;

  /** @param {string} shopId @param {{token: string, expires_at: string}} answer @param {boolean} watching */
  const keep = (shopId, answer, watching) => {
    const renewAt = renewalTime(answer.expires_at, Date.now());
    current = { shopId, token: answer.token, renewAt, watching };
    isWatching = watching;
    isEnded = false;
    remember(keyOf(watching), current);
    remember("shop", shopId);
  };

  /** @param {boolean} ended by the server rather than by hand */
  const drop = (ended) => {
    current = null;
    isEnded = ended;
    forget(keyOf(isWatching));
    onChange();
  };

  const renew = async () => {
    const session = current;
    if (!session || Date.now() < session.renewAt) return;
    try {
      const url = `/api/shops/${path(session.shopId)}/sessions`;
      const answer = await callJson("POST", url, { token: session.token });
      if (current !== session) return;
      keep(session.shopId, answer, session.watching ?? false);
      onRenewed();
    } catch (error) {
      if (asProblem(error).status === 401) refused(session.token);
    }
  };

  /** A call with this token was answered 401. @param {string | null} token */
  const refused = (token) => {
    if (current && token === current.token) drop(true);
  };

  setInterval(renew, CHECK_SECONDS * 1000);
  renew();
  /** @param {boolean} ofWatching */
  const follow = (ofWatching) => {
    if (ofWatching !== isWatching) return;
    const before = current;
    current = recalled(isWatching);
    if (current) isEnded = false;
    if (current?.shopId !== before?.shopId) onChange();
    else if (current) onRenewed();
  };
  for (const one of [false, true]) watchOtherTabs(keyOf(one), () => follow(one));

  return {
    get current() {
      return current;
    },
    /** Whether the last session was ended by the server. */
    get isEnded() {
      return isEnded;
    },
    token: () => current?.token ?? null,

    /** Raises a Problem. @param {string} shopId @param {string} passcode @param {boolean} [watch] only */
    async logIn(shopId, passcode, watch = false) {
      const url = `/api/shops/${path(shopId)}/sessions`;
      const body = { passcode, ...(watch && { watch }) };
      keep(shopId, await persist(() => callJson("POST", url, { body })), watch);
      onChange();
    },
    refused,
    logOut: () => drop(false),
  };
}
