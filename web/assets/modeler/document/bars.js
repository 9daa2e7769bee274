// What a person is told about saving: one line that is always there, and bars that ask for something.
import { moment, say } from "../words.js";

export function bars(element) {
  const line = element.querySelector("[data-saving]");
  const place = element.querySelector("[data-bars]");

  function status(state, at) {
    const said = {
      saved: () => say(`已保存 ${moment(at)}`, `Saved ${moment(at)}`),
      typing: () => say("正在保存…", "Saving…"),
      kept: () => say("已保存在本机，尚未送达服务器", "Kept on this computer, not on the server yet"),
      reading: () => say("仅供查看", "Read only"),
      untouched: () => "",
    }[state]();
    line.dataset.saving = state;
    if (line.textContent !== said) line.textContent = said;
  }

  // Replaces the bar of this name. answers: [{label, primary?, act, href?}]
  function show(name, sentence, answers = [], tone = "warning") {
    drop(name);
    const bar = document.createElement("div");
    bar.className = `notice notice-${tone} editor-bar`;
    bar.dataset.bar = name;
    bar.setAttribute("role", "alert");
    const text = document.createElement("p");
    text.textContent = sentence;
    bar.append(text, ...answers.map(button));
    place.append(bar);
    return bar;
  }

  function drop(name) {
    place.querySelector(`[data-bar="${name}"]`)?.remove();
  }

  // A bar that waits for one of its answers.
  function ask(name, sentence, answers, tone) {
    return new Promise((resolve) => {
      const wired = answers.map((one) => ({ ...one, act: () => (drop(name), resolve(one.value)) }));
      show(name, sentence, wired, tone).querySelector("button")?.focus();
    });
  }

  return { status, show, drop, ask };
}

function button({ label, primary, act, href }) {
  const made = document.createElement(href ? "a" : "button");
  made.className = `${primary ? "primary" : "secondary"} small`;
  made.textContent = label;
  if (href) Object.assign(made, { href, target: "_blank", rel: "opener" });
  else made.type = "button";
  if (act) made.addEventListener("click", act);
  return made;
}
