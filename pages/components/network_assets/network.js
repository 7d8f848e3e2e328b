// The network view: draws nodes and edges with Cytoscape.js and tells Python what was clicked.
// One instance lives on the element it was mounted on; what a person arranged (positions, camera,
// steps that can be undone) is kept per view in `VIEWS`, so that it survives reruns and unmounting.
const VIEWS = (globalThis.tenderlensViews ??= new Map());
const CLICK_MS = 240; // a double click also emits clicks: the single one waits this long
const NAMED_EDGES = 30; // around one node
const LABEL_EDGES = 26; // with more edges than this, only edges of the chosen node are labelled
const EXPORT_PX = 4096; // larger canvases come back empty from the browser
const LABEL_MS = 90; // after the last turn of the wheel

function memory(name) {
  if (!VIEWS.has(name)) {
    VIEWS.set(name, {
      positions: new Map(), camera: null, hidden: new Set(), kinds: new Set(),
      trail: [], ahead: [], past: null, arrangement: null, file: null,
    });
  }
  return VIEWS.get(name);
}

function library(ready, tries = 0) {
  if (globalThis.tenderlensCytoscape) ready(globalThis.tenderlensCytoscape);
  else if (tries < 400) setTimeout(() => library(ready, tries + 1), 25);
}

// Drawn here: signs from fonts are missing on some machines.
const ICONS = {
  undo: "M6 3L2.5 6.5 6 10M2.5 6.5H10a3.5 3.5 0 0 1 0 7H7",
  redo: "M10 3l3.5 3.5L10 10M13.5 6.5H6a3.5 3.5 0 0 0 0 7h3",
  fit: "M2 6V2h4M10 2h4v4M14 10v4h-4M6 14H2v-4",
  "zoom-in": "M8 3v10M3 8h10",
  "zoom-out": "M3 8h10",
  expand: "M8 8l5-5M8 8l5 5M8 8H2M13 3h.01M13 13h.01M2 8h.01",
  hide: "M1.5 8s2.5-4.5 6.5-4.5S14.5 8 14.5 8 12 12.5 8 12.5 1.5 8 1.5 8zM2.5 13.5l11-11",
  show: "M1.5 8s2.5-4.5 6.5-4.5S14.5 8 14.5 8 12 12.5 8 12.5 1.5 8 1.5 8zM8 6.5v3M6.5 8h3",
  pin: "M5.5 2h5M6.5 2v4L4 9h8L9.5 6V2M8 9v5",
  lasso: "M8 3c3.3 0 6 1.6 6 3.7S11.3 10.5 8 10.5 2 8.8 2 6.7 4.7 3 8 3zM5 10.3C3.5 11.5 5.5 12 5.5 13.5",
  layout: "M8 2.5v3M4 13v-3.5h8V13M8 5.5v4M6.5 2.5h3M2.5 13h3M10.5 13h3",
  group: "M2 2h5v5H2zM9 9h5v5H9zM9 2h5v5H9zM2 9h5v5H2z",
  arrange: "M13.5 6A6 6 0 1 0 14 9M13.8 2v4.2H9.6",
  labels: "M3 4V3h10v1M8 3v10M6 13h4",
  export: "M8 2v8M4.5 7L8 10.5 11.5 7M2.5 13.5h11",
  tray: "M2 9l2-6h8l2 6v4H2zM2 9h3.5l1 2h3l1-2H14",
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

function labelOf(node) {
  return node.more ? `${node.label} +${node.more}` : node.label;
}

function filled(text, fields) {
  return text.replace(/\{(\w+)\}/g, (_, name) => fields[name]);
}

function save(name, href) {
  const link = element("a");
  link.href = href;
  link.download = name;
  link.click();
}

class NetworkView {
  constructor(root, cytoscape, data) {
    this.root = root;
    this.memory = memory(data.view);
    this.name = data.view;
    this.full = data.tools === "full";
    this.build(data);
    this.cy = cytoscape({
      container: this.canvas,
      elements: [],
      minZoom: 0.02,
      maxZoom: 4,
      wheelSensitivity: 0.25,
      boxSelectionEnabled: true,
      selectionType: "single",
      layout: { name: "preset" },
    });
    this.memory.cy = this.cy;
    this.bind();
    this.bindKeys();
    this.bindLasso();
    this.resized = new ResizeObserver(() => this.onResize());
    this.resized.observe(this.canvas);
    this.dark = new MutationObserver(() => this.paint());
    this.dark.observe(document.head, { childList: true, subtree: false });
    this.dark.observe(document.body, { attributes: true });
  }

  build(data) {
    const words = data.words;
    this.frame = element("div", "frame");
    this.canvas = element("div", "canvas");
    this.canvas.tabIndex = 0;
    this.canvas.setAttribute("role", "application");
    this.canvas.setAttribute("aria-label", words.title);
    this.tools = element("div", "tools");
    this.tools.setAttribute("role", "toolbar");
    this.legend = element("div", "legend");
    this.tip = element("div", "tip");
    this.count = element("div", "count");
    this.menu = element("div", "menu");
    this.menu.setAttribute("role", "menu");
    this.frame.append(this.canvas, this.tools, this.count, this.legend, this.tip, this.menu);
    this.root.replaceChildren(this.frame);
    if (this.full) {
      this.button("undo", words.undo, () => this.undo());
      this.button("redo", words.redo, () => this.redo());
      this.gap();
      this.button("expand", words.expand, (e) => this.nodeMenu(this.chosen, this.under(e)));
      this.button("hide", words.hide, () => this.hideChosen());
      this.button("show", words.show_all, () => this.showAll());
      this.button("pin", words.pin, () => this.pinChosen());
      this.button("lasso", words.lasso, () => this.toggleLasso());
      this.button("tray", words.tray, () => this.act("tray", this.marked()));
      this.gap();
      this.button("layout", words.layout, (e) => this.choiceMenu("layout", this.under(e)));
      this.button("group", words.group, (e) => this.choiceMenu("group", this.under(e)));
    } else {
      this.button("hide", words.hide, () => this.hideChosen());
      this.button("show", words.show_all, () => this.showAll());
      this.button("lasso", words.lasso, () => this.toggleLasso());
    }
    this.button("labels", words.labels, () => this.toggleLabels());
    this.gap();
    this.button("zoom-out", words.zoom_out, () => this.zoom(1 / 1.3));
    this.button("zoom-in", words.zoom_in, () => this.zoom(1.3));
    this.button("fit", words.fit, () => this.fit(true));
    if (!data.saves) return;
    this.gap();
    this.button("export", words.export, (e) => this.exportMenu(this.under(e)));
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

  gap() {
    this.tools.append(element("span", "gap"));
  }

  under(event) {
    const box = event.currentTarget.getBoundingClientRect();
    const frame = this.frame.getBoundingClientRect();
    return { x: box.left - frame.left, y: box.bottom - frame.top + 4 };
  }

  bind() {
    const cy = this.cy;
    let waiting = null;
    cy.on("tap", "node, edge", (event) => {
      const id = event.target.id();
      const keys = event.originalEvent;
      clearTimeout(waiting);
      this.closeMenu();
      this.tip.classList.remove("on");
      if (keys && (keys.shiftKey || keys.ctrlKey || keys.metaKey)) {
        setTimeout(() => this.tellMarked(), 0);
        return;
      }
      this.choose(id);
      waiting = setTimeout(() => this.tell("selection", id), CLICK_MS);
    });
    cy.on("dbltap", "node", (event) => {
      clearTimeout(waiting);
      if (this.full) this.act("expand", [event.target.id()]);
    });
    cy.on("cxttap", "node", (event) => {
      if (!this.full) return;
      this.unhover();
      this.choose(event.target.id());
      this.nodeMenu(event.target.id(), event.renderedPosition);
    });
    cy.on("tap", (event) => {
      if (event.target !== cy) return;
      this.closeMenu();
      clearTimeout(waiting);
      const marked = this.marked().length > 1;
      if (this.chosen) {
        this.choose(null);
        this.tell("selection", null);
      }
      if (marked) setTimeout(() => this.tellMarked(), 0);
    });
    cy.on("boxend", () => setTimeout(() => this.tellMarked(), 30));
    cy.on("mouseover", "node, edge", (event) => this.hover(event));
    cy.on("mouseout", "node, edge", () => this.unhover());
    this.canvas.addEventListener("mouseleave", () => this.unhover());
    this.canvas.addEventListener("contextmenu", (event) => event.preventDefault());
    cy.on("grab", "node", () => {
      this.grabbed ??= this.spots();
    });
    cy.on("dragfree", "node", () => this.dropped());
    cy.on("viewport", () => {
      if (!this.settling) this.memory.camera = { zoom: cy.zoom(), pan: { ...cy.pan() } };
      this.closeMenu();
      if (cy.zoom() !== this.labelledAt) this.labelSoon();
    });
  }

  bindKeys() {
    this.frame.addEventListener("keydown", (event) => {
      const command = event.ctrlKey || event.metaKey;
      const act = {
        Escape: () => {
          this.closeMenu();
          this.toggleLasso(false);
        },
        f: () => this.fit(true),
        "+": () => this.zoom(1.3),
        "-": () => this.zoom(1 / 1.3),
        Delete: () => this.hideChosen(),
        p: () => this.full && this.pinChosen(),
        Enter: () => this.full && this.chosen && this.act("expand", [this.chosen]),
        z: () => command && this.full && (event.shiftKey ? this.redo() : this.undo()),
        Z: () => command && this.full && this.redo(),
        y: () => command && this.full && this.redo(),
        ArrowLeft: () => this.walk(-1, 0),
        ArrowRight: () => this.walk(1, 0),
        ArrowUp: () => this.walk(0, -1),
        ArrowDown: () => this.walk(0, 1),
      }[event.key];
      if (!act || event.target.closest?.(".menu, .tools, .legend")) {
        if (event.key === "Escape") this.closeMenu();
        return;
      }
      event.preventDefault();
      act();
    });
  }

  // The arrow keys go to the nearest node on that side.
  walk(dx, dy) {
    const nodes = this.cy.nodes(":visible").not(".box");
    const from = this.chosen ? this.cy.getElementById(this.chosen) : null;
    if (!from?.isNode?.()) {
      const first = nodes.max((n) => rank(n)).ele;
      if (first) this.pick(first.id());
      return;
    }
    const at = from.position();
    let best = null;
    nodes.forEach((n) => {
      const [x, y] = [n.position().x - at.x, n.position().y - at.y];
      const along = x * dx + y * dy;
      const aside = Math.abs(x * dy) + Math.abs(y * dx);
      const cost = along + 2 * aside;
      if (n !== from && along > 1 && (!best || cost < best.cost)) best = { cost, id: n.id() };
    });
    if (best) this.pick(best.id);
  }

  pick(id) {
    this.choose(id);
    clearTimeout(this.picking);
    this.picking = setTimeout(() => this.tell("selection", id), CLICK_MS);
  }

  bindLasso() {
    const ns = "http://www.w3.org/2000/svg";
    this.net = document.createElementNS(ns, "svg");
    this.net.setAttribute("class", "net");
    const line = document.createElementNS(ns, "polygon");
    this.net.append(line);
    this.frame.append(this.net);
    let points = null;
    const draw = () => line.setAttribute("points", (points ?? []).map((p) => p.join(",")).join(" "));
    this.net.addEventListener("pointerdown", (event) => {
      points = [[event.offsetX, event.offsetY]];
      this.net.setPointerCapture(event.pointerId);
    });
    this.net.addEventListener("pointermove", (event) => {
      if (!points) return;
      points.push([event.offsetX, event.offsetY]);
      draw();
    });
    this.net.addEventListener("pointerup", () => {
      const caught = points ?? [];
      points = null;
      draw();
      this.toggleLasso(false);
      this.cy.elements().unselect();
      this.cy.nodes(":visible").not(".box").filter((n) => inside(n.renderedPosition(), caught)).select();
      this.tellMarked();
    });
  }

  toggleLasso(on = !this.frame.classList.contains("catching")) {
    this.frame.classList.toggle("catching", on);
    this.tools.querySelector(".tool-lasso").classList.toggle("on", on);
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
      this.chosen = null;
    }
    const fresh = this.cy.nodes().empty();
    this.cy.renderer().hideEdgesOnViewport = data.overview;
    this.differ(data);
    this.rearrange(data);
    this.countSteps(data);
    this.paint();
    this.visibility();
    this.drawLegend();
    if (fresh) this.restoreCamera();
    if (data.selected !== undefined && data.selected !== this.sent) {
      this.sent = data.selected;
      this.choose(data.selected);
    } else this.choose(this.chosen ?? null);
    this.receive(data.file);
    this.label();
  }

  differ(data) {
    const cy = this.cy;
    const groups = data.groups ?? [];
    const want = new Set([
      ...data.nodes.map((n) => n.id), ...data.edges.map((e) => e.id), ...groups.map((g) => g.id),
      ...(data.ticks ?? []).map((tick) => tick.id),
    ]);
    this.remember();
    cy.batch(() => {
      for (const group of groups) {
        const drawn = cy.getElementById(group.id);
        if (drawn.empty()) {
          cy.add({ data: { id: group.id, text: group.label, fs: 13, tw: 400 }, classes: "box" });
        } else drawn.data("text", group.label);
      }
      for (const { id, label, x, y } of data.ticks ?? []) {
        const drawn = cy.getElementById(id);
        if (drawn.nonempty()) drawn.position({ x, y });
        else cy.add({ data: { id, text: label, fs: 13, tw: 200 }, position: { x, y }, classes: "box tick", grabbable: false });
      }
      const added = data.nodes.filter((n) => cy.getElementById(n.id).empty());
      const known = cy.nodes().not(".box").nonempty() || added.some((n) => this.memory.positions.has(n.id));
      for (const node of data.nodes) this.put(node);
      this.place(added, (n) => !this.memory.positions.has(n.id), known ? data.near : null, known);
      for (const edge of data.edges) this.link(edge);
      cy.elements().filter((e) => !want.has(e.id())).remove();
    });
    this.remember();
  }

  put(node) {
    const drawn = this.cy.getElementById(node.id);
    const px = this.data.kinds[node.kind]?.size ?? 28;
    const fields = { ...node, px, text: labelOf(node) };
    delete fields.x;
    delete fields.y;
    delete fields.parent;
    const parent = node.parent ?? null;
    const target = drawn.nonempty()
      ? drawn.data(fields)
      : this.cy.add({ data: { fs: 11, tw: 118, ...fields } });
    if ((target.parent().id() ?? null) !== parent) target.move({ parent });
    const current = this.cy.getElementById(node.id);
    const at = this.memory.positions.get(node.id);
    if (drawn.empty() && at) current.position(at);
    current.toggleClass("weak", Boolean(node.weak));
    current.toggleClass("hub", Boolean(node.hub));
    current.toggleClass("focus", node.group === "focus");
    const pinned = this.data.pins.includes(node.id);
    current.toggleClass("pinned", pinned);
    pinned ? current.ungrabify() : current.grabify();
  }

  link(edge) {
    const drawn = this.cy.getElementById(edge.id);
    const fields = { ...edge, text: edge.label };
    const target = drawn.nonempty()
      ? drawn.data(fields)
      : this.cy.add({ data: { fs: 9.5, ...fields } });
    target.toggleClass("weak", Boolean(edge.weak));
    target.toggleClass("derived", Boolean(edge.derived));
    target.toggleClass("focus", edge.group === "focus");
    target.toggleClass("ended", edge.change === "ended");
    target.toggleClass("begun", edge.change === "begun");
    target.toggleClass("plain", Boolean(this.data.overview));
  }

  // New nodes: positions that Python computed on the first drawing, beside `near` afterwards.
  place(nodes, wanted, near, beside) {
    const ring = nodes.filter(wanted);
    if (!beside) {
      for (const node of ring) {
        this.cy.getElementById(node.id).position({ x: node.x ?? 0, y: node.y ?? 0 });
      }
      return;
    }
    const taken = this.cy.nodes().not(".box").filter((n) => !ring.some((r) => r.id === n.id()));
    const spots = taken.map((n) => ({ ...n.position() }));
    for (const node of ring) {
      const anchor = this.anchor(node.id, near, ring);
      const centre = anchor ? { ...anchor.position() } : this.edgeOfPicture();
      const spot = freeSpot(centre, this.emptySide(centre, spots), spots);
      spots.push(spot);
      this.cy.getElementById(node.id).position(spot);
    }
  }

  // The node beside which a new one belongs: the expanded one, else one that a line joins it to.
  anchor(id, near, ring) {
    const fresh = new Set(ring.map((r) => r.id));
    const joined = this.data.edges
      .filter((e) => e.source === id || e.target === id)
      .map((e) => (e.source === id ? e.target : e.source));
    const usable = (key) => key && !fresh.has(key) && this.cy.getElementById(key).nonempty();
    if (usable(near) && (joined.includes(near) || !joined.some(usable))) {
      return this.cy.getElementById(near);
    }
    const found = joined.find(usable);
    return found ? this.cy.getElementById(found) : null;
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

  // Another layout or grouping: everything that is not pinned goes where Python says.
  rearrange(data) {
    const before = this.memory.arrangement;
    this.memory.arrangement = data.arrangement;
    if (before === null || before === data.arrangement) return;
    const old = this.spots();
    this.cy.batch(() => {
      for (const node of data.nodes) {
        const drawn = this.cy.getElementById(node.id);
        if (node.x === null || node.x === undefined || drawn.hasClass("pinned")) continue;
        drawn.position({ x: node.x, y: node.y });
      }
    });
    this.moved(old);
    this.fit(false);
  }

  spots() {
    return new Map(this.cy.nodes().not(".box").map((n) => [n.id(), { ...n.position() }]));
  }

  remember() {
    for (const [id, at] of this.spots()) this.memory.positions.set(id, at);
  }

  // Undo: moves are undone here, everything else by Python; `trail` keeps their order.

  dropped() {
    clearTimeout(this.dropping);
    this.dropping = setTimeout(() => {
      if (this.grabbed) this.moved(this.grabbed);
      this.grabbed = null;
      this.label();
    }, 0);
  }

  moved(before) {
    const from = new Map();
    for (const [id, at] of this.spots()) {
      const was = before.get(id);
      if (was && (was.x !== at.x || was.y !== at.y)) from.set(id, was);
    }
    this.remember();
    if (from.size === 0) return;
    this.memory.trail.push(from);
    this.memory.ahead = [];
    this.steps();
  }

  countSteps(data) {
    const kept = this.memory;
    if (kept.past === null) kept.trail = Array.from({ length: data.past }, () => "step");
    else if (kept.expected === data.past) kept.expected = null;
    else if (data.past > kept.past) {
      for (let i = kept.past; i < data.past; i += 1) kept.trail.push("step");
      kept.ahead = [];
    }
    kept.past = data.past;
    this.steps();
  }

  steps() {
    if (!this.full) return;
    this.tools.querySelector(".tool-undo").disabled = this.memory.trail.length === 0;
    this.tools.querySelector(".tool-redo").disabled = this.memory.ahead.length === 0;
  }

  undo() {
    this.turn(this.memory.trail, this.memory.ahead, "undo", -1);
  }

  redo() {
    this.turn(this.memory.ahead, this.memory.trail, "redo", 1);
  }

  turn(from, to, name, by) {
    const step = from.pop();
    if (step === undefined) return;
    if (step === "step") {
      to.push("step");
      this.memory.expected = this.memory.past + by;
      this.steps();
      this.act(name, []);
      return;
    }
    const back = new Map();
    this.cy.batch(() => {
      for (const [id, at] of step) {
        const node = this.cy.getElementById(id);
        if (node.empty()) continue;
        back.set(id, { ...node.position() });
        node.position(at);
      }
    });
    to.push(back);
    this.remember();
    this.steps();
    this.label();
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
    this.labelSoon();
  }

  paint() {
    if (!this.data) return;
    const colours = theme(this.frame);
    const mark = JSON.stringify([colours, Object.keys(this.data.kinds)]);
    if (mark === this.painted) return;
    this.painted = mark;
    this.colours = colours;
    for (const sign of ["way", "derived", "ended", "begun"]) {
      this.frame.style.setProperty(`--sign-${sign}`, colours[sign]);
    }
    this.cy.style(stylesheet(colours, this.data.kinds));
  }

  label() {
    if (!this.data || this.cy.destroyed()) return;
    this.labelledAt = this.cy.zoom();
    const mode = this.memory.labels ?? this.data.labels;
    const { kinds, overview } = this.data;
    placeLabels(this.cy, { none: mode === "none", overview, kinds });
  }

  labelSoon() {
    clearTimeout(this.labelling);
    this.labelling = setTimeout(() => this.label(), LABEL_MS);
  }

  visibility() {
    const off = this.memory.kinds;
    const hidden = this.memory.hidden;
    for (const id of this.data.hidden) hidden.add(id);
    this.cy.batch(() => {
      this.cy.nodes().not(".box").forEach((n) => {
        n.toggleClass("gone", off.has(n.data("kind")) || hidden.has(n.id()));
      });
      const mode = this.memory.labels ?? this.data.labels;
      const all = mode === "all" || (mode === "auto" && this.cy.edges().length <= LABEL_EDGES);
      this.cy.edges().toggleClass("labelled", all);
    });
    const show = this.tools.querySelector(".tool-show");
    show.disabled = hidden.size === 0 && off.size === 0 && !this.data.hidden_by_hand;
    this.count.textContent = filled(this.data.words.counted, {
      nodes: this.cy.nodes().not(".gone, .box").length,
      edges: this.cy.edges(":visible").length,
    });
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
        this.cy.elements().not(around).not(target).not(".focus, .box").addClass("faded");
      }
    });
    this.able();
    this.labelSoon();
  }

  able() {
    const node = Boolean(this.chosen && this.cy.getElementById(this.chosen).isNode());
    const some = this.marked().length > 0;
    const set = (name, on) => {
      const found = this.tools.querySelector(`.tool-${name}`);
      if (found) found.disabled = !on;
    };
    set("expand", node);
    set("hide", node || some);
    set("pin", node || some);
    set("tray", Boolean(this.chosen) || some);
  }

  // What the tools act on: everything that is selected, else what was clicked.
  marked() {
    const ids = this.cy.$("node:selected:visible").not(".box").map((n) => n.id());
    if (ids.length > 1) return ids;
    return this.chosen ? [this.chosen] : ids;
  }

  tellMarked() {
    const ids = this.marked();
    if (ids.length > 1) this.choose(null);
    this.able();
    this.component.setStateValue("marked", ids.length > 1 ? ids : []);
  }

  // The lines of a node stand out; they are named unless there are too many to read.
  light(node) {
    const around = node.connectedEdges(":visible");
    around.addClass("near");
    if (around.length <= NAMED_EDGES) around.addClass("named");
  }

  hover(event) {
    const target = event.target;
    if (target.hasClass("box")) return;
    this.canvas.style.cursor = "pointer";
    if (target.isNode()) this.light(target);
    const kind = this.data.kinds[target.data("kind")];
    const name = target.data("label");
    const rows = [target.isNode() && kind ? `${kind.label} · ${name}` : name];
    const words = this.data.words;
    if (target.data("day") && target.isNode()) rows.push(target.data("day"));
    if (target.data("more")) rows.push(filled(words.more, { count: target.data("more") }));
    if (target.data("hub")) rows.push(`${words.hub}：${target.data("hub")}`);
    if (target.data("weak") && target.isNode()) rows.push(words.weak);
    if (target.data("change")) rows.push(words[target.data("change")]);
    this.tip.textContent = rows.join("\n");
    const at = event.renderedPosition ?? { x: 0, y: 0 };
    this.tip.style.left = `${Math.min(at.x + 14, Math.max(this.canvas.clientWidth - 250, 0))}px`;
    this.tip.style.top = `${Math.min(at.y + 14, this.canvas.clientHeight - 70)}px`;
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

  act(type, ids, more = {}) {
    const action = { type, id: ids[0] ?? "", ids, ...more, view: this.view() };
    this.component.setTriggerValue("action", action);
  }

  hideChosen() {
    const ids = this.marked().filter((id) => this.cy.getElementById(id).isNode());
    if (ids.length === 0) return;
    this.choose(null);
    this.cy.elements().unselect();
    if (this.full) {
      this.act("hide", ids);
      return;
    }
    for (const id of ids) this.memory.hidden.add(id);
    this.visibility();
    this.label();
  }

  showAll() {
    this.memory.hidden.clear();
    this.memory.kinds.clear();
    this.visibility();
    this.drawLegend();
    this.label();
    if (this.full && this.data.hidden_by_hand) this.act("show_all", []);
  }

  pinChosen() {
    const ids = this.marked().filter((id) => this.cy.getElementById(id).isNode());
    if (ids.length > 0) this.act("pin", ids);
  }

  toggleLabels() {
    const order = ["auto", "all", "none"];
    const at = order.indexOf(this.memory.labels ?? this.data.labels);
    this.memory.labels = order[(at + 1) % order.length];
    this.visibility();
    this.label();
  }

  // All that is drawn, between the tools above and the legend below.
  fit(slowly) {
    const shown = this.cy.elements(":visible");
    const [wide, high] = [this.canvas.clientWidth, this.canvas.clientHeight];
    if (shown.empty() || wide === 0) return;
    const box = shown.boundingBox({ includeLabels: false }); // labels grow as the picture shrinks
    const [top, bottom, side] = [62, this.legend.offsetHeight + 44, 58];
    const room = { w: Math.max(wide - 2 * side, 50), h: Math.max(high - top - bottom, 50) };
    const zoom = Math.max(0.02, Math.min(room.w / box.w, room.h / box.h, 1.35));
    const pan = {
      x: side + room.w / 2 - (zoom * (box.x1 + box.x2)) / 2,
      y: top + room.h / 2 - (zoom * (box.y1 + box.y2)) / 2,
    };
    if (slowly) {
      this.cy.animate({ zoom, pan }, { duration: 220 });
      return;
    }
    this.settling = true;
    this.cy.viewport({ zoom, pan });
    this.settling = false;
    this.labelSoon();
  }

  zoom(factor) {
    const middle = { x: this.canvas.clientWidth / 2, y: this.canvas.clientHeight / 2 };
    this.cy.zoom({ level: this.cy.zoom() * factor, renderedPosition: middle });
  }

  // Menus

  openMenu(title, entries, at) {
    const rows = entries.map((entry) => {
      if (entry === null) return element("hr");
      const made = element("button", entry.on ? "item on" : "item");
      made.type = "button";
      made.setAttribute("role", "menuitem");
      made.append(element("span", "", entry.text), element("span", "number", entry.number ?? ""));
      made.disabled = Boolean(entry.off);
      made.addEventListener("click", () => {
        this.closeMenu();
        entry.act();
      });
      return made;
    });
    this.menu.replaceChildren(element("div", "heading", title), ...rows);
    this.menu.classList.add("on");
    const wide = this.menu.offsetWidth;
    const high = this.menu.offsetHeight;
    this.menu.style.left = `${Math.max(6, Math.min(at.x, this.frame.clientWidth - wide - 8))}px`;
    this.menu.style.top = `${Math.max(6, Math.min(at.y, this.frame.clientHeight - high - 8))}px`;
    rows.find((row) => row.tagName === "BUTTON" && !row.disabled)?.focus({ preventScroll: true });
  }

  closeMenu() {
    this.menu.classList.remove("on");
  }

  nodeMenu(id, at) {
    if (!id) return;
    const words = this.data.words;
    const node = this.cy.getElementById(id);
    const ties = this.data.menus?.[id] ?? [];
    const all = ties.reduce((sum, [, , left]) => sum + left, 0);
    const chosen = this.marked().length > 1 ? this.marked() : [id];
    const pinned = this.data.pins.includes(id);
    this.openMenu(
      node.data("label"),
      [
        {
          text: words.expand_all, number: all ? filled(words.left, { count: all }) : "0", off: !all,
          act: () => this.act("expand", [id]),
        },
        ...ties.map(([type, name, left]) => ({
          text: name, number: filled(words.left, { count: left }),
          act: () => this.act("expand", [id], { types: [type] }),
        })),
        null,
        { text: words.centre, act: () => this.act("centre", [id]) },
        { text: words.only, act: () => this.act("only", node.closedNeighborhood("node").map((n) => n.id())) },
        { text: words.path, act: () => this.act("path", chosen) },
        { text: pinned ? words.unpin : words.pin, act: () => this.act("pin", [id]) },
        { text: words.hide, act: () => this.act("hide", chosen) },
        { text: words.tray, act: () => this.act("tray", chosen) },
      ],
      at,
    );
  }

  choiceMenu(name, at) {
    const entries = this.data.choices[name].map(([value, text]) => ({
      text, on: this.data[name] === value, act: () => this.act(name, [], { choice: value }),
    }));
    this.openMenu(this.data.words[name], entries, at);
  }

  exportMenu(at) {
    const words = this.data.words;
    const entries = [
      { text: words.png, act: () => this.askFor("png", () => this.saveImage()) },
      { text: words.svg, act: () => this.askFor("svg", () => this.saveSvg()) },
    ];
    if (this.full) {
      for (const form of ["html", "graphml", "csv"]) {
        entries.push({
          text: words[form],
          act: () => this.act("export", [], { choice: form, spots: Object.fromEntries(this.spots()) }),
        });
      }
    }
    this.openMenu(words.export, entries, at);
  }

  // What leaves is recorded first; a page of its own has nobody to ask.
  askFor(form, draw) {
    if (this.data.asks) this.act("export", [], { choice: form });
    else draw();
  }

  saveImage() {
    const box = this.cy.elements(":visible").boundingBox();
    const scale = Math.min(3, EXPORT_PX / Math.max(box.w, box.h, 1));
    save(`${this.data.words.file}.png`, this.cy.png({ full: true, scale, bg: this.colours.page }));
  }

  saveSvg() {
    this.keep(asSvg(this.cy, this.data.kinds, this.colours), `${this.data.words.file}.svg`, "image/svg+xml");
  }

  keep(content, name, type) {
    const address = URL.createObjectURL(new Blob([content], { type }));
    save(name, address);
    setTimeout(() => URL.revokeObjectURL(address), 20_000);
  }

  // A file that Python made on request is saved once; a picture that it let out is drawn here.
  receive(file) {
    if (!file || this.memory.file === file.id) return;
    this.memory.file = file.id;
    if (!file.base64) {
      if (file.type === "image/png") this.saveImage();
      else this.saveSvg();
      return;
    }
    const bytes = Uint8Array.from(atob(file.base64), (c) => c.charCodeAt(0));
    this.keep(bytes, file.name, file.type);
  }

  drawLegend() {
    const present = new Map();
    this.cy.nodes().not(".box").forEach((n) => {
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
      this.label();
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
    const has = (selector) => this.cy.elements(selector).nonempty();
    if (has("edge") && !this.data.overview) line("line solid", words.fact);
    if (has("edge.derived")) line("line dash", words.derived);
    if (has(".weak")) line("line dots", words.weak);
    if (has("edge.ended")) line("line ended", words.ended);
    if (has("edge.begun")) line("line begun", words.begun);
    if (has("edge.focus")) line("line evident", words.way);
    if (has("node.hub")) line("hubring", words.hub);
    if (has("node.pinned")) line("pinring", words.pinned);
    if (has("node[more > 0]")) rows.push(element("span", "entry still", words.plus));
    return rows;
  }

  destroy() {
    this.remember();
    clearTimeout(this.labelling);
    this.resized.disconnect();
    this.dark.disconnect();
    this.cy.destroy();
  }
}

function inside(point, corners) {
  let found = false;
  for (let i = 0, j = corners.length - 1; i < corners.length; j = i, i += 1) {
    const [ax, ay] = corners[i];
    const [bx, by] = corners[j];
    const crosses = ay > point.y !== by > point.y;
    if (crosses && point.x < ((bx - ax) * (point.y - ay)) / (by - ay) + ax) found = !found;
  }
  return found;
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
