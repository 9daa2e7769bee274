// Who saved a file, in words for `person`: another, or they themselves in a window of theirs.
import { moment, say } from "../words.js";

export function savedWords({ by, by_name, at }, person) {
  if (by === person) return say(`您在另一个窗口中于 ${moment(at)} 保存了此文件`, `You saved this file in another window on ${moment(at)}`);
  return say(`${by_name}于 ${moment(at)} 保存了此文件`, `${by_name} saved this file on ${moment(at)}`);
}

export function theirsLabel({ by }, person) {
  return by === person ? say("采用另一个窗口的", "Take the other window's") : say("采用对方的", "Take theirs");
}

export function mineLabel({ by }, person) {
  return by === person ? say("保留这个窗口的", "Keep this window's") : say("保留我的", "Keep mine");
}
