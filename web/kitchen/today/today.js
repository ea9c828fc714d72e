/** How a day goes, or went: its figures and all of its orders. Days are those of the shop, by its own clock. */

/** @import { Problem } from "../../api.js" */
/** @import { Order, Shop } from "../../contract.js" */
/** @import { View } from "../../feed.js" */
/** @import { Station } from "../station.js" */
/** @import { DayOrders, Statistics } from "./day.js" */
/** @import { Refreshed } from "./refreshing.js" */

import { today as todayTexts } from "../../catalogue/today.js";
import { addTexts, currentLanguage, problemText, text } from "../../catalogue.js";
import { html, useState } from "../../html.js";
import { Loading } from "../../page.js";
import { formatClock } from "../../time.js";
import { businessDay, stepDay } from "../business-day.js";
import { loadOrders, loadStatistics, ORDERS_MAX } from "./day.js";
import { formatDay } from "./days.js";
import { Export } from "./export.js";
import { Figures, SoldDishes } from "./figures.js";
import { Hours } from "./hours.js";
import { DayList } from "./list.js";
import { useRefreshed } from "./refreshing.js";

const EVERY_SECONDS = 30;
const FIGURES_PAUSE_SECONDS = 4;
/** So that a long list, which is many answers, is not asked for all the time. */
const PAUSE_SECONDS_PER_PAGE = 5;

addTexts(todayTexts);

/** @param {{station: Station}} props */
export function TodayView({ station }) {
  if (!station.shop) return html`<${Loading} view=${station.shopFeed?.view} />`;
  return html`<${Day} station=${station} shop=${station.shop} />`;
}

/** @param {{station: Station, shop: Shop}} props */
function Day({ station, shop }) {
  const [chosen, setChosen] = useState(/** @type {string | null} */ (null));
  const { now, verified } = station;
  const { timezone } = shop;
  const today = businessDay(now, timezone);
  const day = chosen ?? today;
  const isToday = day === today;
  const changes = isToday ? verified.map(({ id, version }) => `${id} ${version}`).join() : "";
  const asked = isToday ? "today" : day;
  const figures = useRefreshed(
    {
      load: () => loadStatistics(station, asked),
      everySeconds: EVERY_SECONDS,
      pauseSeconds: () => FIGURES_PAUSE_SECONDS,
    },
    day,
    changes,
  );
  const list = useRefreshed(
    {
      load: () => loadOrders(station, asked),
      everySeconds: EVERY_SECONDS,
      pauseSeconds: (answer) => PAUSE_SECONDS_PER_PAGE * (answer?.pages ?? 1),
    },
    day,
    changes,
  );
  const step = (/** @type {number} */ days) => {
    const other = stepDay(day, days);
    setChosen(other === today ? null : other);
  };
  return html`
    <div class="today" data-day=${day}>
      <div class="day">
        <h2>${isToday ? text("today.title") : formatDay(day, currentLanguage())}</h2>
        <div class="steps" role="group" aria-label=${text("today.day")}>
          <button type="button" onClick=${() => step(-1)}>${text("today.before")}</button>
          <button type="button" disabled=${isToday} onClick=${() => step(1)}>${text("today.after")}</button>
          <button type="button" disabled=${isToday} onClick=${() => setChosen(null)}>${text("today.title")}</button>
        </div>
        <a class="button" href="#list-title">${text("today.list")}</a>
        <${Since} figures=${figures} timezone=${timezone} view=${station.orders?.view} />
      </div>
      ${
        figures.answer &&
        html`
          <${Figures} statistics=${figures.answer} />
          <${Hours} statistics=${figures.answer} />
          <${SoldDishes} statistics=${figures.answer} />`
      }
      <${Orders} list=${list} day=${day} shop=${shop} view=${station.orders?.view} />
    </div>`;
}

/**
 * Since when the figures are, and why there are no newer ones.
 *
 * @param {{figures: Refreshed<Statistics>, timezone: string, view: View<Order> | undefined}} props
 */
function Since({ figures: { answer, problem }, timezone, view }) {
  const device = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const time = answer && formatClock(answer.as_of, currentLanguage(), timezone);
  return html`
    ${!answer && !problem && html`<${Loading} view=${view} />`}
    ${
      time &&
      html`
        <p class="faint" data-testid="since">
          ${text("today.since", { time })}
          ${device !== timezone && html`${" · "}${text("today.timezone", { timezone })}`}
        </p>`
    }
    ${problem && html`<${Missing} text=${time ? text("today.stale", { time }) : text("today.missing")} problem=${problem} />`}`;
}

/** @param {{text: string, problem: Problem}} props */
function Missing({ text: said, problem }) {
  return html`<p class="notice bad" role="alert" data-code=${problem.code}>${said}${" "}${problemText(problem)}</p>`;
}

/** @param {{list: Refreshed<DayOrders>, day: string, shop: Shop, view: View<Order> | undefined}} props */
function Orders({ list: { answer, problem }, day, shop, view }) {
  return html`
    <section class="orders" aria-labelledby="list-title">
      <h3 id="list-title">${text("today.list")}</h3>
      ${!answer && !problem && html`<${Loading} view=${view} />`}
      ${problem && html`<${Missing} text=${text(answer ? "today.list_stale" : "today.list_missing")} problem=${problem} />`}
      ${answer && !answer.isWhole && html`<p class="notice">${text("today.too_many", { count: ORDERS_MAX })}</p>`}
      ${answer?.orders.length === 0 && html`<p class="faint">${text("today.none")}</p>`}
      ${
        answer &&
        answer.orders.length > 0 &&
        html`
          <${Export} orders=${answer.orders} day=${day} shop=${shop} />
          <${DayList} orders=${answer.orders} shop=${shop} />`
      }
    </section>`;
}
