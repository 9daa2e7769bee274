// The sheet as a picture: SVG as it is drawn, PNG painted by the browser, PDF made by the server.
import { say } from "../../words.js";
import { download } from "./download.js";

const LONGEST = 12_000;
const SHARPNESS = 2;

// diagram: modeler or viewer; name: without an ending.
export async function exportSvg(diagram, name) {
  const { svg } = await diagram.saveSVG();
  download(`${name}.svg`, svg, "image/svg+xml");
}

export async function exportPng(diagram, name) {
  const { svg } = await diagram.saveSVG();
  const picture = new Image();
  picture.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await picture.decode();
  const scale = Math.min(SHARPNESS, LONGEST / Math.max(picture.width, picture.height));
  const paper = document.createElement("canvas");
  paper.width = Math.ceil(picture.width * scale);
  paper.height = Math.ceil(picture.height * scale);
  const brush = paper.getContext("2d");
  brush.fillStyle = "#fff";
  brush.fillRect(0, 0, paper.width, paper.height);
  brush.drawImage(picture, 0, 0, paper.width, paper.height);
  const made = await new Promise((done) => paper.toBlob(done, "image/png"));
  if (!made) throw new Error(say("浏览器画不出这么大的图片，请导出 SVG 或 PDF。", "The browser cannot paint a picture of this size. Export SVG or PDF."));
  download(`${name}.png`, made);
}

// address: where the server makes it; token: a fresh CSRF token.
export async function exportPdf(diagram, name, address, token) {
  const { svg } = await diagram.saveSVG();
  const answer = await fetch(address, {
    method: "POST",
    headers: { "Content-Type": "image/svg+xml", "X-CSRFToken": token, Accept: "application/pdf, application/problem+json" },
    body: svg.slice(svg.indexOf("<svg")),
  });
  if (!answer.ok) throw new Error((await answer.json().catch(() => ({}))).detail ?? say("服务器没能生成 PDF。", "The server made no PDF."));
  download(`${name}.pdf`, await answer.blob());
}
