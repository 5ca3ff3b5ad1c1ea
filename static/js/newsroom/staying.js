// Typing counts as use of the session: a long text would outlive the hours it may be unused.
import { say } from "../saying.js";

const EVERY = 10 * 60 * 1000; // milliseconds

/** Tells the server, while somebody types, that they are here. */
export function countTyping(root) {
  let told = Date.now();
  root.addEventListener("input", () => {
    if (Date.now() - told < EVERY) return;
    told = Date.now();
    tell();
  });
}

async function tell() {
  const answer = await fetch("/account/here/", { redirect: "manual" }).catch(() => null);
  if (answer?.type !== "opaqueredirect") return;
  say("You are signed out. Copy what you typed before you leave this page.", {
    refused: true,
    link: ["Sign in", "/account/sign-in/"],
  });
}
