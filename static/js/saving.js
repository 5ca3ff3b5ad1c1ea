// Saves a story without leaving the page; the form itself is the fallback.
// Markup: form.save with data-save and data-unsave addresses, see components/save_button.html.

/** Takes over the save forms of the page. */
export function watchSaving(root) {
  for (const form of root.querySelectorAll("form.save")) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (!form.dataset.busy) send(form);
    });
  }
}

async function send(form) {
  const button = form.querySelector("button");
  const saving = button.getAttribute("aria-pressed") !== "true";
  form.dataset.busy = "yes";
  show(form, saving);
  try {
    const answer = await fetch(saving ? form.dataset.save : form.dataset.unsave, {
      method: "POST",
      body: new FormData(form),
      headers: { Accept: "application/json" },
    });
    // A reader who was signed out meanwhile is sent to sign in: the form can do that.
    if (answer.redirected && new URL(answer.url).pathname.includes("/sign-in")) return form.submit();
    if (!answer.ok) throw new Error(`answered ${answer.status}`);
    form.action = saving ? form.dataset.unsave : form.dataset.save;
  } catch {
    show(form, !saving);
    form.querySelector(".save__trouble").hidden = false;
  } finally {
    delete form.dataset.busy;
  }
}

function show(form, saved) {
  const word = form.querySelector(".save__word");
  form.dataset.word ??= word.textContent === "Saved" ? "Save" : word.innerHTML;
  form.querySelector("button").setAttribute("aria-pressed", String(saved));
  form.querySelector(".save__trouble").hidden = true;
  if (saved) word.textContent = "Saved";
  else word.innerHTML = form.dataset.word;
}
