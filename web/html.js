/**
 * Preact and htm, as the pages use them: the only module that imports them.
 */

/** @import { VNode } from "./vendor/preact.js" */

import htm from "./vendor/htm.js";
import { h } from "./vendor/preact.js";

export { render } from "./vendor/preact.js";
export {
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from "./vendor/preact-hooks.js";

/** @type {(strings: TemplateStringsArray, ...values: any[]) => VNode<any>} */
export const html = htm.bind(h);
