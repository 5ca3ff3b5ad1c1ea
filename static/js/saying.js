// One line at the foot of the window, read out by screen readers; the next press takes it away.

/** Says a sentence; link is [words, address] or nothing. */
export function say(sentence, { refused = false, link = null } = {}) {
  document.querySelector(".said")?.remove();
  const line = document.createElement("p");
  line.className = refused ? "said said--refused" : "said";
  line.setAttribute("role", refused ? "alert" : "status");
  document.body.append(line);
  line.textContent = sentence; // after it stands in the page: only then is it read out
  if (link) line.append(" ", anchor(...link));
  setTimeout(() => document.addEventListener("click", () => line.remove(), { once: true }));
}

function anchor(words, address) {
  const link = document.createElement("a");
  [link.textContent, link.href] = [words, address];
  return link;
}
