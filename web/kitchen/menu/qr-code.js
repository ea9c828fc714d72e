/** A link as a code to scan, drawn black on white whatever the page's colours: scanners need it so. */

import { html } from "../../html.js";
import { encode } from "../../vendor/uqr.js";

/** Rows from above, each from the left; true is black. @typedef {boolean[][]} Modules */

/** What scanners need around a code. */
const QUIET_MODULES = 4;

/** A poster gets wet and creased: a quarter of it may be lost. @param {string} link @returns {Modules} with the quiet zone */
export const qrModules = (link) => encode(link, { ecc: "Q", border: QUIET_MODULES }).data;

/** @param {Modules} modules @returns {string} the black ones as an SVG path, a run of a row at a time */
export function modulesPath(modules) {
  const runs = modules.flatMap((row, y) => {
    const line = row.map((isBlack) => (isBlack ? "x" : " ")).join("");
    return [...line.matchAll(/x+/g)].map(
      ({ index, 0: { length } }) => `M${index} ${y}h${length}v1h-${length}z`,
    );
  });
  return runs.join("");
}

/** @param {{modules: Modules, label: string}} props */
export function QrCode({ modules, label }) {
  const size = modules.length;
  return html`
    <svg class="qr-code" role="img" aria-label=${label} viewBox=${`0 0 ${size} ${size}`} shape-rendering="crispEdges">
      <rect width=${size} height=${size} fill="#fff" />
      <path d=${modulesPath(modules)} fill="#000" />
    </svg>`;
}
