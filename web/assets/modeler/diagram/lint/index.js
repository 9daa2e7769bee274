// What shows the server's findings on the canvas and in a list below it, while one draws.
import { Findings } from "./findings.js";
import { Marks } from "./marks.js";
import { List } from "./list.js";

export const lintModules = [
  {
    __init__: ["findings", "findingMarks", "findingList"],
    findings: ["type", Findings],
    findingMarks: ["type", Marks],
    findingList: ["type", List],
  },
];
