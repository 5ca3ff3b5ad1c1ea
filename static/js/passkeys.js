// Passkeys: a press asks the browser for one, the server says where to go.
// Markup: components/passkeys.html; the boxes are hidden until this finds that they would work.
import { creationOptions, requestOptions, toJSON } from "./credentials.js";
import { restore, showWorking } from "./working.js";

const RENEW_AFTER = 4 * 60 * 1000; // milliseconds: a challenge lives for five minutes
const NOT_GIVEN =
  "Your browser gave no passkey. Press the button once more, or choose another way.";
const SENTENCES = {
  NotAllowedError: NOT_GIVEN,
  InvalidStateError: "This device has a passkey for your account already.",
  SecurityError: "Passkeys do not work at this address.",
  TypeError: "That did not reach the paper. Try again.",
};

class Refused extends Error {}

let waiting = null; // the request for a passkey that runs: a page may have only one

/** Shows the passkey buttons of the page where the browser has passkeys for this address. */
function offerPasskeys(root) {
  if (!window.PublicKeyCredential) return;
  for (const box of root.querySelectorAll("[data-passkey]")) {
    if (box.dataset.origin !== location.origin) continue;
    box.hidden = false;
    root.querySelector("[data-no-passkeys]")?.remove();
    box.querySelector("button").addEventListener("click", () => {
      if (!box.dataset.busy) press(box);
    });
    if ("autofill" in box.dataset) offerInField(box);
  }
}

async function press(box) {
  const button = box.querySelector("button");
  box.dataset.busy = "yes";
  showWorking(button);
  say(box, "");
  try {
    location.assign(await ceremony(box));
  } catch (problem) {
    say(box, sentenceOf(problem));
    delete box.dataset.busy;
    restore(button);
    if ("autofill" in box.dataset) offerInField(box);
  }
}

/** Lets the browser offer passkeys while the address is typed; quietly, as nobody pressed. */
async function offerInField(box) {
  if (!(await PublicKeyCredential.isConditionalMediationAvailable?.())) return;
  if (box.dataset.busy) return;
  const renewal = setTimeout(() => renew(box), RENEW_AFTER);
  try {
    location.assign(await ceremony(box, { mediation: "conditional" }));
  } catch (problem) {
    if (problem instanceof Refused) say(box, problem.message);
  } finally {
    clearTimeout(renewal);
  }
}

/** Asks with a fresh challenge; a page nobody looks at waits until somebody does. */
function renew(box) {
  if (box.dataset.busy) return;
  if (!document.hidden) offerInField(box);
  else document.addEventListener("visibilitychange", () => renew(box), { once: true });
}

/** From the server’s options over the browser’s answer to the address to go to. */
async function ceremony(box, how = {}) {
  waiting?.abort();
  waiting = new AbortController();
  const { signal } = waiting;
  const options = await send(box, box.dataset.options);
  const asked = { ...how, signal };
  const credential =
    box.dataset.passkey === "create"
      ? await navigator.credentials.create({ ...asked, publicKey: creationOptions(options) })
      : await navigator.credentials.get({ ...asked, publicKey: requestOptions(options) });
  const remember = document.querySelector("[name=remember]:checked") !== null;
  const { next } = await send(box, box.dataset.answer, { credential: toJSON(credential), remember });
  return next;
}

async function send(box, address, body = {}) {
  const answer = await fetch(address, {
    method: "POST",
    headers: {
      Accept: "application/json",
      "Content-Type": "application/json",
      "X-CSRFToken": box.dataset.token,
    },
    body: JSON.stringify(body),
  });
  // Not proven lately, or signed out meanwhile: that page comes first and leads back here.
  if (answer.redirected) location.assign(answer.url);
  const said = await answer.json().catch(() => ({}));
  if (!answer.ok || answer.redirected) throw new Refused(said.problem ?? NOT_GIVEN);
  return said;
}

const sentenceOf = (problem) =>
  problem instanceof Refused ? problem.message : (SENTENCES[problem.name] ?? NOT_GIVEN);

function say(box, sentence) {
  const line = box.querySelector("[role=alert]");
  line.hidden = !sentence;
  line.textContent = sentence;
}

offerPasskeys(document);
