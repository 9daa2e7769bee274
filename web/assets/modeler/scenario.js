// The open step of a scenario saves itself as one types; this tells when that failed, and tries again.
const AGAIN = 5000;
const form = document.getElementById("step-form");
const saving = () => document.getElementById("saving");
let typed = false;
let waiting;

form?.addEventListener("input", () => (typed = true));
window.addEventListener("beforeunload", (event) => typed && event.preventDefault());
form?.addEventListener("submit", () => (typed = false));

// What else the page shows hangs on some answers: another task has another form.
form?.addEventListener("change", (event) => {
  if (!event.target.closest("[data-submits]")) return;
  event.stopPropagation();
  form.requestSubmit(form.querySelector('[name="of:do"][value="again"]'));
});

document.addEventListener("htmx:beforeRequest", (event) => {
  if (event.target === form) typed = false;
});

document.addEventListener("htmx:afterRequest", (event) => {
  if (event.target !== form) return;
  const revision = event.detail.xhr.getResponseHeader("ETag")?.replaceAll('"', "");
  if (event.detail.successful && revision) {
    for (const one of document.querySelectorAll('input[name="of:revision"]')) one.value = revision;
    return;
  }
  if (event.detail.successful && event.detail.xhr.responseText.includes('id="saving"')) return;
  typed = true;
  saving().textContent = saving().dataset.unsaved;
  clearTimeout(waiting);
  waiting = setTimeout(tryAgain, AGAIN);
});

// A session that was renewed in another tab has another token.
async function tryAgain() {
  try {
    const answer = await fetch(form.dataset.token);
    const { token } = await answer.json();
    for (const one of document.querySelectorAll('input[name="csrf_token"]')) one.value = token;
  } catch {
    waiting = setTimeout(tryAgain, AGAIN);
    return;
  }
  form.dispatchEvent(new Event("change"));
}
