// Every page: htmx for partial updates, focus on error summaries, the demo accounts' shortcut.
import htmx from "htmx.org/dist/htmx.esm.js";

document.documentElement.classList.add("scripted");

document.querySelector("[data-focus]")?.focus();

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("[data-fill]");
  if (!link) return;
  event.preventDefault();
  document.getElementById("account").value = link.dataset.fill;
  document.getElementById("password").focus();
});

// A form is sent once, however often its button is pressed.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
});
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

// An error summary's link leads to the first control of its field, also where that is a group.
document.addEventListener("click", (event) => {
  const link = event.target.closest?.(".error-summary a");
  const place = link && document.getElementById(link.hash.slice(1));
  if (!place) return;
  event.preventDefault();
  place.scrollIntoView({ block: "center" });
  (place.matches("input, select, textarea") ? place : place.querySelector("input, select, textarea"))?.focus();
});

// After a change the server draws the fields that fit the answers. Only what differs is put in or taken out, so that
// whoever types on meanwhile loses no word, no file and no place.
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.target.id !== "form-fields") return;
  event.detail.shouldSwap = false;
  const drawn = new DOMParser().parseFromString(event.detail.serverResponse, "text/html");
  reconcile(event.target, drawn.getElementById("form-fields"));
});

function reconcile(old, drawn) {
  const keyed = (parent) => [...parent.children].filter((one) => one.dataset.key);
  const wanted = new Set(keyed(drawn).map((one) => one.dataset.key));
  for (const one of keyed(old)) if (!wanted.has(one.dataset.key)) one.remove();
  let after = null;
  for (const one of keyed(drawn)) {
    const kept = keyed(old).find(({ dataset }) => dataset.key === one.dataset.key);
    if (!kept) {
      const place = after ?? old.querySelector(":scope > legend");
      if (place) place.after(one);
      else old.prepend(one);
    } else if (one.matches("fieldset")) reconcile(kept, one);
    else if ("view" in one.dataset && !kept.isEqualNode(one)) kept.replaceWith(one);
    after = keyed(old).find(({ dataset }) => dataset.key === one.dataset.key);
  }
}

document.addEventListener("htmx:configRequest", (event) => {
  const token = document.querySelector('input[name="csrf_token"]')?.value;
  if (token) event.detail.headers["X-CSRFToken"] = token;
});

window.htmx = htmx;
