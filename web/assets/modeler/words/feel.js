// What the checks of FEEL say.
export default {
  "FEEL cannot be read": "FEEL 有误",
  "Hint": "提示",
  "Something is missing or superfluous before this part.": "这里之前缺了或者多了内容。",
  "The expression is not complete.": "表达式没有写完。",
  "The first item is [1], not [0].": "第一项写作 [1]，不是 [0]。",
  "This part of the expression cannot be read.": "系统看不懂这一部分。"
};
