// Who else has this file open, and whether somebody saved it since it was loaded here.
import { say } from "../words.js";
import { savedWords } from "./whose.js";

const EVERY = 15000;

export function accompany(element, told, server, saving) {
  const place = element.querySelector("[data-company]");
  look();
  setInterval(look, EVERY);
  document.addEventListener("visibilitychange", look);

  async function look() {
    if (document.hidden) return;
    const answer = await server.present();
    if (answer.state !== "saved") return;
    const names = answer.others.map((one) => one.name).join(say("、", ", "));
    const said = names ? say(`${names}也打开了此文件`, `${names} also has this file open`) : "";
    if (place.textContent !== said) place.textContent = said;
    if (answer.revision !== saving.base() && !saving.unsaved()) newer(answer);
    else told.drop("newer");
  }

  function newer(theirs) {
    const sentence = theirs.at
      ? savedWords(theirs, element.dataset.person) + say("。", ".")
      : say("此文件已有新内容。", "This file has new content.");
    told.show("newer", sentence, [{ label: say("显示新内容", "Show it"), primary: true, act: saving.take }]);
  }
}
