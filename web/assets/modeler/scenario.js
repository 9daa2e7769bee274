// The open step of a scenario saves itself as one types; this tells when that failed, tries again, and lets a save that
// is under way end before the page is left: what follows must build on it.
const AGAIN = 5000;
const form = document.getElementById("step-form");
const saving = () => document.getElementById("saving");
let typed = false;
let underway = false;
let leaving = false;
let next; // what was pressed while a save was under way
let waiting;

form?.addEventListener("input", () => (typed = true));
window.addEventListener("beforeunload", (event) => typed && !leaving && event.preventDefault());
window.addEventListener("pageshow", () => (leaving = false));

// What else the page shows hangs on some answers: another task has another form.
document.addEventListener(
  "change",
  (event) => {
    if (!event.target.closest("[data-submits]")) return;
    event.stopPropagation();
    form.requestSubmit(form.querySelector('[name="of:do"][value="again"]'));
  },
  { capture: true },
);

document.addEventListener(
  "submit",
  (event) => {
    if (underway) {
      next = [event.target, event.submitter];
      event.preventDefault();
      event.stopPropagation();
    } else leaving = true;
  },
  { capture: true },
);

document.addEventListener("htmx:beforeRequest", (event) => {
  if (event.target !== form) return;
  if (leaving || underway) {
    event.preventDefault();
    if (underway) typed = true;
    return;
  }
  underway = true;
  typed = false;
});

document.addEventListener("htmx:afterRequest", (event) => {
  if (event.target !== form) return;
  underway = false;
  const { successful, xhr } = event.detail;
  const revision = xhr.getResponseHeader("ETag")?.replaceAll('"', "");
  const heard = successful && (revision || xhr.responseText.includes('id="saving"'));
  if (successful && revision)
    for (const one of document.querySelectorAll('input[name="of:revision"]')) one.value = revision;
  if (!heard) failed();
  if (next) {
    const [target, button] = next;
    next = undefined;
    target.requestSubmit(button);
  } else if (typed && heard) form.dispatchEvent(new Event("change"));
});

// An answer that cannot be put into the page, too, ends the save.
document.addEventListener("htmx:onLoadError", (event) => {
  if (event.target !== form) return;
  underway = false;
  failed();
});

function failed() {
  typed = true;
  saving().textContent = saving().dataset.unsaved;
  clearTimeout(waiting);
  waiting = setTimeout(tryAgain, AGAIN);
}

// A session that was renewed in another tab has another token.
async function tryAgain() {
  try {
    const { token } = await (await fetch(form.dataset.token)).json();
    for (const one of document.querySelectorAll('input[name="csrf_token"]')) one.value = token;
  } catch {
    waiting = setTimeout(tryAgain, AGAIN);
    return;
  }
  form.dispatchEvent(new Event("change"));
}
