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
  const saving = form.querySelector("button").getAttribute("aria-pressed") !== "true";
  form.dataset.busy = "yes";
  show(form, saving);
  try {
    await ask(form, saving ? form.dataset.save : form.dataset.unsave);
    form.action = saving ? form.dataset.unsave : form.dataset.save;
  } catch {
    show(form, !saving);
    complain(form, saving ? "Not saved. Try again." : "Not removed. Try again.");
  } finally {
    delete form.dataset.busy;
  }
}

async function ask(form, address) {
  const answer = await fetch(address, {
    method: "POST",
    body: new FormData(form),
    headers: { Accept: "application/json" },
  });
  if (answer.ok) return;
  // Signed out meanwhile: the server says where to sign in and come back.
  const { sign_in: signIn } = answer.status === 401 ? await answer.json() : {};
  if (signIn) location.assign(signIn);
  throw new Error(`answered ${answer.status}`);
}

function complain(form, sentence) {
  const trouble = form.querySelector(".save__trouble");
  trouble.textContent = sentence;
  trouble.hidden = false;
}

function show(form, saved) {
  form.querySelector("button").setAttribute("aria-pressed", String(saved));
  form.querySelector(".save__word").textContent = saved ? "Saved" : "Save";
  form.querySelector(".save__story").hidden = saved;
  form.querySelector(".save__trouble").hidden = true;
}
