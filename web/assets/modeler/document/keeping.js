// What is typed lies in this browser (IndexedDB) until the server has it: no reload, crash or closed tab takes it away.
// One record a tab; a tab that lives holds a lock of its record's name, so what nobody holds was left behind.
import { createStore, del, entries, get, set } from "idb-keyval";

const store = createStore("tiaokuai-drafts", "unsaved");

// place: what is edited by whom. A record is {text, base, at}: base is the revision that the text was made from.
export async function keeper(place) {
  const mine = `${place}#${mark()}`;
  hold(mine);
  return {
    keep: (text, base) => set(mine, { text, base, at: Date.now() }, store),
    forget: () => del(mine, store),
    drop: (name) => del(name, store),
    async leftBehind() {
      const alive = await held();
      const found = (await entries(store)).filter(([name]) => name.startsWith(`${place}#`) && !alive.has(name));
      return found.map(([name, record]) => ({ name, ...record })).sort((one, other) => other.at - one.at);
    },
    kept: () => get(mine, store),
  };
}

function mark() {
  return crypto.getRandomValues(new Uint32Array(2)).join("-");
}

// Without https there are no locks; then every record but one's own counts as left behind.
function hold(name) {
  navigator.locks?.request(name, () => new Promise(() => {}));
}

async function held() {
  const locks = await navigator.locks?.query();
  return new Set((locks?.held ?? []).map((one) => one.name));
}
