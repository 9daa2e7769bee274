// What a package says, in the page's language: `{name}` in a sentence is filled in.
import { chinese } from "../words.js";
import { catalogue } from "./index.js";

export function said(sentence, parts = {}) {
  return (chinese ? (catalogue[sentence] ?? sentence) : sentence).replace(/{([^}]+)}/g, (whole, name) => parts[name] ?? whole);
}
