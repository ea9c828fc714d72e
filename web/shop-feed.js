/** @import { Connection } from "./connection.js" */
/** @import { Shop } from "./contract.js" */

import { openFeed } from "./feed.js";
import { useFeed } from "./hooks.js";
import { oneShop } from "./snapshots.js";

/** A shop with its menu, kept true for as long as the component stands. @param {Connection} connection @param {string} shopId */
export const useShopFeed = (connection, shopId) =>
  useFeed(
    () =>
      openFeed({
        connection,
        channel: `public:shop:${shopId}`,
        load: oneShop(shopId),
        leaving: [],
        entryOf: (frame) => /** @type {Shop | undefined} */ (frame.shop),
      }),
    shopId,
  );
