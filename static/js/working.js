// A pressed button says what it is doing and cannot be pressed twice.
// Markup: <button type="submit" data-working="Subscribing…">Subscribe</button>; a form that answers
// with a file has data-download.

/** Shows the working verb of the pressed button while its form is on its way. */
export function watchForms(root) {
  root.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method === "dialog") return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    if ("download" in form.dataset) return; // the answer is a file: the page stays as it is
    if (form.method === "post") form.dataset.sent = "yes";
    const button = event.submitter ?? form.querySelector("[type=submit]");
    if (button?.dataset.working) showWorking(button);
  });
  // The browser’s Back button brings the page as it was left: make it usable again.
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) restoreAll(root);
  });
}

/** Turns a button to its working verb. */
export function showWorking(button) {
  button.dataset.label = button.textContent;
  button.textContent = button.dataset.working;
  button.setAttribute("aria-disabled", "true");
}

function restoreAll(root) {
  for (const form of root.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  for (const button of root.querySelectorAll("button[data-label]")) {
    restore(button);
  }
}

/** Turns a button back to what it says, ready to be pressed again. */
export function restore(button) {
  button.textContent = button.dataset.label;
  delete button.dataset.label;
  button.removeAttribute("aria-disabled");
}
