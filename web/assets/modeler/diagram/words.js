// The words of bpmn-js in the page's language, and the same words in the other one.
import { say, translateModule } from "../words.js";
import { catalogue } from "../words/index.js";

const english = new Map(Object.entries(catalogue).map(([en, zh]) => [zh, en]));

export const words = translateModule(catalogue);

// What a label of the page's language is called in the other: people look for either.
export function inOtherLanguage(label) {
  return say(english.get(label), catalogue[label]);
}
