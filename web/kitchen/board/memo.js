/** Drawing again only what has changed: a board may hold hundreds of tickets, and time passes on each. */

import { html, useMemo } from "../../html.js";

/**
 * A component that is drawn again only when one of its properties is another; it must always get the same ones.
 *
 * @template {Record<string, any>} P
 * @param {(props: P) => any} Component
 * @returns {(props: P) => any}
 */
export const memo = (Component) => (props) =>
  useMemo(() => html`<${Component} ...${props} />`, Object.values(props));
