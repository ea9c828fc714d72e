/** @import { Station } from "../station.js" */

import { asProblem, Problem } from "../../api.js";
import { problemText, text } from "../../catalogue.js";
import { html, useState } from "../../html.js";
import { isOffline } from "../../page-state.js";
import { shopUrl } from "../station.js";

/**
 * `changeShop` returns whether it came to pass; if not, `problem` is why, until it is read or the next change.
 *
 * @typedef {{
 *   isBusy: boolean, problem: Problem | null, onRead: () => void, changeShop: (wanted: object) => Promise<boolean>,
 * }} ShopChanges
 */

/** Changes of the shop itself, whose answer is the shop as it then is. @param {Station} station @returns {ShopChanges} */
export function useShopChanges(station) {
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState(/** @type {Problem | null} */ (null));
  /** @param {object} wanted */
  const changeShop = async (wanted) => {
    setBusy(true);
    setProblem(null);
    try {
      refuseOffline(station);
      station.shopFeed?.take(await station.call("PATCH", shopUrl(station), wanted));
      return true;
    } catch (error) {
      setProblem(asProblem(error));
      return false;
    } finally {
      setBusy(false);
    }
  };
  return { isBusy, problem, onRead: () => setProblem(null), changeShop };
}

/** Raises a Problem at once where nobody answers for the shop anyway. @param {Pick<Station, "connection" | "shopFeed">} station */
export function refuseOffline({ connection, shopFeed }) {
  if (isOffline(connection, shopFeed)) throw new Problem(0, "no_answer");
}

/** What went wrong with a change of the menu or the shop. @param {{problem: Problem | null}} props */
export function Refusal({ problem }) {
  if (!problem) return null;
  return html`<p class="notice bad" role="alert" data-code=${problem.code}>${refusalText(problem)}</p>`;
}

/** @param {Problem} problem */
export const refusalText = (problem) =>
  problem.code === "unknown_dish" ? text("editing.gone") : problemText(problem);
