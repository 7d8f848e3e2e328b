// How nodes and lines look, and which labels there is room for. Joined with network.js by Python.
const FONT =
  '"Noto Sans CJK SC","Source Han Sans SC","PingFang SC","Microsoft YaHei","Hiragino Sans GB",' +
  '"WenQuanYi Micro Hei",sans-serif';
const READABLE = 10.5; // px on the screen below which no label is drawn
const LABEL_EM = 10.6; // characters of a line of a label
// Lines that mean something, on a light page and on a dark one: a chain that was asked for, a
// computed relation, one that ended or began since a day.
const SIGNS = {
  light: { way: "#b45309", derived: "#8255b0", ended: "#b4232f", begun: "#1d7f4f" },
  dark: { way: "#f0a04b", derived: "#b996ea", ended: "#f2767c", begun: "#4fc78c" },
};
// As `theme` reads it of a light page.
const LIGHT = { page: "#ffffff", text: "#1b2430", primary: "#1d5fa8", line: "#d5dde7", ...SIGNS.light };
const LEADING = 12; // firms that are named even where their names cover other signs

function drawing(inner) {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64" viewBox="0 0 64 64">${inner}</svg>`;
  return "data:image/svg+xml;utf8," + encodeURIComponent(svg);
}

function glyph(letter) {
  return drawing(
    `<text x="32" y="33" font-size="34" font-weight="600" fill="#fff" text-anchor="middle" ` +
    `dominant-baseline="central" font-family='${FONT.replaceAll('"', "")}'>${letter ?? ""}</text>`,
  );
}

// The badge of a pinned node: told by its shape, for its colour alone is not seen by everybody.
const PIN_SIGN =
  '<circle cx="46" cy="16" r="13" fill="#e8a33d" stroke="#fff" stroke-width="2"/>' +
  '<path d="M41 9h10M42.5 9v7l-3 4.5h13l-3-4.5v-7M46 21v6" fill="none" stroke="#3b2600" stroke-width="2.6"/>';
const PIN = drawing(PIN_SIGN);

function theme(host) {
  const style = getComputedStyle(host);
  const read = (name, fallback) => style.getPropertyValue(name).trim() || fallback;
  const page = read("--st-background-color", "#ffffff");
  return {
    page,
    ...SIGNS[isDark(page) ? "dark" : "light"],
    text: read("--st-text-color", "#1f2937"),
    primary: read("--st-primary-color", "#1d5fa8"),
    line: read("--st-border-color", "#cbd5e1"),
  };
}

function isDark(colour) {
  const hex = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})/i.exec(colour);
  const parts = hex ? hex.slice(1).map((part) => parseInt(part, 16)) : colour.match(/[\d.]+/g) ?? [];
  const [red, green, blue] = parts.map(Number);
  return 0.3 * red + 0.59 * green + 0.11 * blue < 128;
}

