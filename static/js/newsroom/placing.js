// Pictures on the desk of a story. Without this, a picture’s HTML is copied by hand, and the squares
// of a new picture lie over an empty ground until it is saved.
// Markup: <button hidden data-insert="id of the HTML" data-into="id of the text">,
// <div data-shows="name of the file field">

/** Lets pictures be put into the text, and shows a chosen file under its squares. */
export function placePictures(root) {
  for (const button of root.querySelectorAll("button[data-insert]")) {
    button.hidden = false;
    button.addEventListener("click", () => insert(button.dataset));
  }
  for (const ground of root.querySelectorAll("[data-shows]")) {
    const field = root.querySelector(`input[type=file][name=${ground.dataset.shows}]`);
    field?.addEventListener("change", () => show(field.files[0], ground));
  }
}

/** Puts the HTML on a line of its own after the one with the cursor, and leaves the cursor behind it. */
function insert({ insert: source, into }) {
  const text = document.getElementById(into);
  const html = document.getElementById(source).value;
  const end = text.value.indexOf("\n", text.selectionEnd);
  const place = end < 0 ? text.value.length : end;
  text.setRangeText(`\n${html}`, place, place, "end");
  text.dispatchEvent(new Event("input", { bubbles: true }));
  text.focus();
}

async function show(file, ground) {
  if (!file) return;
  let pixels;
  try {
    pixels = await createImageBitmap(file, { resizeWidth: 640 });
  } catch {
    return; // no picture: saving says so
  }
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [pixels.width, pixels.height];
  canvas.getContext("2d").drawImage(pixels, 0, 0);
  ground.querySelector("picture, canvas")?.remove();
  ground.prepend(canvas);
}
