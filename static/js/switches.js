// Switches act without leaving the page; without scripts they send the form #keeping.
// Markup: components/switches.html.
import { keepHere } from "./keeping.js";
import { say } from "./saying.js";

/** Whether the page was made for a signed-in reader; see components/doors.html. */
export const isSignedIn = () => document.querySelector("[data-signed-in]") !== null;

/** Takes over the switches of the page. */
export function watchSwitches(root) {
  root.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (!button?.dataset.switch) return;
    const story = button.dataset.switch.startsWith("save-");
    if (!isSignedIn() && !story) return; // the server asks to sign in, and remembers the wish
    event.preventDefault();
    if (button.dataset.busy) return;
    if (isSignedIn()) send(button);
    else keepHere(button, turn);
  });
}

async function send(button) {
  const { formAction } = button;
  button.dataset.busy = "yes";
  turn(button);
  try {
    await ask(formAction);
    document.dispatchEvent(new CustomEvent("switched", { detail: button.dataset.switch }));
    offerUndo(button);
  } catch {
    turn(button);
    say("That did not reach the paper. Try again.", { refused: true });
  } finally {
    delete button.dataset.busy;
  }
}

/** In the list of saved stories one that was let go stays in its place, and can come back. */
function offerUndo(button) {
  const story = button.dataset.switch.startsWith("save-") && button.closest(".kept .listed");
  if (!story || button.getAttribute("aria-pressed") === "true") return;
  const headline = story.querySelector(".headline").textContent.trim();
  say(`Removed “${headline}”.`, { press: ["Undo", () => send(button)] });
}

async function ask(address) {
  // The press counts even when the reader leaves the page at once.
  const wish = { method: "POST", headers: { Accept: "application/json" }, keepalive: true };
  const answer = await fetch(address, wish);
  if (answer.ok) return;
  // Signed out meanwhile: the server says where to sign in and come back.
  const { sign_in: signIn } = answer.status === 401 ? await answer.json() : {};
  if (signIn) location.assign(signIn);
  throw new Error(`answered ${answer.status}`);
}

/** Turns every switch for the same thing to the other side. */
export function turn(button) {
  const on = button.getAttribute("aria-pressed") !== "true";
  const address = button.getAttribute("formaction").replace(/remove\/$/, "");
  for (const same of document.querySelectorAll(`[data-switch="${button.dataset.switch}"]`)) {
    same.setAttribute("formaction", on ? `${address}remove/` : address);
    same.setAttribute("aria-pressed", String(on));
  }
}
