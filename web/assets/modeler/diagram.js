import { openDocument } from "./document.js";

await openDocument(document.getElementById("editor"));
