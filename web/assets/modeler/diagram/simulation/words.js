// The simulation writes its words in English into the page; in a Chinese page they are replaced as they appear.
import { chinese } from "../../words.js";

const CHINESE = {
  "Reset Simulation": "重新开始演示",
  "Play/Pause Simulation": "播放或暂停",
  "Pause Simulation": "已暂停",
  "Play Simulation": "继续播放",
  "Toggle Simulation Log": "显示或隐藏演示记录",
  "Simulation Log": "演示记录",
  "No Entries": "还没有记录",
  "Found unsupported elements": "有些元素不能演示",
  "Not supported": "不能演示",
  Finished: "已结束",
  finished: "已结束",
  started: "已开始",
  canceled: "已取消",
  Process: "流程",
  SubProcess: "子流程",
  "Service Task": "自动任务",
  "User Task": "用户任务",
  "Call Activity": "调用流程",
  "Script Task": "计算任务",
  "Business Rule Task": "决策任务",
  "Manual Task": "手工任务",
  "Receive Task": "接收任务",
  "Send Task": "发送任务",
  Task: "任务",
  "Exclusive Gateway": "排他网关",
  "Parallel Gateway": "并行网关",
  "Inclusive Gateway": "包容网关",
  "Start Event": "开始事件",
  "Intermediate Event": "中间事件",
  "Boundary Event": "边界事件",
  "End Event": "结束事件",
  "Set Sequence Flow": "换一条走向",
  "Trigger Event": "触发",
  "Add pause point": "在此停下",
  "Remove pause point": "不再停下",
  "Set animation speed = Slow": "慢速",
  "Set animation speed = Normal": "常速",
  "Set animation speed = Fast": "快速",
  Close: "关闭",
};
const ATTRIBUTES = ["title", "aria-label"];

// Translates what stands in `place` and whatever comes; returns a function that ends it.
export function translated(place) {
  if (!chinese) return () => {};
  const watcher = new MutationObserver((changes) => {
    for (const change of changes) {
      if (change.type === "attributes") attributes(change.target);
      else if (change.type === "characterData") text(change.target);
      else change.addedNodes.forEach(whole);
    }
  });
  watcher.observe(place, { subtree: true, childList: true, characterData: true, attributeFilter: ATTRIBUTES });
  whole(place);
  return () => watcher.disconnect();
}

function whole(node) {
  if (node.nodeType === Node.TEXT_NODE) text(node);
  if (node.nodeType !== Node.ELEMENT_NODE || node.closest(".djs-element")) return;
  attributes(node);
  node.childNodes.forEach(whole);
}

function text(node) {
  const found = inChinese(node.data.trim());
  if (found && !node.parentElement?.closest(".djs-element")) node.data = node.data.replace(node.data.trim(), found);
}

function attributes(element) {
  for (const name of ATTRIBUTES) {
    const found = inChinese(element.getAttribute(name) ?? "");
    if (found) element.setAttribute(name, found);
  }
}

function inChinese(words) {
  const instance = words.match(/^Focus process instance (.+)$/);
  if (instance) return `只看流程实例 ${instance[1]}`;
  const ended = words.match(/^(.*) (finished|started|canceled)$/);
  if (ended) return `${CHINESE[ended[1]] ?? ended[1]} ${CHINESE[ended[2]]}`;
  return CHINESE[words];
}
