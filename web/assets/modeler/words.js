// Words of the workshop in the reader's language, which the page's own declares.
export const chinese = document.documentElement.lang.startsWith("zh");

export function say(zh, en) {
  return chinese ? zh : en;
}

// An override of diagram-js's `translate`: `catalogue` gives the Chinese for the English that the packages say.
export function translateModule(catalogue) {
  return { translate: ["value", (said, parts) => put(chinese ? (catalogue[said] ?? said) : said, parts ?? {})] };
}

function put(said, parts) {
  return said.replace(/{([^}]+)}/g, (whole, name) => parts[name] ?? whole);
}

export function moment(at) {
  return new Date(at).toLocaleString(chinese ? "zh-CN" : "en-GB", { dateStyle: "medium", timeStyle: "short", timeZone: "Asia/Shanghai" });
}
