// Where a place lies as seen from where its reader was: no streets, only direction and distance, so that it works offline.
import { word } from "./words.js";

const SVG = "http://www.w3.org/2000/svg";
const WIDTH = 96;
const HEIGHT = 72;
const EDGE = 14;
const METRES_A_DEGREE = 111320;

function drawn(tag, attributes, text = "") {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, String(value));
  node.textContent = text;
  return node;
}

export function miniMap(from, to) {
  const north = (to.latitude - from.latitude) * METRES_A_DEGREE;
  const east = (to.longitude - from.longitude) * METRES_A_DEGREE * Math.cos((from.latitude * Math.PI) / 180);
  const scale = Math.min((WIDTH - 2 * EDGE) / Math.max(Math.abs(east), 1), (HEIGHT - 2 * EDGE) / Math.max(Math.abs(north), 1));
  const x = (factor) => WIDTH / 2 + factor * east * scale;
  const y = (factor) => HEIGHT / 2 - factor * north * scale;
  const svg = drawn("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, class: "mini-map", role: "img" });
  const metres = Math.round(Math.hypot(north, east) / 10) * 10;
  svg.setAttribute("aria-label", `${word("miniMap")}: ${metres} ${word("metres")}`);
  svg.append(
    drawn("line", { x1: x(-0.5), y1: y(-0.5), x2: x(0.5), y2: y(0.5), class: "mini-way" }),
    drawn("circle", { cx: x(-0.5), cy: y(-0.5), r: 5, class: "mini-from" }),
    drawn("path", { d: `M ${x(0.5)} ${y(0.5)} l -5 -9 a 5.7 5.7 0 1 1 10 0 z`, class: "mini-to" }),
    drawn("text", { x: 3, y: HEIGHT - 4 }, `${metres} ${word("metres")}`),
    drawn("text", { x: WIDTH - 3, y: 10, "text-anchor": "end" }, "N ↑"),
  );
  return svg;
}
