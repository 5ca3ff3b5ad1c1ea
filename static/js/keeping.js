// Saved before registering: kept in this browser, and taken into the account after signing in.
import { say } from "./saying.js";

const KEY = "masthead.saved";
const MOST = 500;

/** What is kept in this browser: [{id, address, headline, at}], last first. */
export function keptHere() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(kept) ? kept.filter((story) => Number.isInteger(story?.id)) : [];
  } catch {
    return [];
  }
}

function write(kept) {
  if (kept.length) localStorage.setItem(KEY, JSON.stringify(kept.slice(0, MOST)));
  else localStorage.removeItem(KEY);
}

/** Keeps the story of a switch in this browser, or lets it go; turn shows it. */
export function keepHere(button, turn) {
  const id = Number(button.dataset.switch.split("-")[1]);
  const rest = keptHere().filter((story) => story.id !== id);
  const saving = button.getAttribute("aria-pressed") !== "true";
  try {
    write(saving ? [storyOf(button, id), ...rest] : rest);
  } catch {
    say("This browser keeps nothing for this site. Sign in to save stories.", {
      refused: true,
      link: ["Sign in", signIn()],
    });
    return;
  }
  turn(button);
  if (saving) say("Kept in this browser.", { link: ["Sign in to keep it anywhere", signIn()] });
}

const signIn = () => `/account/sign-in/?next=${encodeURIComponent(location.pathname)}`;

function storyOf(button, id) {
  const link = button.closest("article, li")?.querySelector("a.headline, .headline a");
  return {
    id,
    address: link?.getAttribute("href") ?? location.pathname,
    headline: button.querySelector(".unseen").textContent.replace(/^\s*story:\s*/, ""),
    at: new Date().toISOString(),
  };
}

/** Shows at the switches of an anonymous page what is kept here. */
export function showKept(root, turn) {
  for (const { id } of keptHere()) {
    const button = root.querySelector(`[data-switch="save-${id}"][aria-pressed="false"]`);
    if (button) turn(button);
  }
}

/** Tells on pages that ask to sign in what waits in this browser. Markup: <p hidden data-kept>. */
export function tellOfKept(root) {
  const line = root.querySelector("[data-kept]");
  const count = keptHere().length;
  if (!line || !count) return;
  const stories = count === 1 ? "One story is" : `${count} stories are`;
  line.textContent = `${stories} kept in this browser and will move into your account.`;
  line.hidden = false;
}

/** Takes what is kept here into the account, once; then nothing is kept here any more. */
export async function takeIntoAccount() {
  const kept = keptHere();
  if (!kept.length) return;
  try {
    const answer = await send(kept);
    if (!answer.ok || answer.redirected) return;
    const { taken } = await answer.json();
    const ids = new Set(kept.map(({ id }) => id));
    write(keptHere().filter(({ id }) => !ids.has(id)));
    tellTaken(taken);
  } catch {
    // They stay here, and the next page tries again.
  }
}

const send = (kept) =>
  fetch("/account/saved/take/", {
    method: "POST",
    headers: { Accept: "application/json", "Content-Type": "application/json" },
    body: JSON.stringify({ stories: kept.map(({ id, at }) => ({ id, at })) }),
  });

function tellTaken(count) {
  if (!count) return;
  const stories = count === 1 ? "The story" : `The ${count} stories`;
  say(`${stories} you saved in this browser moved into your account.`, {
    link: ["See them", "/account/saved/"],
  });
}
