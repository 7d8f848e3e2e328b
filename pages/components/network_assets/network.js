// The network view: draws nodes and edges with Cytoscape.js and tells Python what was clicked.
// One instance lives on the element it was mounted on; what a person arranged (positions, camera,
// hidden nodes) is kept per view in `VIEWS`, so that it survives reruns and unmounting.
const VIEWS = (globalThis.tenderlensViews ??= new Map());
const FONT =
  '"Noto Sans CJK SC","Source Han Sans SC","PingFang SC","Microsoft YaHei","Hiragino Sans GB",' +
  '"WenQuanYi Micro Hei",sans-serif';
const CLICK_MS = 240; // a double click also emits clicks: the single one waits this long
const NAMED_EDGES = 14; // around one node
const LABEL_EDGES = 22; // with more edges than this, only edges of the chosen node are labelled
const EXPORT_PX = 4096; // larger canvases come back empty from the browser

function memory(name) {
  if (!VIEWS.has(name)) {
    VIEWS.set(name, { positions: new Map(), camera: null, hidden: new Set(), kinds: new Set() });
  }
  return VIEWS.get(name);
}

function library(ready, tries = 0) {
  if (globalThis.tenderlensCytoscape) ready(globalThis.tenderlensCytoscape);
  else if (tries < 400) setTimeout(() => library(ready, tries + 1), 25);
}

// Drawn here: signs from fonts are missing on some machines.
const ICONS = {
  fit: "M2 6V2h4M10 2h4v4M14 10v4h-4M6 14H2v-4",
  "zoom-in": "M8 3v10M3 8h10",
  "zoom-out": "M3 8h10",
  expand: "M8 8l5-5M8 8l5 5M8 8H2M13 3h.01M13 13h.01M2 8h.01",
  hide: "M1.5 8s2.5-4.5 6.5-4.5S14.5 8 14.5 8 12 12.5 8 12.5 1.5 8 1.5 8zM2.5 13.5l11-11",
  show: "M1.5 8s2.5-4.5 6.5-4.5S14.5 8 14.5 8 12 12.5 8 12.5 1.5 8 1.5 8zM8 6.5v3M6.5 8h3",
  arrange: "M13.5 6A6 6 0 1 0 14 9M13.8 2v4.2H9.6",
  labels: "M2 8h3M11 8h3M6 5.5h4M8 5.5v5.5",
  png: "M8 2v8M4.5 7L8 10.5 11.5 7M2.5 13.5h11",
};

function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 16 16");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

function glyph(letter) {
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64" viewBox="0 0 64 64">` +
    `<text x="32" y="33" font-size="34" font-weight="600" fill="#fff" text-anchor="middle" ` +
    `dominant-baseline="central" font-family='${FONT.replaceAll('"', "")}'>${letter}</text></svg>`;
  return "data:image/svg+xml;utf8," + encodeURIComponent(svg);
}

function theme(host) {
  const style = getComputedStyle(host);
  const read = (name, fallback) => style.getPropertyValue(name).trim() || fallback;
  return {
    page: read("--st-background-color", "#ffffff"),
    text: read("--st-text-color", "#1f2937"),
    primary: read("--st-primary-color", "#1d5fa8"),
    line: read("--st-border-color", "#cbd5e1"),
  };
}

