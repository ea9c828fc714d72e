/**
 * The shapes that the pages exchange with the servers, as types alone. docs/protocol.md tells what they mean.
 *
 * @typedef {"placed" | "accepted" | "ready" | "completed" | "rejected" | "cancelled"} OrderStatus
 *
 * What a shop calls itself or a dish in other languages, by their tags; `name` is what it is called without them.
 * @typedef {Record<string, string> | null} Names
 *
 * @typedef {{
 *   dish_id: string, name: string, names?: Names, price: number, quantity: number, note: string | null,
 * }} OrderItem
 * @typedef {{name: string, address: string, telephone: string}} Customer
 *
 * Money is an integer in minor units of `currency`. Instants are UTC, ISO 8601, all of one width, so that the order of
 * the texts is the order of the times. What has not happened is null.
 * @typedef {{
 *   id: string, number: string, shop_id: string, shop_name: string, status: OrderStatus, version: number,
 *   items: OrderItem[], total: number, currency: string, customer: Customer, note: string | null,
 *   placed_at: string, updated_at: string, accept_by: string | null, received_at: string | null,
 *   accepted_at: string | null, promised_at: string | null, ready_at: string | null, completed_at: string | null,
 *   closed_reason: string | null, closed_note: string | null,
 * }} Order
 *
 * `back_at`: when a dish that is sold out returns by itself.
 * @typedef {{
 *   id: string, name: string, names?: Names, price: number, available: boolean, section?: string | null,
 *   position?: number, back_at?: string | null,
 * }} Dish
 * @typedef {{name: string, names?: Names}} Section
 *
 * `soon_minutes` and `late_minutes`: the ages at which a ticket shows that it waits. What is optional is on a shop's
 * own page alone, or came later than the pages of the first release.
 * @typedef {{
 *   id: string, name: string, names?: Names, open: boolean, kitchen_online: boolean, accepting: boolean,
 *   paused_until?: string | null, currency: string, timezone: string, version: number, menu?: Dish[],
 *   sections?: Section[], soon_minutes?: number, late_minutes?: number,
 * }} Shop
 *
 * What merge.js keeps the truth about: an order, or a shop, which has no status.
 * @typedef {{
 *   id: string, version: number, status?: string, updated_at?: string, received_at?: string | null,
 * }} Entry
 */

/**
 * One answer to a page that asked for everything of a channel. `entries` is null where the server said 304.
 *
 * @template {Entry} T
 * @typedef {{entries: T[] | null, etag: string | null, asOf: string | null}} Snapshot
 */

export {};
