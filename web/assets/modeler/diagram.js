// The page on which a procedure's diagram is drawn, or read by those who may not draw.
import { openDocument } from "./document.js";
import { openEditor } from "./diagram/editor.js";

const place = document.getElementById("editor");
await openEditor(place, openDocument(place));
