// Several of many known things, such as clauses or roles: those chosen stand in a list with their words, and are
// searched for by id or by any word of their text.
import { jsx, jsxs } from "@bpmn-io/properties-panel/preact/jsx-runtime";
import { useState } from "@bpmn-io/properties-panel/preact/hooks";
import { useService } from "bpmn-js-properties-panel";
import { say } from "../../words.js";

const MOST_SHOWN = 12;

export function Tokens({ element, id, label, hint, value, options }) {
  const injector = useService("injector");
  const [text, setText] = useState("");
  const known = options(element, useService("offered").lists);
  const chosen = value.get(element);
  const put = (ids) => value.set(injector, element, ids);
  const words = text.trim().toLowerCase().split(/\s+/).filter(Boolean);
  const fits = ({ id: own, label: said, text: long = "" }) =>
    words.every((word) => `${own} ${said} ${long}`.toLowerCase().includes(word));
  const found = words.length ? known.filter((one) => !chosen.includes(one.id) && fits(one)) : [];
  const add = (one) => {
    put([...chosen, one]);
    setText("");
  };
  const field = `bio-properties-panel-${id}`;
  return jsxs("div", {
    class: "bio-properties-panel-entry workshop-tokens",
    "data-entry-id": id,
    children: [
      chosen.length > 0 &&
        jsx("ul", {
          "aria-label": label,
          children: chosen.map((one) => chosenItem(known.find((other) => other.id === one) ?? { id: one, unknown: true }, () => put(chosen.filter((other) => other !== one)))),
        }),
      jsx("label", { class: "bio-properties-panel-label", for: field, children: label }),
      jsx("input", {
        id: field,
        class: "bio-properties-panel-input",
        type: "text",
        "data-chosen": chosen.length ? "yes" : "no",
        autocomplete: "off",
        value: text,
        "aria-describedby": `${field}-hint`,
        placeholder: say("输入编号或文字查找", "Search by id or words"),
        onInput: ({ target }) => setText(target.value),
        onKeyDown: (event) => {
          if (event.key === "Escape") setText("");
          if (event.key !== "Enter") return;
          event.preventDefault();
          const only = found.find((one) => one.id === text.trim()) ?? (found.length === 1 ? found[0] : undefined);
          if (only) add(only.id);
        },
      }),
      jsx("div", { id: `${field}-hint`, class: "bio-properties-panel-description", children: hint }),
      jsx("div", {
        class: "workshop-found",
        role: "status",
        children: words.length > 0 && found.length === 0 ? say("没有找到别的（已选的不再列出）。", "Nothing else found (what is chosen is not listed again).") : null,
      }),
      found.length > 0 &&
        jsx("ul", {
          class: "workshop-offers",
          "aria-label": say("查到的，按回车选用", "What was found"),
          children: found.slice(0, MOST_SHOWN).map((one) =>
            jsx("li", {
              children: jsxs("button", {
                type: "button",
                onClick: () => add(one.id),
                children: [jsx("b", { children: one.id }), " ", one.label, one.text && jsx("small", { children: one.text })],
              }),
            }, one.id),
          ),
        }),
      found.length > MOST_SHOWN &&
        jsx("div", {
          class: "bio-properties-panel-description",
          children: say(`还有 ${found.length - MOST_SHOWN} 条，请再输入几个字。`, `${found.length - MOST_SHOWN} more; type further words.`),
        }),
    ],
  });
}

function chosenItem({ id, label, text, unknown }, remove) {
  return jsxs("li", {
    class: unknown ? "workshop-unknown" : "",
    children: [
      jsxs("span", {
        children: [
          jsx("b", { children: id }),
          " ",
          unknown ? say("⚠ 登记册中没有", "⚠ not in the register") : label,
          text && jsx("small", { children: text }),
        ],
      }),
      jsx("button", {
        type: "button",
        onClick: remove,
        "aria-label": say(`去掉 ${id}`, `Remove ${id}`),
        title: say("去掉", "Remove"),
        children: "×",
      }),
    ],
  }, id);
}