function stylesheet(colours, kinds) {
  const shapes = Object.entries(kinds).map(([name, kind]) => ({
    selector: `node[kind="${name}"]`,
    style: {
      "background-color": kind.color,
      shape: kind.shape,
      width: kind.size,
      height: kind.size,
      "background-image": glyph(kind.glyph),
    },
  }));
  return [
    {
      selector: "node",
      style: {
        "background-color": "#64748b",
        "background-fit": "contain",
        "background-clip": "none",
        "border-width": 1.5,
        "border-color": colours.page,
        label: "data(text)",
        color: colours.text,
        "font-family": FONT,
        "font-size": 11,
        "text-wrap": "wrap",
        "text-max-width": 118,
        "text-overflow-wrap": "anywhere",
        "text-valign": "bottom",
        "text-halign": "center",
        "text-margin-y": 4,
        "line-height": 1.15,
        "text-background-color": colours.page,
        "text-background-opacity": 0.78,
        "text-background-padding": 1.5,
        "text-background-shape": "round-rectangle",
        "min-zoomed-font-size": 7,
        "z-index": 10,
      },
    },
    ...shapes,
    { selector: "node[kind = 'Bid']", style: { "font-size": 9.5, "text-opacity": 0.85 } },
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
      selector: "node.focus",
      style: {
        "underlay-color": "#e8a33d",
        "underlay-opacity": 0.32,
        "underlay-padding": 9,
        "underlay-shape": "ellipse",
        "font-weight": 600,
        "font-size": 12.5,
        "z-index": 20,
      },
    },
    { selector: "node.pinned", style: { "border-color": "#e8a33d", "border-width": 3 } },
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
        "font-size": 9.5,
        "text-wrap": "wrap",
        color: colours.text,
        "text-opacity": 0.85,
        "text-rotation": "autorotate",
        "text-background-color": colours.page,
        "text-background-opacity": 0.9,
        "text-background-padding": 1.5,
        "min-zoomed-font-size": 7,
      },
    },
    { selector: "edge.labelled", style: { label: "data(text)" } },
    {
      selector: "edge.derived",
      style: { "line-style": "dashed", "target-arrow-shape": "none", "line-dash-pattern": [7, 4] },
    },
    { selector: "edge.weak", style: { "line-style": "dotted", "line-opacity": 0.45 } },
    {
      selector: "edge.focus",
      style: { width: 2.6, "line-color": "#d98a1f", "line-opacity": 0.9 },
    },
    { selector: ".faded", style: { opacity: 0.3 } },
    { selector: ".gone", style: { display: "none" } },
    { selector: "edge.near", style: { "line-opacity": 0.85, width: 2, "z-index": 15 } },
    { selector: "edge.named", style: { label: "data(text)" } },
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
  ];
}

function labelOf(node) {
  return node.more ? `${node.label} +${node.more}` : node.label;
}

class NetworkView {
  constructor(root, cytoscape, data) {
    this.root = root;
    this.memory = memory(data.view);
    this.name = data.view;
    this.build(data);
    this.cy = cytoscape({
      container: this.canvas,
      elements: [],
      minZoom: 0.08,
      maxZoom: 4,
      wheelSensitivity: 0.25,
      boxSelectionEnabled: false,
      layout: { name: "preset" },
    });
    this.memory.cy = this.cy;
    this.bind();
    this.resized = new ResizeObserver(() => this.onResize());
    this.resized.observe(this.canvas);
    this.dark = new MutationObserver(() => this.paint());
    this.dark.observe(document.head, { childList: true, subtree: false });
    this.dark.observe(document.body, { attributes: true });
  }

  build(data) {
    this.frame = element("div", "frame");
    this.canvas = element("div", "canvas");
    this.canvas.setAttribute("role", "img");
    this.canvas.setAttribute("aria-label", data.words.title);
    this.tools = element("div", "tools");
    this.legend = element("div", "legend");
    this.tip = element("div", "tip");
    this.count = element("div", "count");
    this.frame.append(this.canvas, this.tools, this.count, this.legend, this.tip);
    this.root.replaceChildren(this.frame);
    this.button("fit", data.words.fit, () => this.fit(true));
    this.button("zoom-in", data.words.zoom_in, () => this.zoom(1.3));
    this.button("zoom-out", data.words.zoom_out, () => this.zoom(1 / 1.3));
    this.button("expand", data.words.expand, () => this.expandChosen());
    this.button("hide", data.words.hide, () => this.hideChosen());
    this.button("show", data.words.show_all, () => this.showAll());
    this.button("arrange", data.words.arrange, () => this.arrange());
    this.button("labels", data.words.labels, () => this.toggleLabels());
    this.button("png", data.words.png, () => this.download());
  }

  button(name, title, act) {
    const made = element("button", `tool tool-${name}`);
    made.append(icon(name));
    made.type = "button";
    made.title = title;
    made.setAttribute("aria-label", title);
    made.addEventListener("click", act);
    this.tools.append(made);
  }

  bind() {
    const cy = this.cy;
    let waiting = null;
    cy.on("tap", "node, edge", (event) => {
      clearTimeout(waiting);
      const id = event.target.id();
      this.choose(id);
      waiting = setTimeout(() => this.tell("selection", id), CLICK_MS);
    });
    cy.on("dbltap", "node", (event) => {
      clearTimeout(waiting);
      this.act("expand", event.target.id());
    });
    cy.on("tap", (event) => {
      if (event.target !== cy || !this.chosen) return;
      clearTimeout(waiting);
      this.choose(null);
      this.tell("selection", null);
    });
    cy.on("mouseover", "node, edge", (event) => this.hover(event));
    cy.on("mouseout", "node, edge", () => this.unhover());
    this.canvas.addEventListener("mouseleave", () => this.unhover());
    cy.on("dragfree", "node", () => this.remember());
    cy.on("viewport", () => {
      if (!this.settling) this.memory.camera = { zoom: cy.zoom(), pan: { ...cy.pan() } };
    });
  }

