// What is typed lies in this browser (IndexedDB) until the server has it: no reload, crash or closed tab takes it away.
// One record a tab; a tab that lives holds a lock of its record's name, so what nobody holds was left behind.
import { createStore, del, entries, set } from "idb-keyval";

const store = createStore("tiaokuai-drafts", "unsaved");

// place: what is edited by whom. A record is {text, base, at}: base is the revision that the text was made from.
export async function keeper(place) {
  const mine = `${place}#${mark()}`;
  await hold(mine);
  return {
    keep: (text, base) => set(mine, { text, base, at: Date.now() }, store),
    forget: () => drop(mine),
    drop,
    async leftBehind() {
      const alive = await held();
      const found = (await entries(store).catch(() => [])).filter(([name]) => name.startsWith(`${place}#`) && !alive.has(name));
      return found.map(([name, record]) => ({ name, ...record })).sort((one, other) => other.at - one.at);
    },
  };
}

// A browser that keeps nothing (private windows of some) has nothing to drop either.
function drop(name) {
  return del(name, store).catch(() => {});
}

function mark() {
  return crypto.getRandomValues(new Uint32Array(2)).join("-");
}

// Without https there are no locks; then every record but one's own counts as left behind.
function hold(name) {
  return new Promise((held) => {
    if (!navigator.locks) held();
    else navigator.locks.request(name, () => new Promise(() => held()));
  });
}

async function held() {
  const locks = await navigator.locks?.query();
  return new Set((locks?.held ?? []).map((one) => one.name));
}
