// Numbers that htmx fetches anew. Markup: data-live on what is fetched, data-trouble on the words
// that are shown while it cannot be.

/** Spares hidden tabs, says when the paper cannot be reached, and follows a sign-out. */
export function watchLive(root) {
  root.addEventListener("htmx:before:request", (event) => {
    if (document.hidden) event.preventDefault();
  });
  root.addEventListener("htmx:after:request", (event) => {
    if (!event.detail.ctx.response.raw.redirected) return;
    event.preventDefault();
    location.reload();
  });
  for (const problem of ["htmx:error", "htmx:response:error"]) {
    root.addEventListener(problem, () => complain(root));
  }
}

function complain(root) {
  for (const words of root.querySelectorAll("[data-trouble]")) words.hidden = false;
}
