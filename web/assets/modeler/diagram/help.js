// The list of keys, in a dialog that the question mark opens.
import { say } from "../words.js";

const KEYS = [
  ["Tab", "到画布；再按 Tab 离开画布", "To the canvas; Tab again leaves it"],
  ["N", "新建元素（输入中文或英文查找，回车放下）", "Create an element (type to find it, Enter places it)"],
  ["A", "在选定元素之后添加元素", "Append an element to the selected one"],
  ["。 / ，（. / ,）", "沿流程到下一个、上一个元素", "To the next or previous element along the flow", ". / ,"],
  ["↑ ↓ ← →", "移动选定的元素；加 Shift 移得更远", "Move the selected element; with Shift further"],
  ["E", "修改名称", "Edit the name"],
  ["R", "换成另一种元素", "Change into another kind of element"],
  ["Shift C", "从选定元素连到另一个元素", "Connect the selected element to another"],
  ["K", "颜色", "Colour"],
  ["Enter / P", "到选定元素的属性", "To the properties of the selected element"],
  ["T", "到元素列表", "To the list of elements"],
  ["Delete", "删除选定的元素", "Delete the selected elements"],
  ["Ctrl Z / Ctrl Y", "撤销、重做", "Undo, redo"],
  ["Ctrl C / Ctrl X / Ctrl V", "复制、剪切、粘贴（也能贴到别的图、别的标签页）", "Copy, cut, paste (also into other diagrams and tabs)"],
  ["Ctrl D", "再来一份", "Duplicate"],
  ["Ctrl A", "全选", "Select all"],
  ["Ctrl F", "查找元素", "Find an element"],
  ["Ctrl + / Ctrl − / Ctrl 0", "放大、缩小、原始大小", "Zoom in, zoom out, actual size"],
  ["Ctrl ↑ ↓ ← →", "移动画布", "Move the canvas"],
  ["L / S / H / C", "用鼠标：框选、推开、拖动画布、连线", "With the mouse: lasso, make space, drag the canvas, connect"],
  ["Esc", "取消选定；从列表或属性回到画布", "Clear the selection; from the list or the properties back to the canvas"],
  ["Ctrl S", "立即保存（平时自动保存）", "Save now (it is saved as you go)"],
  ["?", "这张表", "This list"],
];

export function openHelp(dialog) {
  const body = dialog.querySelector("tbody");
  if (!body.children.length) {
    for (const [keys, zh, en, keysEn] of KEYS) {
      const line = body.insertRow();
      const head = document.createElement("th");
      head.scope = "row";
      head.textContent = say(keys, keysEn ?? keys);
      line.append(head);
      line.insertCell().textContent = say(zh, en);
    }
  }
  dialog.showModal();
}
