// What is copied can be pasted in every diagram and tab of this browser. It lies in the browser's storage: the system's
// clipboard is closed to pages without HTTPS and asks for permission to read.
import { createReviver } from "bpmn-js-native-copy-paste/lib/PasteUtil.js";

const KEY = "tiaokuai.diagram.copied";
const BEFORE_OTHERS = 2050;

function Clipboard(eventBus, moddle) {
  eventBus.on("copyPaste.elementsCopied", BEFORE_OTHERS, ({ tree, hints }) => {
    // Duplicating copies, too, and is nobody's copy to keep.
    if (hints?.clip === false) return;
    try {
      localStorage.setItem(KEY, JSON.stringify(tree));
    } catch {
      // Full or forbidden: what was copied before must not come back instead.
      localStorage.removeItem(KEY);
    }
  });
  eventBus.on("copyPaste.pasteElements", BEFORE_OTHERS, (context) => {
    const kept = context.tree ? null : localStorage.getItem(KEY);
    if (kept) context.tree = JSON.parse(kept, createReviver(moddle));
  });
}
Clipboard.$inject = ["eventBus", "moddle"];

export const clipboard = { __init__: ["sharedClipboard"], sharedClipboard: ["type", Clipboard] };
