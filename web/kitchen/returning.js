/** What screens ask for when they are back: all of them are at the same moment, and each for several of its parts. */

/** @import { Order } from "../contract.js" */
/** @import { Station } from "./station.js" */

import { endedUrl, LIST_MAX } from "./station.js";

const SPREAD_SECONDS = 3;
/** What is being asked for, by its URL. @type {Map<string, Promise<Order[]>>} */
const asked = new Map();

/**
 * After a random while, and once for all that want it meanwhile. Raises a Problem.
 *
 * @param {Pick<Station, "shopId" | "call">} station
 * @param {() => number} [random] from 0 to 1
 * @returns {Promise<Order[]>} the orders that ended last
 */
export function endedMeanwhile(station, random = Math.random) {
  const url = endedUrl(station, LIST_MAX);
  const ask = async () => {
    await new Promise((resolve) => setTimeout(resolve, random() * SPREAD_SECONDS * 1000));
    const { orders } = await station.call("GET", url).finally(() => asked.delete(url));
    return orders;
  };
  const answer = asked.get(url) ?? ask();
  asked.set(url, answer);
  return answer;
}
