/**
 * Tells `shops` over HTTP that this screen is here, while the socket that would tell it is not live.
 */

/** @import { Connection } from "../../connection.js" */

import { call, path } from "../../api.js";
import { randomUuid } from "../../identifiers.js";
import { steadyClock } from "../../steady-clock.js";

const CHECK_SECONDS = 1;
/** A socket that is just being opened gets the time to tell it by itself. */
const PATIENCE_SECONDS = 2;
const RENEWAL_SECONDS = 15;

/**
 * @param {Connection} connection
 * @param {string} shopId
 * @param {() => string | null} token
 * @returns {() => void} ends it
 */
export function keepPresence(connection, shopId, token) {
  const screen = randomUuid();
  const clock = steadyClock();
  let notLiveSince = clock();
  let next = 0;

  const check = () => {
    const now = clock();
    if (connection.state === "live") {
      notLiveSince = now;
      next = 0;
    } else if (now - notLiveSince >= PATIENCE_SECONDS * 1000 && now >= next) {
      next = now + RENEWAL_SECONDS * 1000;
      call("PUT", `/api/shops/${path(shopId)}/presence`, {
        token: token(),
        body: { screen },
      }).catch(() => {
        next = clock() + (RENEWAL_SECONDS * 1000) / 3;
      });
    }
  };

  const timer = setInterval(check, CHECK_SECONDS * 1000);
  return () => clearInterval(timer);
}
