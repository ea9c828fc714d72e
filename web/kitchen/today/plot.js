/** A plot of bars, one an hour: where everything stands, by plain numbers, and the picture of it. */

import { html } from "../../html.js";

const WIDTH = 340;
const HEIGHT = 170;
const MARGIN = { top: 22, right: 4, bottom: 22, left: 44 };
const BAR_SHARE = 0.72;
const STEPS = [1, 2, 5, 10];
const INTERVALS_MAX = 3;
const LABEL_EVERY_HOURS = 4;
const TEXT_DROP = 5;

/** @typedef {{x: number, y: number, width: number, height: number, value: number}} Bar */
/** @typedef {{bars: Bar[], lines: {value: number, y: number}[], labels: {index: number, x: number}[]}} Plot */

/**
 * @param {number[]} values none below 0
 * @returns {Plot} in units of a picture of WIDTH by HEIGHT; the lines are those of round numbers, the lowest first
 */
export function plot(values) {
  const step = stepFor(Math.max(0, ...values));
  const intervals = Math.max(1, Math.ceil(Math.max(0, ...values) / step));
  const top = step * intervals;
  const slot = (WIDTH - MARGIN.left - MARGIN.right) / Math.max(1, values.length);
  const heightOf = (/** @type {number} */ value) =>
    (value / top) * (HEIGHT - MARGIN.top - MARGIN.bottom);
  const yOf = (/** @type {number} */ value) => HEIGHT - MARGIN.bottom - heightOf(value);
  return {
    bars: values.map((value, index) => ({
      x: MARGIN.left + slot * (index + (1 - BAR_SHARE) / 2),
      y: yOf(value),
      width: slot * BAR_SHARE,
      height: heightOf(value),
      value,
    })),
    lines: Array.from({ length: intervals + 1 }, (_, count) => ({
      value: count * step,
      y: yOf(count * step),
    })),
    labels: values.flatMap((_, index) =>
      index % LABEL_EVERY_HOURS === 0 ? { index, x: MARGIN.left + slot * (index + 0.5) } : [],
    ),
  };
}

/** @param {number} largest @returns {number} the least round number that reaches it in a few steps */
function stepFor(largest) {
  const least = Math.max(1, largest / INTERVALS_MAX);
  const magnitude = 10 ** Math.floor(Math.log10(least));
  return (STEPS.find((step) => step * magnitude >= least) ?? 1) * magnitude;
}

/**
 * The picture alone: whoever cannot see it is told `label`, and reads the values in a table beside it.
 *
 * @param {{
 *   values: number[], hours: string[], label: string, formatValue: (value: number) => string, isCounted: boolean,
 * }} props `isCounted`: the values are short enough to stand on their bars
 */
export function BarPlot({ values, hours, label, formatValue, isCounted }) {
  const { bars, lines, labels } = plot(values);
  return html`
    <svg class="plot" role="img" aria-label=${label} viewBox=${`0 0 ${WIDTH} ${HEIGHT}`}>
      ${lines.map(
        ({ value, y }) => html`
          <g class="line">
            <line x1=${MARGIN.left} x2=${WIDTH} y1=${y} y2=${y} />
            <text x=${MARGIN.left - 6} y=${y + TEXT_DROP} text-anchor="end">${formatValue(value)}</text>
          </g>`,
      )}
      ${bars.map(
        ({ value, ...box }) =>
          value > 0 &&
          html`
            <g class="amount" data-value=${value}>
              <rect ...${box} rx="2" />
              ${isCounted && html`<text x=${box.x + box.width / 2} y=${box.y - 4} text-anchor="middle">${value}</text>`}
            </g>`,
      )}
      ${labels.map(
        ({ index, x }) =>
          html`<text class="hour" x=${x} y=${HEIGHT - TEXT_DROP} text-anchor="middle">${hours[index]}</text>`,
      )}
    </svg>`;
}