function stylesheet(colours) {
  return [
    {
      selector: "node",
      style: {
        "background-color": "#64748b",
        width: 28,
        height: 28,
        "background-fit": "contain",
        "background-clip": "none",
        "border-width": 1.5,
        "border-color": colours.page,
        label: "data(text)",
        color: colours.text,
        "font-family": FONT,
        "font-size": "data(fs)",
        "text-wrap": "wrap",
        "text-max-width": 1e6, // labels are broken into lines before they come here
        "text-valign": "bottom",
        "text-halign": "center",
        "text-margin-y": 3,
        "line-height": 1.15,
        "text-outline-color": colours.page,
        "text-outline-width": 2,
        "text-outline-opacity": 0.92,
        "z-index": 10,
      },
    },
    {
      selector: "node[color]",
      style: {
        "background-color": "data(color)",
        shape: "data(shape)",
        width: "data(px)",
        height: "data(px)",
        "background-image": "data(image)",
      },
    },
    { selector: "node.over", style: { "z-index": 18 } }, // its name covers other signs, not they it
    { selector: "node.above", style: { "text-valign": "top", "text-margin-y": -3 } },
    ...["left", "right"].map((side) => ({
      selector: `node.${side}`,
      style: {
        "text-valign": "center", "text-halign": side, "text-margin-y": 0,
        "text-margin-x": side === "left" ? -3 : 3,
      },
    })),
    { selector: "node[kind = 'Bid']", style: { "text-opacity": 0.85 } },
    {
      selector: "node.weak",
      style: {
        "border-style": "dashed",
        "border-width": 2.5,
        "border-color": colours.text,
        "background-opacity": 0.72,
      },
    },
    {
      selector: "node.hub",
      style: { "border-style": "double", "border-width": 5, "border-color": colours.line },
    },
    {
      selector: "node.focus",
      style: {
        "underlay-color": "#e8a33d",
        "underlay-opacity": 0.32,
        "underlay-padding": 9,
        "underlay-shape": "ellipse",
        "font-weight": 600,
        "z-index": 20,
      },
    },
    {
      selector: "node.pinned",
      style: {
        "border-color": "#e8a33d",
        "border-width": 3,
        "border-style": "solid",
        "background-image-containment": "over",
        "background-width": ["100%", "100%"],
        "background-height": ["100%", "100%"],
        "background-fit": ["contain", "none"],
        "background-clip": ["none", "none"],
        "bounds-expansion": 6,
      },
    },
    {
      selector: "node.box",
      style: {
        shape: "round-rectangle",
        "background-color": colours.text,
        "background-opacity": 0.045,
        "background-image": "none",
        "compound-sizing-wrt-labels": "exclude",
        "border-width": 1,
        "border-color": colours.line,
        padding: 26,
        label: "data(text)",
        "font-size": "data(fs)",
        "font-weight": 600,
        "text-valign": "top",
        "text-margin-y": -2,
        "text-opacity": 0.8,
        events: "no",
        "z-index": 1,
      },
    },
    {
      selector: "node.tick",
      style: {
        width: 1,
        height: 1,
        "background-opacity": 0,
        "border-width": 0,
        "text-valign": "center",
        "font-weight": 400,
        "text-opacity": 0.62,
      },
    },
    {
      selector: "edge",
      style: {
        width: 1.4,
        "line-color": colours.text,
        "line-opacity": 0.32,
        "curve-style": "bezier",
        "control-point-step-size": 34,
        "target-arrow-shape": "triangle",
        "target-arrow-color": colours.text,
        "arrow-scale": 0.75,
        "font-family": FONT,
        "font-size": "data(fs)",
        "text-wrap": "wrap",
        color: colours.text,
        "text-rotation": "autorotate",
        "text-outline-color": colours.page,
        "text-outline-width": 2.5,
      },
    },
    { selector: "edge.plain", style: { "curve-style": "haystack", "target-arrow-shape": "none", width: 1, "line-opacity": 0.13 } },
    { selector: "edge.labelled", style: { label: "data(text)" } },
    {
      selector: "edge.derived",
      style: {
        "line-style": "dashed",
        "line-color": colours.derived,
        "line-opacity": 0.75,
        "target-arrow-shape": "none",
        "line-dash-pattern": [7, 4],
      },
    },
    {
      selector: "edge.weak",
      style: { "line-style": "dashed", "line-dash-pattern": [2, 3], "line-opacity": 0.5 },
    },
    ...["ended", "begun"].map((change) => ({
      selector: `edge.${change}`,
      style: {
        "line-color": colours[change],
        "target-arrow-color": colours[change],
        "source-arrow-color": colours[change],
        "source-arrow-shape": change === "ended" ? "tee" : "circle",
        "line-opacity": 0.8,
      },
    })),
    {
      selector: "edge.focus",
      style: {
        width: 2.8,
        "line-color": colours.way,
        "target-arrow-color": colours.way,
        "line-opacity": 0.95,
        "z-index": 12,
      },
    },
    { selector: ".faded", style: { opacity: 0.5 } },
    { selector: ".gone", style: { display: "none" } },
    { selector: "edge.near", style: { "line-opacity": 0.85, width: 2, "z-index": 15 } },
    { selector: "edge.named", style: { label: "data(text)" } },
    {
      selector: "node:selected",
      style: {
        "overlay-color": colours.primary,
        "overlay-opacity": 0.16,
        "overlay-padding": 7,
        "z-index": 28,
      },
    },
    {
      selector: "node.chosen",
      style: {
        "border-color": colours.primary,
        "border-width": 4,
        "border-style": "solid",
        "font-weight": 700,
        "z-index": 30,
      },
    },
    {
      selector: "edge.chosen",
      style: {
        label: "data(text)",
        "line-color": colours.primary,
        "target-arrow-color": colours.primary,
        "line-opacity": 1,
        width: 3,
        "z-index": 30,
      },
    },
    { selector: ".mute", style: { label: "" } },
    { selector: "node:active", style: { "overlay-opacity": 0.1 } },
  ];
}

