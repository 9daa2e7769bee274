// The server's own rendering beside the editor: drawn anew after every change, filled in and checked there; it keeps nothing.
export function openPreview(place, { select }) {
  const address = place.dataset.preview;
  let schema = "";
  let asked = 0;
  let waiting;

  async function draw(extra = {}) {
    const form = place.querySelector("form");
    const sent = form ? new FormData(form) : new FormData();
    sent.set("schema", schema);
    sent.set("shown_in", place.dataset.language);
    for (const [name, value] of Object.entries(extra)) sent.set(name, value);
    const number = ++asked;
    clearTimeout(waiting);
    place.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(address, { method: "POST", body: sent, headers: { "X-CSRFToken": token() } });
      // What was asked for before must not cover what was asked for after; a refusal is the saving bar's to tell.
      if (number === asked && answer.ok) put(await answer.text());
    } finally {
      if (number === asked) place.removeAttribute("aria-busy");
    }
  }

  function put(html) {
    const here = place.contains(document.activeElement) ? document.activeElement.id : "";
    const open = place.querySelector("[data-examples]")?.open;
    const drawn = new DOMParser().parseFromString(html, "text/html");
    place.replaceChildren(...drawn.body.childNodes);
    const examples = place.querySelector("[data-examples]");
    if (examples && open) examples.open = true;
    window.htmx?.process(place);
    if (here) document.getElementById(here)?.focus();
  }

  place.addEventListener("submit", async (event) => {
    event.preventDefault();
    event.stopPropagation();
    const button = event.submitter;
    await draw(button?.name ? { [button.name]: button.value } : {});
    place.querySelector(".error-summary, .preview-taken")?.scrollIntoView({ block: "nearest" });
  });
  place.addEventListener("click", (event) => {
    const link = event.target.closest("[data-component]");
    if (link) select(link.dataset.component);
  });

  return {
    changed(text) {
      schema = text;
      clearTimeout(waiting);
      waiting = setTimeout(draw, schema && asked ? 300 : 0);
    },
    speak(language) {
      place.dataset.language = language;
      return draw();
    },
  };
}

function token() {
  return document.querySelector('input[name="csrf_token"]')?.value ?? "";
}
