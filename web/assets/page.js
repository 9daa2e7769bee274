// Every page: htmx for partial updates, focus on error summaries, the demo accounts' shortcut.
import htmx from "htmx.org/dist/htmx.esm.js";

document.documentElement.classList.add("scripted");

document.querySelector("[data-focus]")?.focus();

// On a phone the navigation is wider than the window: where one is stands in its middle.
const here = document.querySelector(".navigation [aria-current]");
const links = here?.closest("ul");
if (links) links.scrollLeft = here.offsetLeft - links.offsetLeft - (links.clientWidth - here.offsetWidth) / 2;

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

// Keyed are fields, their groups, and the options of a choice, which may hang on another field's answer as well.
function reconcile(old, drawn) {
  const keyed = (parent) => [...parent.children].filter((one) => one.matches("option, [data-key]"));
  const key = (one) => (one.matches("option") ? one.value : one.dataset.key);
  const wanted = new Set(keyed(drawn).map(key));
  for (const one of keyed(old)) if (!wanted.has(key(one))) takeOut(one);
  let after = [...old.children].filter((one) => one.matches("legend, .help, .error")).at(-1);
  for (const one of keyed(drawn)) {
    let kept = keyed(old).find((other) => key(other) === key(one));
    if (!kept) {
      kept = one;
      if (after) after.after(one);
      else old.prepend(one);
    } else if ("view" in one.dataset) {
      if (!kept.isEqualNode(one)) kept = putInPlace(kept, one);
    } else {
      choose(kept, one);
      reconcile(kept, one);
    }
    after = kept;
  }
}

// The server chooses where only one option is left; it never takes a choice back.
function choose(kept, drawn) {
  if (kept.matches("option")) kept.selected ||= drawn.defaultSelected;
  else if (kept.matches(".choice[data-key]"))
    kept.querySelector("input").checked ||= drawn.querySelector("input").defaultChecked;
}

// Who was at something that goes is led to what is next to it, and does not start again at the top of the page.
function takeOut(gone) {
  if (gone.contains(document.activeElement)) {
    const others = controls(document.getElementById("form-fields")).filter((one) => !gone.contains(one));
    const follows = (one) => gone.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING;
    (others.find(follows) ?? others.at(-1))?.focus();
  }
  gone.remove();
}

function putInPlace(kept, drawn) {
  const place = controls(kept).indexOf(document.activeElement);
  kept.replaceWith(drawn);
  if (place >= 0) (controls(drawn)[place] ?? drawn).focus();
  return drawn;
}

function controls(parent) {
  return [parent, ...parent.querySelectorAll("*")].filter((one) => one.tabIndex >= 0 && !one.disabled);
}

// An answer given before this script ran, or brought back by the browser on return, was a change that nobody heard.
window.addEventListener("pageshow", () => {
  for (const form of document.forms) {
    const answer = [...form.elements].find(differsFromDrawn);
    answer?.dispatchEvent(new Event("change", { bubbles: true }));
  }
});

function differsFromDrawn(control) {
  if (control.matches("[type=radio]")) return control.checked && !control.defaultChecked;
  if (control.matches("[type=checkbox]")) return control.checked !== control.defaultChecked;
  if (!control.matches("select")) return control.matches("input, textarea") && control.value !== control.defaultValue;
  const drawn = [...control.options].findIndex((one) => one.defaultSelected);
  return control.selectedIndex !== Math.max(drawn, 0);
}

document.addEventListener("htmx:configRequest", (event) => {
  const token = document.querySelector('input[name="csrf_token"]')?.value;
  if (token) event.detail.headers["X-CSRFToken"] = token;
});

window.htmx = htmx;