function textWidth(text, size) {
  let em = 0;
  for (const letter of text) em += letter > "⺀" ? 1 : 0.56;
  return em * size;
}

const CLOSING = /^[\s)）〕】》」』”’,，.。、;；:：!！?？%％…·]/;
const OPENING = /[(（〔【《「『“‘]$/;

// A name in lines of about one length; figures, words and marks stay with what they belong to.
function broken(text) {
  const pieces = [];
  for (const piece of text.match(/ \+\d+$|[A-Za-z0-9.,*@_+-]{1,18}|./gsu) ?? []) {
    const last = pieces.length - 1;
    const joins = last >= 0 && !/^ \+/.test(piece) && (CLOSING.test(piece) || OPENING.test(pieces[last]));
    if (joins) pieces[last] += piece;
    else pieces.push(piece);
  }
  const rows = Math.ceil(textWidth(text, 1) / LABEL_EM);
  const most = Math.min(LABEL_EM, textWidth(text, 1) / rows + 1.1);
  const found = [""];
  for (const piece of pieces) {
    const line = found.at(-1);
    if (line && textWidth(line + piece, 1) > most) found.push(piece.trimStart());
    else found[found.length - 1] += piece;
  }
  return found.join("\n");
}

// Boxes on the screen, found again by the squares that they touch.
class Room {
  constructor(side = 90) {
    this.side = side;
    this.squares = new Map();
  }

  *touched(box) {
    const s = this.side;
    for (let i = Math.floor(box.x1 / s); i <= Math.floor(box.x2 / s); i += 1) {
      for (let j = Math.floor(box.y1 / s); j <= Math.floor(box.y2 / s); j += 1) yield `${i}|${j}`;
    }
  }

  free(box, own, overBodies) {
    for (const square of this.touched(box)) {
      for (const other of this.squares.get(square) ?? []) {
        const meets =
          other.x1 < box.x2 && box.x1 < other.x2 && other.y1 < box.y2 && box.y1 < other.y2;
        const counts = (own === undefined || other.own !== own) && !(overBodies && other.body);
        if (meets && counts) return false;
      }
    }
    return true;
  }

  take(box) {
    for (const square of this.touched(box)) {
      if (!this.squares.has(square)) this.squares.set(square, []);
      this.squares.get(square).push(box);
    }
  }
}

function rank(node) {
  let points = Math.min(node.degree(false), 90) + (node.data("kind") === "Bid" ? -80 : 0);
  if (node.data("kind") === "Company" || node.data("kind") === "Person") points += 20;
  if (node.hasClass("faded")) points -= 500;
  if (node.hasClass("pinned")) points += 300;
  if (node.hasClass("focus")) points += 1000;
  if (node.hasClass("near") || node.selected()) points += 2000;
  return node.hasClass("chosen") ? points + 9000 : points;
}

const SIDES_OF_LABEL = ["below", "above", "right", "left"];

function nodeLabelBox(node, zoom, size, side = "below") {
  const at = node.position();
  const half = (node.data("px") * zoom) / 2;
  const rows = node.data("text").split("\n");
  const wide = Math.max(...rows.map((row) => textWidth(row, size))) / 2 + 2;
  const high = rows.length * size * 1.17 + 2;
  const x = at.x * zoom + ({ right: half + 2 + wide, left: -half - 2 - wide }[side] ?? 0);
  const y = at.y * zoom + ({ below: half + 2, above: -half - 2 - high }[side] ?? -high / 2);
  return { x1: x - wide, x2: x + wide, y1: y, y2: y + high };
}

function edgeLabelBoxes(edge, zoom, size) {
  const a = edge.source().position();
  const b = edge.target().position();
  const angle = Math.atan2(b.y - a.y, b.x - a.x);
  const rows = edge.data("text").split("\n");
  const wide = Math.max(...rows.map((row) => textWidth(row, size)));
  const high = (rows.length * size * 1.17) / 2 + 1;
  const middle = { x: ((a.x + b.x) / 2) * zoom, y: ((a.y + b.y) / 2) * zoom };
  const pieces = Math.max(1, Math.ceil(wide / (2 * high)));
  return Array.from({ length: pieces }, (_, i) => {
    const along = (i + 0.5) * (wide / pieces) - wide / 2;
    const x = middle.x + along * Math.cos(angle);
    const y = middle.y + along * Math.sin(angle);
    return { x1: x - high, x2: x + high, y1: y - high, y2: y + high };
  });
}

// A class is set where it is not as it should be: Cytoscape draws anew whatever is set at all.
function flag(element, name, on) {
  if (element.hasClass(name) !== on) element.toggleClass(name, on);
}

function setText(element, size, shown) {
  const fs = Math.round(size * 4) / 4;
  if (shown && element.data("fs") !== fs) element.data({ fs });
  flag(element, "mute", !shown);
}

// From afar nodes are drawn larger than they are, so that kinds can still be told apart.
function dots(nodes, kinds, zoom, overview) {
  const least = overview ? { focus: 14, Bid: 2.6, other: 4.6 } : { focus: 22, Bid: 10.5, other: 15 };
  for (const node of nodes) {
    const usual = (kinds[node.data("kind")]?.size ?? 28) * (overview ? 0.8 : 1);
    const wanted = node.hasClass("focus") ? "focus" : node.data("kind") === "Bid" ? "Bid" : "other";
    const px = Math.max(usual, least[wanted] / zoom);
    if (Math.abs(px / node.data("px") - 1) > 0.06) node.data("px", px);
  }
}

// As on a map: every label is large enough to be read, and drawn only where it hides no other.
function placeLabels(cy, { none, overview, kinds }) {
  const zoom = cy.zoom();
  const room = new Room();
  const gone = (node) => node.hasClass("gone");
  const nodes = cy.nodes().filter((n) => !gone(n) && !n.hasClass("box")).toArray();
  cy.batch(() => {
    dots(nodes, kinds, zoom, overview);
    if (none) {
      for (const node of nodes) setText(node, 11, node.hasClass("chosen"));
      return;
    }
    cy.nodes(".box").forEach((box) => {
      const size = Math.max(13, 12 / zoom);
      const wide = textWidth(box.data("text"), size * zoom) / 2 + 4;
      const at = box.boundingBox({ includeLabels: false, includeOverlays: false });
      const middle = ((at.x1 + at.x2) / 2) * zoom;
      const sign = { x1: middle - wide, x2: middle + wide, y1: at.y1 * zoom - 18, y2: at.y1 * zoom };
      const shown = !box.hasClass("tick") || room.free(sign);
      if (shown) room.take(sign);
      setText(box, size, shown);
    });
    for (const node of overview ? [] : nodes) {
      const at = node.position();
      const half = (node.data("px") * zoom) / 2;
      room.take({
        x1: at.x * zoom - half, x2: at.x * zoom + half,
        y1: at.y * zoom - half, y2: at.y * zoom + half, own: node.id(), body: true,
      });
    }
    const seen = { x1: -cy.pan().x, x2: cy.width() - cy.pan().x, y1: 46 - cy.pan().y }; // below the tools
    const sides = overview ? ["below"] : SIDES_OF_LABEL;
    let leading = 0;
    const ranks = new Map(nodes.map((node) => [node, rank(node)]));
    for (const node of nodes.sort((a, b) => ranks.get(b) - ranks.get(a) || (a.id() < b.id() ? -1 : 1))) {
      const base = node.hasClass("focus") ? 12.5 : node.data("kind") === "Bid" ? 10 : 11.5;
      const size = Math.max(base * zoom, READABLE);
      const firm = node.data("kind") === "Company" && leading < LEADING;
      if (firm) leading += 1;
      const first = firm || node.hasClass("chosen") || node.hasClass("focus");
      const clear = sides.find((side) => {
        const box = nodeLabelBox(node, zoom, size, side);
        const inside = side === "below" || (box.x1 > seen.x1 && box.x2 < seen.x2 && box.y1 > seen.y1);
        return inside && room.free(box, node.id());
      });
      const side = clear ?? "below";
      const box = nodeLabelBox(node, zoom, size, side);
      const shown = clear !== undefined || (first && room.free(box, node.id(), true)) || node.hasClass("chosen");
      if (shown) room.take(box);
      for (const each of SIDES_OF_LABEL.slice(1)) {
        if (shown) flag(node, each, each === side);
      }
      flag(node, "over", shown && clear === undefined);
      setText(node, size / zoom, shown);
    }
    cy.edges(".labelled, .named, .chosen").forEach((edge) => {
      if (gone(edge.source()) || gone(edge.target())) return;
      const size = Math.max(9.5 * zoom, READABLE - 0.5);
      const boxes = edgeLabelBoxes(edge, zoom, size);
      const shown = edge.hasClass("chosen") || boxes.every((box) => room.free(box));
      if (shown) boxes.forEach((box) => room.take(box));
      setText(edge, size / zoom, shown);
    });
  });
}