  // What Python sends: nodes and edges are compared by id with what is drawn.
  update(component) {
    this.component = component;
    const data = component.data;
    this.data = data;
    this.frame.style.height = `${data.height}px`;
    if (this.name !== data.view) {
      this.remember();
      this.name = data.view;
      this.memory = memory(data.view);
      this.memory.cy = this.cy;
      this.cy.elements().remove();
    }
    const fresh = this.cy.nodes().empty();
    this.differ(data);
    if (data.layout === "arrange" && this.memory.arranged !== data.revision) {
      this.place(data.nodes, () => true);
      this.memory.arranged = data.revision;
      this.memory.camera = null;
    }
    this.memory.arranged ??= data.revision;
    this.paint();
    this.visibility();
    if (fresh) this.restoreCamera();
    if (data.selected !== undefined && data.selected !== this.sent) {
      this.sent = data.selected;
      this.choose(data.selected);
    } else this.choose(this.chosen ?? null);
    this.drawLegend();
  }

  differ(data) {
    const cy = this.cy;
    const want = new Set([...data.nodes.map((n) => n.id), ...data.edges.map((e) => e.id)]);
    cy.batch(() => {
      cy.elements().filter((e) => !want.has(e.id())).remove();
      const added = data.nodes.filter((n) => cy.getElementById(n.id).empty());
      const known = cy.nodes().nonempty() || added.some((n) => this.memory.positions.has(n.id));
      for (const node of data.nodes) this.put(node);
      this.place(added, (n) => !this.memory.positions.has(n.id), known ? data.near : null, known);
      for (const edge of data.edges) this.link(edge);
    });
    this.remember();
  }

  put(node) {
    const drawn = this.cy.getElementById(node.id);
    const fields = { ...node, text: labelOf(node) };
    delete fields.x;
    delete fields.y;
    const target = drawn.nonempty() ? drawn.data(fields) : this.cy.add({ data: fields });
    const at = this.memory.positions.get(node.id);
    if (drawn.empty() && at) target.position(at);
    target.toggleClass("weak", Boolean(node.weak));
    target.toggleClass("focus", node.group === "focus");
    target.toggleClass("pinned", this.data.pins.includes(node.id));
    this.data.pins.includes(node.id) ? target.ungrabify() : target.grabify();
  }

  link(edge) {
    const drawn = this.cy.getElementById(edge.id);
    const fields = { ...edge, text: edge.label };
    const target = drawn.nonempty() ? drawn.data(fields) : this.cy.add({ data: fields });
    target.toggleClass("weak", Boolean(edge.weak));
    target.toggleClass("derived", Boolean(edge.derived));
    target.toggleClass("focus", edge.group === "focus");
  }

  // New nodes: positions that Python computed on the first drawing, beside `near` afterwards.
  place(nodes, wanted, near, beside) {
    const ring = nodes.filter(wanted);
    if (!beside) {
      for (const node of ring) this.cy.getElementById(node.id).position({ x: node.x, y: node.y });
      return;
    }
    const anchor = near ? this.cy.getElementById(near) : this.cy.collection();
    const centre = anchor.nonempty() ? { ...anchor.position() } : this.edgeOfPicture();
    const taken = this.cy.nodes().filter((n) => !ring.some((r) => r.id === n.id()));
    const spots = taken.map((n) => ({ ...n.position() }));
    const away = this.emptySide(centre, spots);
    for (const node of ring) {
      const spot = freeSpot(centre, away, spots);
      spots.push(spot);
      this.cy.getElementById(node.id).position(spot);
    }
  }

  edgeOfPicture() {
    const box = this.cy.elements().boundingBox();
    return { x: box.x2 + 160, y: (box.y1 + box.y2) / 2 };
  }

  emptySide(centre, spots) {
    let x = 0;
    let y = 0;
    for (const s of spots) {
      const dx = centre.x - s.x;
      const dy = centre.y - s.y;
      const far = Math.hypot(dx, dy);
      if (far > 1 && far < 420) {
        x += dx / (far * far);
        y += dy / (far * far);
      }
    }
    return x === 0 && y === 0 ? 0 : Math.atan2(y, x);
  }

  remember() {
    this.cy.nodes().forEach((n) => this.memory.positions.set(n.id(), { ...n.position() }));
  }

