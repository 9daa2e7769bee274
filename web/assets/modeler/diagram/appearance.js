// How diagrams look wherever they are drawn: the fonts of web/assets/diagram.js.
export const FONT = '"PingFang SC", "Noto Sans CJK SC", "Noto Sans SC", "Microsoft YaHei", "WenQuanYi Micro Hei", sans-serif';

export const textRenderer = { defaultStyle: { fontFamily: FONT, fontSize: "13px" }, externalStyle: { fontSize: "12px" } };
