// One file in an editor: loaded, kept in this browser with every change, saved to the server after a rest.
//
//   const doc = await openDocument(document.getElementById("editor"));
//   doc.text                      what to show: the server's, or what a crash left here, after asking
//   doc.readOnly
//   doc.changed(async () => text) after every change
//   doc.onReplaced((text) => …)   another's version is shown from now on: after a conflict, or as somebody chose to
//   await doc.flush()             true when the server has everything
import { bars } from "./document/bars.js";
import { accompany } from "./document/company.js";
import { keeper } from "./document/keeping.js";
import { saver } from "./document/saving.js";
import { sender } from "./document/sending.js";
import { moment, say } from "./words.js";

export async function openDocument(element) {
  const { key, person } = element.dataset;
  const told = bars(element);
  const server = sender(element.dataset);
  const loaded = await server.load();
  const doc = { text: loaded.text, readOnly: "readonly" in element.dataset, changed() {}, flush: async () => true };
  let replaced = () => {};
  doc.onReplaced = (hear) => (replaced = hear);
  if (doc.readOnly) {
    told.status("reading");
    return doc;
  }
  const local = await keeper(`${person}/${key}`);
  const saving = saver({ element, told, server, local, loaded, replaced: (text) => replaced(text) });
  Object.assign(doc, { changed: saving.changed, flush: saving.flush });
  const left = await leftHere(told, local, loaded);
  if (left) {
    doc.text = left.text;
    saving.goOn(left);
    await local.drop(left.name);
  }
  accompany(element, told, server, saving);
  return doc;
}

// What an earlier tab left in this browser and the server never got; whoever opens the file decides what becomes of it.
async function leftHere(told, local, loaded) {
  for (const one of await local.leftBehind()) {
    const goOn = one.text !== loaded.text && (await told.ask("left", leftWords(one), answers(), "warning"));
    if (goOn) return one;
    await local.drop(one.name);
  }
  return null;
}

function leftWords({ at }) {
  return say(
    `这台电脑上留有您 ${moment(at)} 的修改，尚未保存到服务器。`,
    `Changes that you made on ${moment(at)} were kept on this computer; the server does not have them.`,
  );
}

function answers() {
  return [
    { label: say("继续这些修改", "Go on with these changes"), value: true, primary: true },
    { label: say("放弃，使用服务器上的版本", "Give them up, take the server's version"), value: false },
  ];
}
