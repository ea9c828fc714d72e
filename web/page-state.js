/** @import { ConnectionState } from "./connection.js" */
/** @import { View } from "./feed.js" */

/**
 * What the page may say of itself, from its socket and its feeds together:
 * `live`: what is shown is how it is, and changes arrive by themselves;
 * `connecting`: that is about to be so; `interrupted`: the page asks every few seconds instead, and is answered;
 * `offline`: nobody answers.
 *
 * @param {ConnectionState} connection
 * @param {Pick<View<any>, "verified" | "answering">[]} views
 * @returns {ConnectionState}
 */
export function pageState(connection, views) {
  if (connection === "live" && views.every((view) => view.verified)) return "live";
  if (!views.every((view) => view.answering)) return "offline";
  return connection === "live" || connection === "connecting" ? "connecting" : "interrupted";
}

/**
 * @param {{state: ConnectionState}} connection
 * @param {{view: Pick<View<any>, "verified" | "answering">} | null} feed
 * @returns {boolean} whether nobody answers for what is fed
 */
export const isOffline = (connection, feed) =>
  pageState(connection.state, feed ? [feed.view] : []) === "offline";
