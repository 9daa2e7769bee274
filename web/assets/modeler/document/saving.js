// The way of a change: into this browser at once, to the server after a rest, and what happens when that does not work.
import { say } from "../words.js";
import { mineLabel, savedWords, theirsLabel } from "./whose.js";

const REST = 800;
const AGAIN = [2000, 4000, 8000, 15000, 30000];
const SIGNED_IN_YET = 5000;

export function saver({ element, told, server, local, loaded, replaced }) {
  const { person, signin } = element.dataset;
  let base = loaded.revision; // what the text here was made from
  let current = null; // the newest text, as a function; null while the server has everything
  let keeping, sending, rest, failed = 0;
  let halted = false; // a person has to decide first

  let kept = null; // what lies in this browser
  // Only where the browser could not keep it is there anything to lose.
  window.addEventListener("beforeunload", (event) => current !== null && kept !== current && event.preventDefault());
  window.addEventListener("pagehide", () => push());
  window.addEventListener("online", () => push());
  document.addEventListener("visibilitychange", () => push());
  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.key !== "s") return;
    event.preventDefault();
    flush();
  });
  return { changed, flush, goOn, take, unsaved: () => current !== null, base: () => base };

  function changed(text) {
    current = once(text);
    told.status("typing");
    keeping ??= keep().catch(() => {}).finally(() => (keeping = null));
    clearTimeout(rest);
    rest = setTimeout(push, REST);
  }

  // Text that was made from an earlier revision is gone on with.
  function goOn({ text, base: revision }) {
    base = revision;
    changed(async () => text);
  }

  async function keep() {
    while (current !== null && current !== kept) {
      const text = current;
      await local.keep(await text(), base);
      kept = text;
    }
  }

  async function flush() {
    halted &&= Boolean(element.querySelector('[data-bar="conflict"]'));
    return push();
  }

  function push() {
    clearTimeout(rest);
    if (current === null) return Promise.resolve(true);
    if (halted) return Promise.resolve(false);
    sending ??= send().finally(() => (sending = null));
    return sending;
  }

  async function send() {
    while (current) {
      const text = current;
      const answer = await server.save(await text(), base);
      if (answer.state !== "saved") {
        told.status("kept");
        hear(answer);
        return false;
      }
      await saved(text, answer);
    }
    return true;
  }

  async function saved(text, answer) {
    failed = 0;
    base = answer.revision;
    for (const bar of ["away", "signed-out", "conflict", "refused"]) told.drop(bar);
    if (current !== text) return;
    current = null;
    await keeping;
    if (current === null) await local.forget();
    if (current === null) told.status("saved", answer.saved_at);
  }

  function hear(answer) {
    if (answer.state === "away") return away();
    halted = true;
    if (answer.state === "signed-out") return signedOut();
    if (answer.state === "conflict") return conflict(answer);
    return refused(answer);
  }

  function away() {
    failed += 1;
    told.show("away", awayWords());
    rest = setTimeout(push, AGAIN[Math.min(failed, AGAIN.length) - 1]);
  }

  // Somebody signs in in another tab, and this one goes on by itself.
  function signedOut() {
    told.show("signed-out", signedOutWords(), [{ label: say("在新标签页登录", "Sign in in a new tab"), href: signin, primary: true }]);
    const timer = setInterval(look, SIGNED_IN_YET);
    window.addEventListener("focus", look);

    async function look() {
      const found = await server.refresh();
      if (found.state !== "here") return;
      if (found.person !== person) {
        told.show("signed-out", otherWords(found.name), [], "problem");
        return;
      }
      clearInterval(timer);
      window.removeEventListener("focus", look);
      told.drop("signed-out");
      halted = false;
      push();
    }
  }

  function conflict(theirs) {
    const choices = [
      { label: say("查看差异", "See the difference"), act: () => compare(theirs) },
      { label: mineLabel(theirs, person), act: () => settle("mine", theirs) },
      { label: theirsLabel(theirs, person), act: () => settle("theirs", theirs) },
    ];
    told.show("conflict", conflictWords(theirs, person), choices, "problem");
  }

  // Mine is kept as a version, which can be held against the draft.
  async function compare(theirs) {
    if (current === null) return;
    const shown = window.open("about:blank", "_blank");
    const answer = await server.settle("look", await current(), theirs.revision);
    if (answer.state === "saved" && answer.compare) shown.location = answer.compare;
    else shown?.close();
    if (answer.state !== "saved") hear(answer);
  }

  // What is given up is kept as a version by the server.
  async function settle(taken, theirs) {
    const text = current;
    if (text === null) return;
    const answer = await server.settle(taken, await text(), theirs.revision);
    if (answer.state !== "saved") return hear(answer);
    halted = false;
    told.drop("conflict");
    if (taken === "mine") {
      await saved(text, answer);
      return push();
    }
    current = null;
    return take();
  }

  // The server's version replaces what is shown here.
  async function take() {
    const fresh = await server.load().catch(() => null);
    await keeping;
    await local.forget();
    told.drop("newer");
    if (!fresh) return gone();
    base = fresh.revision;
    told.status("untouched");
    replaced(fresh.text);
  }

  // Somebody took the file out of the draft, and that is what was chosen.
  function gone() {
    const page = element.querySelector(".crumbs a:last-of-type").href;
    told.show("gone", goneWords(), [{ label: say("回到流程页面", "Back to the procedure"), act: () => location.assign(page), primary: true }]);
  }

  function refused(answer) {
    const again = { label: say("再试一次", "Try again"), act: () => { halted = false; push(); } };
    told.show("refused", refusedWords(answer), [again], "problem");
  }
}

