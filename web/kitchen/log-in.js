/** Logging in to a shop's kitchen, to work there or only to look. */

/** @import { Problem } from "../api.js" */
/** @import { Order } from "../contract.js" */
/** @import { Bell } from "./screen/sound.js" */
/** @import { Sessions } from "./session.js" */

import { asProblem } from "../api.js";
import { problemText, text } from "../catalogue.js";
import { html, useMemo, useRef, useState } from "../html.js";
import { LanguageSwitch } from "../page.js";
import { recall } from "../storage.js";
import { useLeftWaiting } from "./screen/left-waiting.js";
import { suggestedLogIn } from "./session.js";

/** @param {{sessions: Sessions, bell: Bell, waiting: Order[], ahead: number}} props `waiting`: orders that nobody sees any more. `ahead`: see View */
export function LogIn({ sessions, bell, waiting, ahead }) {
  const [isBusy, setBusy] = useState(false);
  const [isShown, setShown] = useState(false);
  const [problem, setProblem] = useState(/** @type {Problem | null} */ (null));
  const { shopId, watch } = useMemo(() => suggestedLogIn(location.search, recall("shop")), []);
  const passcode = useRef(/** @type {HTMLInputElement | null} */ (null));
  useLeftWaiting(bell, waiting, ahead);

  /** @param {SubmitEvent & {currentTarget: HTMLFormElement}} event */
  const submit = async (event) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setBusy(true);
    setProblem(null);
    try {
      const shop = String(form.get("shop")).trim();
      await sessions.logIn(shop, String(form.get("passcode")), form.has("watch"));
    } catch (error) {
      setProblem(asProblem(error));
      setBusy(false);
      passcode.current?.select();
    }
  };

  const isWrong = problem?.code === "bad_passcode";
  return html`
    <main class="log-in">
      <form class="card" onSubmit=${submit}>
        <h1>${text("login.title")}</h1>
        ${sessions.isEnded && html`<p class="notice" role="status">${text("login.ended")}</p>`}
        ${
          waiting.length > 0 &&
          html`
            <p class="notice bad left-waiting" role="alert">${text("login.waiting", { count: waiting.length })}</p>`
        }
        <label>${text("login.shop")}
          <input name="shop" required autocomplete="username" autocapitalize="none" spellcheck="false"
            defaultValue=${shopId} aria-invalid=${isWrong} aria-describedby=${isWrong ? "log-in-problem" : null} />
        </label>
        <div class="passcode">
          <label>${text("login.passcode")}
            <input ref=${passcode} name="passcode" type=${isShown ? "text" : "password"} required
              autocomplete="current-password" autocapitalize="none" spellcheck="false" aria-invalid=${isWrong}
              aria-describedby=${problem ? "log-in-problem" : null} />
          </label>
          <button type="button" aria-pressed=${isShown} aria-label=${text("login.reveal")} data-testid="reveal"
            onClick=${() => setShown(!isShown)}><${Eye} isOpen=${isShown} /></button>
        </div>
        ${
          problem &&
          html`
            <p class="notice bad" id="log-in-problem" role="alert" data-code=${problem.code}>${problemText(problem)}</p>`
        }
        <label class="choice"><input type="checkbox" name="watch" defaultChecked=${watch} />${text("login.watch")}</label>
        <button class="primary wide" disabled=${isBusy}>${text(isBusy ? "login.busy" : "login.go")}</button>
        <${LanguageSwitch} />
      </form>
    </main>`;
}

/** @param {{isOpen: boolean}} props */
function Eye({ isOpen }) {
  return html`
    <svg class="glyph" viewBox="0 0 24 24" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="2"
      stroke-linecap="round">
      <path d="M2 12c3-5 6.5-7 10-7s7 2 10 7c-3 5-6.5 7-10 7s-7-2-10-7z" />
      <circle cx="12" cy="12" r="3" fill="currentColor" />
      ${!isOpen && html`<path d="M3 21L21 3" />`}
    </svg>`;
}
