/** @import { Problem } from "../api.js" */
/** @import { Sessions } from "./session.js" */

import { asProblem } from "../api.js";
import { problemText, text } from "../catalogue.js";
import { html, useState } from "../html.js";
import { LanguageSwitch } from "../page.js";

/** @param {{sessions: Sessions}} props */
export function LogIn({ sessions }) {
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState(/** @type {Problem | null} */ (null));

  /** @param {SubmitEvent & {currentTarget: HTMLFormElement}} event */
  const submit = async (event) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setBusy(true);
    setProblem(null);
    try {
      await sessions.logIn(String(form.get("shop")).trim(), String(form.get("passcode")));
    } catch (error) {
      setProblem(asProblem(error));
      setBusy(false);
    }
  };

  return html`
    <main class="log-in">
      <form class="card" onSubmit=${submit}>
        <h1>${text("login.title")}</h1>
        ${sessions.isEnded && html`<p class="notice" role="status">${text("login.ended")}</p>`}
        <label>${text("login.shop")}
          <input name="shop" required autocomplete="username" autocapitalize="none" spellcheck="false" />
        </label>
        <label>${text("login.passcode")}
          <input name="passcode" type="password" required autocomplete="current-password" />
        </label>
        ${problem && html`<p class="notice bad" role="alert" data-code=${problem.code}>${problemText(problem)}</p>`}
        <button class="primary wide" disabled=${isBusy}>${text("login.go")}</button>
        <${LanguageSwitch} />
      </form>
    </main>`;
}
