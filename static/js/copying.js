// “Copy link” on a story: hidden in the markup, offered where scripts run.
// Markup: <button hidden data-copy="https://…" data-copied="Copied">Copy link</button>

/** Shows the copy buttons of the page and lets them work. */
export function offerCopying(root) {
  if (!navigator.clipboard) return;
  for (const button of root.querySelectorAll("button[data-copy]")) {
    (button.closest("li[hidden]") ?? button).hidden = false;
    button.hidden = false;
    button.addEventListener("click", () => copy(button));
  }
}

async function copy(button) {
  const label = button.textContent;
  await navigator.clipboard.writeText(button.dataset.copy);
  button.textContent = button.dataset.copied;
  setTimeout(() => (button.textContent = label), 3000);
}
