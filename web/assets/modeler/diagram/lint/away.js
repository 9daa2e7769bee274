// Why there are no new findings, and when there will be.
import { say } from "../../words.js";

export function awayWords(signedOut) {
  if (signedOut) return say("登录已过期，重新登录后随下一次改动检查。", "Your session is over; checked with the next change once you have signed in again.");
  return say("连不上服务器，稍后再检查。", "The server is away; checked again later.");
}