  restoreCamera() {
    if (this.memory.camera) {
      this.cy.zoom(this.memory.camera.zoom);
      this.cy.pan(this.memory.camera.pan);
    } else this.fit(false);
  }

  onResize() {
    const width = this.canvas.clientWidth;
    if (width === this.width || width === 0) return;
    const first = !this.width;
    this.width = width;
    this.cy.resize();
    if (first && !this.memory.camera) this.fit(false);
  }

  paint() {
    if (!this.data) return;
    const colours = theme(this.frame);
    const mark = JSON.stringify([colours, Object.keys(this.data.kinds)]);
    if (mark === this.painted) return;
    this.painted = mark;
    this.colours = colours;
    this.cy.style(stylesheet(colours, this.data.kinds));
  }

  visibility() {
    const off = this.memory.kinds;
    const hidden = this.memory.hidden;
    for (const id of this.data.hidden) hidden.add(id);
    this.cy.batch(() => {
      this.cy.nodes().forEach((n) => {
        n.toggleClass("gone", off.has(n.data("kind")) || hidden.has(n.id()));
      });
      const mode = this.memory.labels ?? this.data.labels;
      const all = mode === "all" || (mode === "auto" && this.cy.edges().length <= LABEL_EDGES);
      this.cy.edges().toggleClass("labelled", all);
    });
    const show = this.tools.querySelector(".tool-show");
    show.disabled = hidden.size === 0 && off.size === 0;
    const words = this.data.words;
    this.count.textContent = words.counted
      .replace("{nodes}", this.cy.nodes().not(".gone").length)
      .replace("{edges}", this.cy.edges(":visible").length);
  }

  choose(id) {
    this.chosen = id && this.cy.getElementById(id).nonempty() ? id : null;
    this.cy.batch(() => {
      this.cy.elements().removeClass("chosen near named faded");
      if (this.chosen) {
        const target = this.cy.getElementById(this.chosen);
        target.addClass("chosen");
        const around = target.isNode() ? target.closedNeighborhood() : target.connectedNodes();
        if (target.isNode()) this.light(target);
        this.cy.elements().not(around).not(target).not(".focus").addClass("faded");
      }
    });
    const node = this.chosen && this.cy.getElementById(this.chosen).isNode();
    for (const name of ["expand", "hide"]) {
      this.tools.querySelector(`.tool-${name}`).disabled = !node;
    }
  }

  // The lines of a node stand out; they are named unless there are too many to read.
  light(node) {
    const lines = node.connectedEdges(":visible");
    lines.addClass("near");
    if (lines.length <= NAMED_EDGES) lines.addClass("named");
  }

  hover(event) {
    const target = event.target;
    this.canvas.style.cursor = "pointer";
    if (target.isNode()) this.light(target);
    const kind = this.data.kinds[target.data("kind")];
    const name = target.isNode() ? (kind ? kind.label + " · " : "") + target.data("label") : target.data("label");
    const more = target.data("more");
    this.tip.textContent = more ? `${name}\n${this.data.words.more.replace("{count}", more)}` : name;
    const at = event.renderedPosition;
    this.tip.style.left = `${Math.min(at.x + 14, this.canvas.clientWidth - 200)}px`;
    this.tip.style.top = `${at.y + 14}px`;
    this.tip.classList.add("on");
  }

  unhover() {
    this.canvas.style.cursor = "";
    this.tip.classList.remove("on");
    this.cy.edges().removeClass("near named");
    if (this.chosen) this.choose(this.chosen);
  }

  view() {
    return {
      zoom: this.cy.zoom(),
      pan: this.cy.pan(),
      hidden: [...this.memory.hidden],
      kinds: [...this.memory.kinds],
    };
  }

  tell(name, value) {
    this.sent = value;
    this.component.setStateValue(name, value);
  }

  act(type, id) {
    this.component.setTriggerValue("action", { type, id, view: this.view() });
  }

  expandChosen() {
    if (this.chosen) this.act("expand", this.chosen);
  }

  hideChosen() {
    if (!this.chosen) return;
    this.memory.hidden.add(this.chosen);
    this.choose(null);
    this.visibility();
  }

  showAll() {
    this.memory.hidden.clear();
    this.memory.kinds.clear();
    this.visibility();
    this.drawLegend();
  }

  toggleLabels() {
    const all = (this.memory.labels ?? this.data.labels) === "all";
    this.memory.labels = all ? "none" : "all";
    this.visibility();
  }

