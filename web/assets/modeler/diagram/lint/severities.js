// Each severity by a sign and a word, never by colour alone; gravest first.
import { say } from "../../words.js";

export const SEVERITIES = [
  { id: "error", sign: "✕", name: say("错误", "Error"), count: (number) => say(`${number} 个错误`, `${number} ${number === 1 ? "error" : "errors"}`) },
  { id: "warning", sign: "!", name: say("警告", "Warning"), count: (number) => say(`${number} 个警告`, `${number} ${number === 1 ? "warning" : "warnings"}`) },
  { id: "info", sign: "i", name: say("提示", "Note"), count: (number) => say(`${number} 个提示`, `${number} ${number === 1 ? "note" : "notes"}`) },
];

export const severity = (id) => SEVERITIES.find((one) => one.id === id);
