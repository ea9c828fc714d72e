/** The kitchen's page once staff have logged in: the bell, the views, and what stands around them. */

/** @import { Order } from "../contract.js" */
/** @import { StationProps } from "./station.js" */

import { board } from "../catalogue/board.js";
import { opening } from "../catalogue/opening.js";
import { printing } from "../catalogue/printing.js";
import { screen } from "../catalogue/screen.js";
import { addTexts } from "../catalogue.js";
import { html, useState } from "../html.js";
import { BoardView } from "./board/board.js";
import { NoEffectNotice } from "./board/no-effect.js";
import { usePerforming } from "./board/performing.js";
import { useSuggestion } from "./board/suggestion.js";
import { TimedOutNotice, useTimedOut } from "./board/timed-out.js";
import { UndoBar } from "./board/undo-bar.js";
import { Header } from "./header.js";
import { useDishChanges } from "./menu/dish-changes.js";
import { MenuView } from "./menu/menu.js";
import { useAutomaticPrinting } from "./printing/automatic.js";
import { useBadge } from "./screen/badge.js";
import { useRinging } from "./screen/bell.js";
import { LostNotice, useLost } from "./screen/lost.js";
import { SettingsView } from "./screen/settings.js";
import { useStation } from "./station.js";
import { TodayView } from "./today/today.js";
import { Told } from "./told.js";

/** @typedef {keyof typeof VIEWS} View */

addTexts(board, opening, printing, screen);

const VIEWS = {
  board: BoardView,
  menu: MenuView,
  today: TodayView,
  settings: SettingsView,
};

/** @param {StationProps} props */
export function Kitchen(props) {
  const station = useStation(props);
  useAutomaticPrinting(station);
  const [view, setView] = useState(/** @type {View} */ ("board"));
  const ringing = useRinging(station);
  const lost = useLost(station);
  useBadge([...station.verified, ...station.unverified].filter(isWaiting).length);
  const performing = usePerforming(station, ringing);
  const suggestion = useSuggestion(station);
  const dishChanges = useDishChanges(station);
  const { timedOut, onRead } = useTimedOut(station);
  return html`
    <div class="kitchen" data-ringing=${ringing.orders.length > 0} data-ring-level=${ringing.level}
      data-watching=${station.watching}>
      <${Header} station=${station} ringing=${ringing} dishChanges=${dishChanges} views=${Object.keys(VIEWS)} view=${view}
        onView=${setView} />
      <p class="hidden" aria-live="assertive" data-testid="announcement">${ringing.announcement}</p>
      <${Told} station=${station}>
        <${TimedOutNotice} timedOut=${timedOut} onRead=${onRead} />
        <${NoEffectNotice} performing=${performing} shown=${view === "board" ? [...station.verified, ...station.unverified] : []} />
      <//>
      <main class="view" id="main" data-view=${view}>
        <${VIEWS[view]} station=${station} performing=${performing} ringing=${ringing} suggestion=${suggestion}
          dishChanges=${dishChanges} />
      </main>
      <${UndoBar} performing=${performing} />
      <${LostNotice} lost=${lost} now=${station.now} />
    </div>`;
}

/** @param {Order} order */
const isWaiting = ({ status }) => status === "placed";
