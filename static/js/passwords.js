// Password fields: a button that shows what was typed, and how strong a new password is.
// Markup: components/passwords.html. What stands there hidden works only with this script; the
// estimate and its word lists are fetched once somebody goes to a field for a new password.

const SETTLED = 400; // milliseconds without a key: then the words are said, not at every letter
const WORDS = [
  "Very easy to guess",
  "Easy to guess",
  "Could be guessed",
  "Hard to guess",
  "Very hard to guess",
];

/** Gives the password fields below root their buttons and meters. */
function helpWithPasswords(root) {
  for (const button of root.querySelectorAll("button[data-shows]")) offerShowing(button);
  for (const meter of root.querySelectorAll("[data-strength]")) offerMeter(meter);
}

function offerShowing(button) {
  const field = document.getElementById(button.dataset.shows);
  const show = (shown) => {
    field.type = shown ? "text" : "password";
    button.setAttribute("aria-pressed", String(shown));
  };
  button.hidden = false;
  button.addEventListener("click", () => show(field.type === "password"));
  // Hidden again when sent: browsers remember what was typed into a field of text.
  field.form.addEventListener("submit", () => show(false));
}

function offerMeter(box) {
  const field = document.getElementById(box.dataset.for);
  const load = once(() => import(box.dataset.strength));
  const settled = waiting(SETTLED, (words) => (box.querySelector("p").textContent = words));
  const update = async () => {
    const { estimate } = await load();
    const typed = field.value;
    const score = typed ? estimate(typed, ownWords(field, box)) : 0;
    box.hidden = !typed;
    box.querySelector("meter").value = typed ? score + 1 : 0;
    settled(typed ? said(score, [...typed].length, Number(box.dataset.shortest)) : "");
  };
  const quietly = () => update().catch(() => (box.hidden = true)); // no network: no meter
  field.addEventListener("focus", quietly, { once: true });
  field.addEventListener("input", quietly);
}

/** What is said of a password with so many characters. */
export function said(score, length, shortest) {
  const missing = shortest - length;
  return missing > 0 ? `${WORDS[score]}; ${missing} more to go.` : `${WORDS[score]}.`;
}

/** What somebody who guesses would try first: the address, the paper’s name. */
function ownWords(field, box) {
  const address = (field.form.elements.email ?? field.form.elements.username)?.value ?? "";
  const words = `${address} ${box.dataset.paper}`.split(/[^\p{L}\p{N}]+/u);
  return [...words, address, address.split("@")[0]].filter(Boolean);
}

function once(work) {
  let result = null;
  return () =>
    (result ??= work().catch((problem) => {
      result = null;
      throw problem;
    }));
}

function waiting(milliseconds, work) {
  let timer = 0;
  return (...values) => {
    clearTimeout(timer);
    timer = setTimeout(work, milliseconds, ...values);
  };
}

helpWithPasswords(document);
