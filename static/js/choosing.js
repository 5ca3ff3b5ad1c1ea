// The choices of colours and text size, see components/comfort.html. They stand at more than one place
// of a page and in more than one tab, and always say the same.
import { CHOICES, choose, chosen, wear } from "./wearing.js";

/** Lets the choices of the page work, and shows what was chosen before. */
export function watchChoices(root) {
  show(root);
  root.addEventListener("change", ({ target }) => {
    const { matter } = target.dataset;
    if (!(matter in CHOICES)) return;
    choose(matter, target.value);
    follow(root);
  });
  window.addEventListener("storage", () => follow(root));
  window.addEventListener("pageshow", () => follow(root)); // the Back button brings it as it was
}

function follow(root) {
  wear();
  show(root);
}

function show(root) {
  for (const radio of root.querySelectorAll("input[data-matter]")) {
    radio.checked = radio.value === chosen(radio.dataset.matter);
  }
}