function once(text) {
  let made;
  return () => (made ??= text());
}

function awayWords() {
  return say(
    "服务器暂时联系不上。您的修改已保存在这台电脑上，恢复后自动送达，可以继续编辑。",
    "The server cannot be reached. Your changes are kept on this computer and sent as soon as it is back. Go on working.",
  );
}

function signedOutWords() {
  return say(
    "登录已过期。您的修改已保存在这台电脑上，可以继续编辑；重新登录后自动保存。",
    "Your session is over. Your changes are kept on this computer; go on working. They are saved once you have signed in again.",
  );
}

function otherWords(name) {
  return say(
    `现在登录的是${name}，这些修改是以另一账号作出的。请用原账号登录；修改保存在这台电脑上。`,
    `${name} is signed in now, but these changes were made by another account. Sign in with that one; the changes are kept on this computer.`,
  );
}

function conflictWords(theirs, person) {
  const saved = savedWords(theirs, person);
  return theirs.at
    ? say(
        `${saved}，这里的修改尚未保存。不论选哪一个，另一个都会存为命名版本。`,
        `${saved}; the changes here are not saved. Whichever you choose, the other is kept as a named version.`,
      )
    : say(
        "此文件在您编辑期间已变更（草稿被放弃，或新版本已生效），您的修改尚未保存。不论选哪一个，另一个都会存为命名版本。",
        "This file changed while you were working (the draft was discarded, or a new version came into force); your changes are not saved. Whichever you choose, the other is kept as a named version.",
      );
}

function goneWords() {
  return say("此文件已不在草稿中。", "This file is no longer in the draft.");
}

function refusedWords({ status, title }) {
  if (status === 413) return say("文件过大，服务器未保存。请减少内容后再试。", "The file is too large to be saved. Make it smaller and try again.");
  if (status === 403) return say("您没有修改流程的权限，修改未保存到服务器。", "You may not change procedures; the changes are not on the server.");
  if (status === 404) return say("服务器上已没有这个流程，修改只保存在这台电脑上。", "The server has this procedure no more; the changes are on this computer only.");
  return title ?? say("服务器未接受这些修改，它们保存在这台电脑上。", "The server did not take these changes; they are kept on this computer.");
}