  arrange() {
    const layout = this.cy.elements(":visible").layout({
      name: "cose",
      animate: false,
      randomize: false,
      nodeRepulsion: () => 90000,
      idealEdgeLength: () => 90,
      nodeOverlap: 30,
      gravity: 0.6,
      numIter: 900,
    });
    layout.one("layoutstop", () => {
      this.remember();
      this.fit(false);
    });
    layout.run();
  }

  fit(slowly) {
    const shown = this.cy.elements(":visible");
    if (shown.empty() || this.canvas.clientWidth === 0) return;
    if (slowly) {
      this.cy.animate({ fit: { eles: shown, padding: 38 } }, { duration: 220 });
      return;
    }
    this.settling = true;
    this.cy.fit(shown, 38);
    if (this.cy.zoom() > 1.35) {
      this.cy.zoom(1.35);
      this.cy.center(shown);
    }
    this.settling = false;
  }

  zoom(factor) {
    const middle = { x: this.canvas.clientWidth / 2, y: this.canvas.clientHeight / 2 };
    this.cy.zoom({ level: this.cy.zoom() * factor, renderedPosition: middle });
  }

  download() {
    const box = this.cy.elements(":visible").boundingBox();
    const scale = Math.min(3, EXPORT_PX / Math.max(box.w, box.h, 1));
    const link = element("a");
    link.href = this.cy.png({ full: true, scale, bg: this.colours.page });
    link.download = `${this.data.words.file}.png`;
    link.click();
  }

  drawLegend() {
    const present = new Map();
    this.cy.nodes().forEach((n) => {
      const kind = n.data("kind");
      present.set(kind, (present.get(kind) ?? 0) + 1);
    });
    const entries = Object.entries(this.data.kinds).filter(([name]) => present.has(name));
    this.legend.replaceChildren(
      ...entries.map(([name, kind]) => this.legendEntry(name, kind, present.get(name))),
      ...this.lineEntries(),
    );
  }

  legendEntry(name, kind, count) {
    const made = element("button", "entry");
    made.type = "button";
    made.title = this.data.words.toggle_kind;
    const dot = element("span", "dot", kind.glyph);
    dot.style.background = kind.color;
    made.append(dot, element("span", "", `${kind.label} ${count}`));
    made.classList.toggle("off", this.memory.kinds.has(name));
    made.setAttribute("aria-pressed", String(!this.memory.kinds.has(name)));
    made.addEventListener("click", () => {
      const off = this.memory.kinds;
      off.has(name) ? off.delete(name) : off.add(name);
      this.visibility();
      this.drawLegend();
    });
    return made;
  }

  lineEntries() {
    const words = this.data.words;
    const rows = [];
    const line = (className, text) => {
      const made = element("span", "entry still");
      made.append(element("span", className), element("span", "", text));
      rows.push(made);
    };
    if (this.cy.edges(".derived").nonempty()) line("dash", words.derived);
    if (this.cy.nodes(".weak").nonempty()) line("ring", words.weak);
    return rows;
  }

  destroy() {
    this.remember();
    this.resized.disconnect();
    this.dark.disconnect();
    this.cy.destroy();
  }
}

// The nearest free place on widening arcs that open towards the emptier side.
function freeSpot(centre, away, spots) {
  for (let ring = 1; ring < 14; ring += 1) {
    const radius = 70 + 62 * ring;
    const steps = Math.max(6, Math.floor((2 * Math.PI * radius) / 112));
    for (let i = 0; i < steps; i += 1) {
      const turn = (i % 2 === 0 ? 1 : -1) * Math.ceil(i / 2);
      const angle = away + (turn * 2 * Math.PI) / steps;
      const spot = {
        x: centre.x + radius * Math.cos(angle) * 1.15,
        y: centre.y + radius * Math.sin(angle),
      };
      const free = spots.every(
        (s) => Math.abs(s.x - spot.x) > 104 || Math.abs(s.y - spot.y) > 58,
      );
      if (free) return spot;
    }
  }
  return { x: centre.x + 1000 * Math.cos(away), y: centre.y + 1000 * Math.sin(away) };
}

export default function mount(component) {
  const root = component.parentElement.querySelector(".tenderlens-network");
  root.pending = component;
  root.gone = false;
  if (root.instance) root.instance.update(component);
  else if (!root.waiting) {
    root.waiting = true;
    library((cytoscape) => {
      root.waiting = false;
      if (root.gone) return;
      root.instance = new NetworkView(root, cytoscape, root.pending.data);
      root.instance.update(root.pending);
    });
  }
  return () => {
    root.gone = true;
    root.instance?.destroy();
    root.instance = null;
  };
}
