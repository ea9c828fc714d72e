import { text } from "../../catalogue.js";
import { html, useState } from "../../html.js";

/** Removes only what was asked for twice. @param {{label: string, question: string, onSure: () => void}} props */
export function Removing({ label, question, onSure }) {
  const [isAsking, setAsking] = useState(false);
  if (!isAsking) {
    return html`<button type="button" class="danger" onClick=${() => setAsking(true)}>${label}</button>`;
  }
  return html`
    <div class="removing" role="alert">
      <p>${question}</p>
      <div class="form-actions">
        <button type="button" class="danger" data-testid="remove-sure" onClick=${onSure}>${label}</button>
        <button type="button" onClick=${() => setAsking(false)}>${text("editing.keep")}</button>
      </div>
    </div>`;
}
