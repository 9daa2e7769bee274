// Talks with the server about one file. Every answer is one of the words below; what is thrown is a mistake of ours.
const JSON_ONLY = { Accept: "application/json" };

export function sender({ source, save, token, conflict, presence }) {
  let csrf = "";

  async function ask(address, options = {}) {
    const headers = { ...JSON_ONLY, ...options.headers };
    if (options.method) headers["X-CSRFToken"] = csrf;
    try {
      return await fetch(address, { ...options, headers, redirect: "error", cache: "no-store" });
    } catch {
      return null; // No server, or it sends elsewhere: both mean later.
    }
  }

  // {state: "here", person} once somebody is signed in, else {state: "signed-out" | "away"}
  async function refresh() {
    const answer = await ask(token);
    if (!answer || answer.status >= 500) return { state: "away" };
    if (!answer.ok) return { state: "signed-out" };
    const told = await answer.json();
    csrf = told.token;
    return { state: "here", person: told.person, name: told.name };
  }

  async function send(address, options, again = true) {
    if (!csrf && (await refresh()).state === "away") return { state: "away" };
    const answer = await ask(address, options);
    if (!answer || answer.status >= 500) return { state: "away" };
    if (answer.status === 401) return { state: "signed-out" };
    // The session began anew, and so did its token.
    if (answer.status === 400 && again) {
      const { state } = await refresh();
      return state === "here" ? send(address, options, false) : { state };
    }
    if (answer.status === 409) return { state: "conflict", ...(await answer.json()) };
    if (!answer.ok) return { state: "refused", status: answer.status, ...(await told(answer)) };
    return { state: "saved", ...(await answer.json()) };
  }

  return {
    refresh,
    async load() {
      const answer = await fetch(source, { cache: "no-store" });
      if (!answer.ok || answer.redirected) throw new Error(`${source}: ${answer.status}`);
      return { text: await answer.text(), revision: revision(answer) };
    },
    save: (text, base) => send(save, { method: "PUT", body: text, headers: match(base) }),
    settle: (taken, text, base) => send(`${conflict}?take=${taken}`, { method: "POST", body: text, headers: match(base) }),
    present: () => send(presence, { method: "POST" }),
    // What an editor asks beside its file: JSON there and back.
    post: (address, body) => send(address, { method: "POST", body: JSON.stringify(body), headers: { "Content-Type": "application/json" } }),
  };
}

function match(base) {
  return { "If-Match": `"${base}"` };
}

function revision(answer) {
  return (answer.headers.get("ETag") ?? "").replace(/^W\/|"/g, "");
}

async function told(answer) {
  try {
    return await answer.json();
  } catch {
    return {};
  }
}
