// One line at the foot of the window, read out by screen readers; the next press takes it away.

/** Says a sentence; link is [words, address] and press [words, what it does], or nothing. */
export function say(sentence, { refused = false, link = null, press = null } = {}) {
  document.querySelector(".said")?.remove();
  const line = document.createElement("p");
  line.className = refused ? "said said--refused" : "said";
  line.setAttribute("role", refused ? "alert" : "status");
  document.body.append(line);
  line.textContent = sentence; // after it stands in the page: only then is it read out
  if (link) line.append(" ", anchor(...link));
  if (press) line.append(" ", presser(...press));
  setTimeout(() => document.addEventListener("click", () => line.remove(), { once: true }));
}

function anchor(words, address) {
  const link = document.createElement("a");
  [link.textContent, link.href] = [words, address];
  return link;
}

function presser(words, act) {
  const button = document.createElement("button");
  [button.type, button.className, button.textContent] = ["button", "link-button", words];
  button.addEventListener("click", act);
  return button;
}
