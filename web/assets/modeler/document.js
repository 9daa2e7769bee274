// One file in an editor: loaded, kept in this browser with every change, saved to the server after a rest.
//
//   const doc = await openDocument(document.getElementById("editor"));
//   doc.text                      what to show: the server's, or what a crash left here, after asking
//   doc.changed(async () => text) after every change
//   doc.onReplaced((text) => …)   when the other person's version is taken after a conflict
//   await doc.flush()             true when the server has everything
import { bars } from "./document/bars.js";
import { keeper } from "./document/keeping.js";
import { sender } from "./document/sending.js";
import { moment, say } from "./words.js";

const REST = 800;
const AGAIN = [2000, 4000, 8000, 15000, 30000];

export async function openDocument(element) {
  const { source, save, token, key, person } = element.dataset;
  const readOnly = "readonly" in element.dataset;
  const told = bars(element);
  const server = sender({ source, save, token });
  const loaded = await server.load();
  if (readOnly) {
    told.status("reading");
    return { text: loaded.text, readOnly, changed() {}, flush: async () => true, onReplaced() {} };
  }
  const local = await keeper(`${person}/${key}`);
  const doc = { text: loaded.text, readOnly, changed, flush, onReplaced: (hear) => (replaced = hear) };
  let replaced = () => {};
  let base = loaded.revision;
  let current = null; // gives the text as it is now; null while the server has everything
  let rest, keeping, sending;
  let failed = 0;

  const left = await offered();
  if (left) {
    doc.text = left.text;
    changed(async () => left.text);
  }
  window.addEventListener("beforeunload", (event) => keeping && event.preventDefault());
  window.addEventListener("pagehide", () => current && flush());
  window.addEventListener("online", () => current && flush());
  document.addEventListener("visibilitychange", () => current && flush());
  return doc;

  // What an earlier tab left here and the server never got.
  async function offered() {
    for (const one of await local.leftBehind()) {
      if (one.text === loaded.text) {
        await local.drop(one.name);
        continue;
      }
      const sentence = say(
        `本机留有 ${moment(one.at)} 尚未保存的修改。`,
        `Changes of ${moment(one.at)} were kept on this computer and never saved.`,
      );
      const goOn = await told.ask("left", sentence, [
        { label: say("继续这些修改", "Go on with them"), value: true, primary: true },
        { label: say("放弃，用服务器上的", "Drop them, take the server's"), value: false },
      ]);
      if (goOn) {
        base = one.base;
        await local.keep(one.text, base);
        await local.drop(one.name);
        return one;
      }
      await local.drop(one.name);
    }
    return null;
  }

  function changed(text) {
    current = text;
    told.status("typing");
    keeping = keep(text);
    clearTimeout(rest);
    rest = setTimeout(flush, REST);
  }

  async function keep(text) {
    await local.keep(await text(), base);
    if (current === text) keeping = null;
  }

  async function flush() {
    clearTimeout(rest);
    sending ??= push().finally(() => (sending = null));
    return sending;
  }

  async function push() {
    while (current) {
      const text = current;
      const answer = await server.save(await text(), base);
      if (answer.state !== "saved") {
        told.status("kept");
        hear(answer);
        return false;
      }
      failed = 0;
      base = answer.revision;
      told.drop("trouble");
      if (current === text) {
        current = null;
        await local.forget();
        told.status("saved", answer.saved_at);
      }
    }
    return true;
  }

  function hear(answer) {
    if (answer.state === "away") {
      rest = setTimeout(flush, AGAIN[Math.min(failed++, AGAIN.length - 1)]);
      return;
    }
    const said = {
      "signed-out": say("登录已过期。您的修改保存在本机。请在新标签页登录，然后回到这里。", "Your session is over. Your changes are kept on this computer. Sign in in a new tab and come back."),
      conflict: say(`${answer.by_name} 已于 ${moment(answer.at)} 保存了此文件。`, `${answer.by_name} saved this file on ${moment(answer.at)}.`),
      refused: answer.title ?? say("服务器不接受这些修改。", "The server does not take these changes."),
    }[answer.state];
    told.show("trouble", said, [{ label: say("再试一次", "Try again"), act: flush }]);
  }
}
