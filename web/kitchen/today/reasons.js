/** Why an order ended, as the kitchen says it: to the customer the same is said in other words. */

/** @import { Order } from "../../contract.js" */

import { isKey, text } from "../../catalogue.js";

/** @param {string} reason @returns {string} in words; as it is where this page does not know it */
export function reasonText(reason) {
  const key = `closed.${reason}`;
  return isKey(key) ? text(key) : reason;
}

/** @param {Order} order @returns {string} why it ended, "" where nothing went wrong */
export const reasonOf = ({ closed_reason }) => (closed_reason ? reasonText(closed_reason) : "");
