// The picture as SVG: what stands on the canvas, drawn again as shapes and text.
const SIDES = { hexagon: 6, octagon: 8, heptagon: 7, "round-pentagon": 5, diamond: 4, "round-diamond": 4 };

function escaped(text) {
  return String(text).replace(/[&<>"']/g, (c) => `&#${c.codePointAt(0)};`);
}

function outline(shape, x, y, size, paint) {
  const r = size / 2;
  if (shape === "ellipse") return `<circle cx="${x}" cy="${y}" r="${r}" ${paint}/>`;
  if (shape === "star") {
    const points = Array.from({ length: 10 }, (_, i) => {
      const far = i % 2 ? r * 0.5 : r;
      const angle = (Math.PI * i) / 5 - Math.PI / 2;
      return `${(x + far * Math.cos(angle)).toFixed(1)},${(y + far * Math.sin(angle)).toFixed(1)}`;
    });
    return `<polygon points="${points.join(" ")}" ${paint}/>`;
  }
  if (shape in SIDES) {
    const n = SIDES[shape];
    const turn = n === 6 ? 0 : n === 8 ? Math.PI / 8 : -Math.PI / 2;
    const points = Array.from({ length: n }, (_, i) => {
      const angle = turn + (2 * Math.PI * i) / n;
      return `${(x + r * Math.cos(angle)).toFixed(1)},${(y + r * Math.sin(angle)).toFixed(1)}`;
    });
    return `<polygon points="${points.join(" ")}" ${paint}/>`;
  }
  const round = shape === "cut-rectangle" ? 2 : 6;
  return `<rect x="${x - r}" y="${y - r}" width="${size}" height="${size}" rx="${round}" ${paint}/>`;
}

function svgText(rows, x, y, size, colours, weight = 400) {
  const spans = rows
    .map((row, i) => `<tspan x="${x.toFixed(1)}" y="${(y + i * size * 1.17).toFixed(1)}">${escaped(row)}</tspan>`)
    .join("");
  return (
    `<text font-size="${size}" font-weight="${weight}" text-anchor="middle" fill="${colours.text}" ` +
    `stroke="${colours.page}" stroke-width="3" paint-order="stroke">${spans}</text>`
  );
}

function svgEdge(edge, colours) {
  const from = edge.sourceEndpoint();
  const to = edge.targetEndpoint();
  if (!from || !to) return "";
  const bend = edge.controlPoints()?.[0];
  const colour = escaped(edge.style("line-color"));
  const dash = { dashed: edge.hasClass("weak") ? "2 3" : "7 4" }[edge.style("line-style")];
  const way = bend
    ? `M${from.x.toFixed(1)} ${from.y.toFixed(1)}Q${bend.x.toFixed(1)} ${bend.y.toFixed(1)} ${to.x.toFixed(1)} ${to.y.toFixed(1)}`
    : `M${from.x.toFixed(1)} ${from.y.toFixed(1)}L${to.x.toFixed(1)} ${to.y.toFixed(1)}`;
  const back = bend ?? from;
  const angle = Math.atan2(to.y - back.y, to.x - back.x);
  const arrow = edge.style("target-arrow-shape") === "none" ? "" : [0, 2.7, -2.7]
    .map((turn) => {
      const far = turn === 0 ? 0 : 8;
      return `${(to.x + far * Math.cos(angle + turn)).toFixed(1)},${(to.y + far * Math.sin(angle + turn)).toFixed(1)}`;
    })
    .join(" ");
  const paint = `stroke="${colour}" stroke-opacity="${edge.style("line-opacity")}" fill="none" stroke-width="${edge.numericStyle("width")}"`;
  const middle = edge.midpoint();
  const rows = edge.data("text").split("\n");
  const slope = (Math.atan((to.y - from.y) / (to.x - from.x || 1e-6)) * 180) / Math.PI;
  const label =
    edge.hasClass("mute") || !edge.style("label")
      ? ""
      : `<g transform="rotate(${slope.toFixed(1)} ${middle.x.toFixed(1)} ${middle.y.toFixed(1)})">` +
        svgText(rows, middle.x, middle.y + 3 - (rows.length - 1) * 5.6, 9.5, colours) +
        "</g>";
  return (
    `<path d="${way}" ${paint}${dash ? ` stroke-dasharray="${dash}"` : ""}/>` +
    svgChange(edge, colour) +
    (arrow ? `<polygon points="${arrow}" fill="${colour}" fill-opacity="${edge.style("line-opacity")}"/>` : "") +
    label
  );
}

// A bar where a line begins that ended, a ball on one that began: not everybody sees the colours.
function svgChange(edge, colour) {
  const { x, y } = edge.sourceEndpoint();
  if (edge.hasClass("begun")) return `<circle cx="${x}" cy="${y}" r="4" fill="${colour}"/>`;
  if (!edge.hasClass("ended")) return "";
  const [from, to] = [edge.sourceEndpoint(), edge.targetEndpoint()];
  const turn = (Math.atan2(to.y - from.y, to.x - from.x) * 180) / Math.PI;
  return `<rect x="${x - 1.5}" y="${y - 6}" width="3" height="12" fill="${colour}" transform="rotate(${turn.toFixed(1)} ${x} ${y})"/>`;
}

function svgNode(node, kinds, colours) {
  const { x, y } = node.position();
  const kind = kinds[node.data("kind")] ?? { color: "#64748b", shape: "ellipse", glyph: "" };
  const size = node.data("px");
  const dash = node.hasClass("weak") ? ' stroke-dasharray="4 3"' : "";
  const ring = node.hasClass("weak") ? colours.text : node.hasClass("pinned") ? "#e8a33d" : colours.page;
  const paint = `fill="${kind.color}" stroke="${ring}" stroke-width="2"${dash}`;
  const halo = node.hasClass("focus")
    ? `<circle cx="${x}" cy="${y}" r="${size / 2 + 9}" fill="#e8a33d" fill-opacity="0.32"/>`
    : "";
  const badge = node.hasClass("pinned")
    ? `<image href="${PIN}" x="${x - size / 2}" y="${y - size / 2}" width="${size}" height="${size}"/>`
    : "";
  const fs = node.data("fs");
  const rows = node.data("text").split("\n");
  const side = SIDES_OF_LABEL.find((each) => node.hasClass(each));
  const box = nodeLabelBox(node, 1, fs, side);
  const weight = node.hasClass("focus") ? 600 : 400;
  const name = node.hasClass("mute") ? "" : svgText(rows, (box.x1 + box.x2) / 2, box.y1 + fs, fs, colours, weight);
  return (
    `<g>${halo}${outline(kind.shape, x, y, size, paint)}` +
    `<text x="${x}" y="${y}" font-size="${size * 0.5}" font-weight="600" fill="#fff" text-anchor="middle" dominant-baseline="central">${escaped(kind.glyph)}</text>${badge}${name}</g>`
  );
}

function svgBox(node, colours) {
  const b = node.boundingBox({ includeLabels: false });
  return (
    `<rect x="${b.x1}" y="${b.y1}" width="${b.w}" height="${b.h}" rx="8" fill="${colours.text}" fill-opacity="0.045" stroke="${colours.line}"/>` +
    svgText([node.data("text")], (b.x1 + b.x2) / 2, b.y1 - 5, node.data("fs"), colours, 600)
  );
}

function asSvg(cy, kinds, colours) {
  const shown = cy.elements(":visible");
  const box = shown.boundingBox();
  const edge = 30;
  const [x, y, w, h] = [box.x1 - edge, box.y1 - edge, box.w + 2 * edge, box.h + 2 * edge].map(Math.round);
  const boxes = shown.filter("node.box").map((n) => svgBox(n, colours));
  const drawn = shown.filter("edge").map((e) => svgEdge(e, colours));
  const nodes = shown.filter("node").not(".box").map((n) => svgNode(n, kinds, colours));
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${x} ${y} ${w} ${h}" width="${w}" height="${h}" ` +
    `font-family='${FONT.replaceAll('"', "")}'><rect x="${x}" y="${y}" width="${w}" height="${h}" fill="${colours.page}"/>` +
    [...boxes, ...drawn, ...nodes].join("") +
    "</svg>"
  );
}
