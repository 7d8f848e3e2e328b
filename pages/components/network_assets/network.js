// The network view: draws nodes and edges with Cytoscape.js and tells Python what was clicked.
// One instance lives on the element it was mounted on; what a person arranged (positions, camera,
// steps that can be undone) is kept per view in `VIEWS`, so that it survives reruns and unmounting.
const VIEWS = (globalThis.tenderlensViews ??= new Map());
const CLICK_MS = 240; // a double click also emits clicks: the single one waits this long
const NAMED_EDGES = 30; // around one node
const LABEL_EDGES = 26; // with more edges than this, only edges of the chosen node are labelled
const EXPORT_PX = 4096; // larger canvases come back empty from the browser
const MOST_PULL = 1.5; // of a picture towards the sides of its window
const LABEL_MS = 90; // after the last turn of the wheel
const NODE = { label: "", weak: false, group: "", more: 0, day: "", hub: "" }; // what is not sent
const EDGE = { label: "", weak: false, derived: false, group: "", change: "" };
const WORKING_MS = 300; // without an answer, before it is said that one is on its way

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
  full: "M9.5 2H14v4.5M14 2L9.5 6.5M6.5 14H2V9.5M2 14l4.5-4.5",
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
  help: "M5.5 6a2.5 2.5 0 1 1 3.6 2.2c-.8.4-1.1.9-1.1 1.8M8 12.8v.2",
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
  return broken(node.more ? `${node.label} +${node.more}` : node.label);
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
    this.drawn = new Map(); // id → what was last drawn of it
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
    this.canvas.setAttribute("aria-label", `${words.title} · ${words.keyboard}`);
    this.tools = element("div", "tools");
    this.tools.setAttribute("role", "toolbar");
    this.tools.setAttribute("aria-label", words.title);
    this.legend = element("div", "legend");
    this.tip = element("div", "tip");
    this.count = element("span", "entry still count");
    this.menu = element("div", "menu");
    this.menu.setAttribute("role", "menu");
    this.help = element("div", "help");
    this.help.setAttribute("role", "dialog");
    this.help.setAttribute("aria-label", words.help);
    this.said = element("div", "said");
    this.said.setAttribute("role", "status");
    const busy = element("div", "busy");
    busy.append(element("span"));
    this.frame.append(
      this.canvas, this.tools, this.legend, this.tip, this.menu, this.help, this.said, busy,
    );
    this.root.replaceChildren(this.frame);
    if (this.full) {
      this.button("undo", words.undo, () => this.undo());
      this.button("redo", words.redo, () => this.redo());
      this.gap();
      this.button("expand", words.expand, (e) => this.nodeMenu(this.under(e)), words.to_expand);
      this.button("hide", words.hide, () => this.hideChosen(), words.to_hide);
      this.button("show", words.show_all, () => this.showAll());
      this.button("pin", words.pin, () => this.pinChosen(), words.to_pin);
      this.button("lasso", words.lasso, () => this.toggleLasso(), words.to_lasso);
      this.button("tray", words.tray, () => this.act("tray", this.marked()), words.to_tray);
      this.gap();
      this.button("layout", words.layout, (e) => this.choiceMenu("layout", this.under(e)), words.layout);
      this.button("group", words.group, (e) => this.choiceMenu("group", this.under(e)), words.group);
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
    if (document.fullscreenEnabled) this.button("full", words.full, () => this.toggleFull());
    this.gap();
    if (data.saves) this.button("export", words.export, (e) => this.exportMenu(this.under(e)), words.export);
    this.button("help", words.help, () => this.toggleHelp());
  }

  // `named` stands beside the sign where the picture is wide enough.
  button(name, title, act, named) {
    const made = element("button", `tool tool-${name}`);
    made.append(icon(name));
    if (named) made.append(element("span", "", named));
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
    let tapped = null;
    let twice = false; // two quick clicks on two nodes are no double click
    cy.on("tap", "node, edge", (event) => {
      const id = event.target.id();
      const keys = event.originalEvent;
      twice = tapped === id;
      tapped = id;
      clearTimeout(waiting);
      this.closeMenu();
      this.tip.classList.remove("on");
      if (keys && (keys.shiftKey || keys.ctrlKey || keys.metaKey)) {
        setTimeout(() => this.tellMarked(), 0);
        return;
      }
      this.choose(id);
      waiting = setTimeout(() => {
        this.tell("selection", id);
        this.tellMarked(true); // a single click lets go of what was marked
      }, CLICK_MS);
    });
    cy.on("dbltap", "node", (event) => {
      if (!this.full || !twice || event.originalEvent?.shiftKey) return;
      clearTimeout(waiting);
      this.act("expand", [event.target.id()]);
    });
    cy.on("cxttap", "node", (event) => {
      if (!this.full) return;
      this.unhover();
      const several = this.several();
      if (!several.includes(event.target.id())) {
        cy.elements().unselect();
        this.choose(event.target.id());
        if (several.length > 0) this.tellMarked(true);
      }
      this.nodeMenu(event.renderedPosition);
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
    // Cytoscape takes the keys away from whatever has them when the mouse goes down.
    this.canvas.addEventListener("click", () => this.canvas.focus({ preventScroll: true }));
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
      const act = event.key === "Escape" ? () => this.escape() : this.keyed(event);
      if (!act) return;
      event.preventDefault();
      event.stopPropagation(); // Streamlit has letters of its own
      act();
    });
  }

  // What a key does, by where it is pressed: in a menu, with Ctrl anywhere, alone on the canvas.
  keyed(event) {
    const { key } = event;
    if (event.target.closest(".menu")) {
      const by = { ArrowDown: 1, ArrowUp: -1 }[key];
      return by && (() => this.throughMenu(by));
    }
    if (event.ctrlKey || event.metaKey) {
      const steps = { z: () => (event.shiftKey ? this.redo() : this.undo()), y: () => this.redo() };
      return { a: () => this.markAll(), ...(this.full && steps) }[key.toLowerCase()];
    }
    if (event.target !== this.canvas || event.altKey) return undefined;
    const desk = {
      e: () => this.expand(),
      m: () => this.nodeMenu(this.beside()),
      ContextMenu: () => this.nodeMenu(this.beside()),
      F10: () => event.shiftKey && this.nodeMenu(this.beside()),
      p: () => this.pinChosen(),
      t: () => this.marked().length > 0 && this.act("tray", this.marked()),
    };
    return {
      ArrowLeft: () => this.walk(-1, 0),
      ArrowRight: () => this.walk(1, 0),
      ArrowUp: () => this.walk(0, -1),
      ArrowDown: () => this.walk(0, 1),
      r: () => this.nextLine(event.shiftKey ? -1 : 1),
      Enter: () => this.toCard(),
      " ": () => this.markChosen(),
      l: () => this.toggleLasso(),
      h: () => this.hideChosen(),
      Delete: () => this.hideChosen(),
      u: () => this.showAll(),
      f: () => this.fit(true),
      w: () => this.toggleFull(),
      "+": () => this.zoom(1.3),
      "=": () => this.zoom(1.3),
      "-": () => this.zoom(1 / 1.3),
      "?": () => this.toggleHelp(),
      "？": () => this.toggleHelp(), // of a Chinese keyboard
      ...(this.full && desk),
    }[key.length === 1 ? key.toLowerCase() : key];
  }

  // One thing at a time is let go: what lies over the picture, what is marked, what is chosen.
  escape() {
    if (this.menu.classList.contains("on")) this.closeMenu(true);
    else if (this.help.classList.contains("on")) this.toggleHelp(false);
    else if (this.frame.classList.contains("catching")) this.toggleLasso(false);
    else {
      const marked = this.marked().length > 1;
      this.cy.elements().unselect();
      if (marked) this.tellMarked(true);
      else if (this.chosen) {
        this.choose(null);
        this.tell("selection", null);
      }
    }
  }

  // The arrow keys go to the nearest neighbour on that side, else to the nearest node there.
  walk(dx, dy) {
    const nodes = this.cy.nodes(":visible").not(".box");
    const from = this.stand();
    if (!from) {
      const first = nodes.max((n) => rank(n)).ele;
      if (first) this.pick(first.id());
      return;
    }
    const at = from.position();
    const joined = from.neighborhood("node");
    let best = null;
    nodes.forEach((n) => {
      const [x, y] = [n.position().x - at.x, n.position().y - at.y];
      const along = x * dx + y * dy;
      const aside = Math.abs(x * dy) + Math.abs(y * dx);
      if (n === from || along < 1 || aside > 2.4 * along) return;
      const cost = (along + 2 * aside) * (joined.contains(n) ? 1 : 3);
      if (!best || cost < best.cost) best = { cost, id: n.id() };
    });
    if (best) this.pick(best.id);
  }

  // The node where the keys stand: the chosen one, or that from which a line was chosen.
  stand() {
    if (!this.chosen) return null;
    const found = this.cy.getElementById(this.chosen);
    if (found.isNode()) return found;
    const ends = found.connectedNodes();
    return ends.filter((n) => n.id() === this.stood)[0] ?? ends[0];
  }

  nextLine(by) {
    const from = this.stand();
    const around = from?.connectedEdges(":visible").toArray() ?? [];
    if (around.length === 0) return;
    const turn = (edge) => {
      const [a, b] = [from.position(), edge.connectedNodes().not(from)[0]?.position() ?? from.position()];
      return Math.atan2(b.y - a.y, b.x - a.x);
    };
    around.sort((a, b) => turn(a) - turn(b) || (a.id() < b.id() ? -1 : 1));
    const at = around.findIndex((edge) => edge.id() === this.chosen);
    const next = at < 0 && by < 0 ? around.length - 1 : (at + by + around.length) % around.length;
    this.pick(around[next].id(), from.id());
  }

  pick(id, stood = id) {
    this.stood = stood;
    this.choose(id);
    this.follow(this.cy.getElementById(stood));
    this.sayChosen();
    clearTimeout(this.picking);
    this.picking = setTimeout(() => this.tell("selection", id), CLICK_MS);
  }

  // A node that the keys reach outside the window comes into it.
  follow(node) {
    const { x, y } = node.renderedPosition();
    const [wide, high] = [this.canvas.clientWidth, this.canvas.clientHeight];
    const by = (at, from, to) => (at < from ? from - at : at > to ? to - at : 0);
    const [across, down] = [by(x, 60, wide - 60), by(y, 70, high - 90)];
    if (across || down) this.cy.panBy({ x: across, y: down });
  }

  // The card beside the picture takes the keys, to be read and scrolled.
  toCard() {
    const card = document.querySelector(".st-key-network-card");
    if (!card || !this.chosen) return;
    clearTimeout(this.picking);
    this.tell("selection", this.chosen);
    if (this.onScreen()) document.exitFullscreen();
    card.tabIndex = -1;
    card.focus();
  }

  markChosen() {
    const node = this.chosen && this.cy.getElementById(this.chosen);
    if (!node || !node.isNode()) return;
    node.selected() ? node.unselect() : node.select();
    this.tellMarked(true);
  }

  markAll() {
    this.cy.nodes(":visible").not(".box").select();
    this.tellMarked();
  }

  beside() {
    const node = this.stand() ?? this.cy.getElementById(this.marked()[0] ?? "");
    const { x, y } = (node.nonempty() && node.renderedPosition()) || { x: 0, y: 0 };
    return { x: x + 20, y: y + 12 };
  }

  say(text) {
    this.said.textContent = text;
  }

  sayChosen() {
    const target = this.cy.getElementById(this.chosen ?? "");
    if (target.empty()) return;
    const words = this.data.words;
    if (target.isEdge()) {
      const [from, to] = [target.source(), target.target()].map((n) => n.data("label"));
      this.say(`${from} → ${to}: ${target.data("label")}. ${target.hasClass("derived") ? words.derived : words.fact}`);
      return;
    }
    const kind = this.data.kinds[target.data("kind")]?.label ?? "";
    const parts = [
      `${kind} ${target.data("label")}`,
      filled(words.said_lines, { count: target.connectedEdges(":visible").length }),
    ];
    if (target.data("more")) parts.push(filled(words.more, { count: target.data("more") }));
    if (target.data("weak")) parts.push(words.weak);
    if (target.hasClass("pinned")) parts.push(words.pinned);
    this.say(parts.join("; "));
  }

  toggleHelp(on = !this.help.classList.contains("on")) {
    this.closeMenu();
    if (on) {
      const rows = this.data.keys.flatMap(([keys, text]) => [element("dt", "", keys), element("dd", "", text)]);
      const list = element("dl");
      list.append(...rows);
      const close = element("button", "tool close", "×");
      close.type = "button";
      close.setAttribute("aria-label", this.data.words.close);
      close.addEventListener("click", () => this.toggleHelp(false));
      this.help.replaceChildren(close, element("div", "title", this.data.words.help), list);
    }
    this.help.classList.toggle("on", on);
    this.tools.querySelector(".tool-help").classList.toggle("on", on);
    if (on) this.help.querySelector("button").focus({ preventScroll: true });
    else this.canvas.focus({ preventScroll: true });
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
    this.net.addEventListener("pointerup", (event) => {
      const caught = points ?? [];
      points = null;
      draw();
      this.toggleLasso(false);
      if (!event.shiftKey) this.cy.elements().unselect();
      this.cy.nodes(":visible").not(".box").filter((n) => inside(n.renderedPosition(), caught)).select();
      this.tellMarked();
    });
  }

  toggleLasso(on = !this.frame.classList.contains("catching")) {
    this.frame.classList.toggle("catching", on);
    this.tools.querySelector(".tool-lasso").classList.toggle("on", on);
    if (on) this.say(this.data.words.lasso);
  }

  // What Python sends: nodes and edges are compared by id with what is drawn.
  update(component) {
    this.component = component;
    const data = component.data;
    this.data = data;
    clearTimeout(this.waiting);
    this.frame.classList.remove("working");
    this.frame.style.height = `${data.height}px`;
    if (this.name !== data.view) {
      this.remember();
      this.name = data.view;
      this.memory = memory(data.view);
      this.memory.cy = this.cy;
      this.cy.elements().remove();
      this.drawn.clear();
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
    this.followWay(fresh);
    if (data.selected !== undefined && data.selected !== this.sent) {
      this.sent = data.selected;
      this.choose(data.selected);
    } else this.choose(this.chosen ?? null);
    this.receive(data.file);
    this.label();
  }

  // Another chain that was asked for is brought before the eyes.
  followWay(fresh) {
    const way = this.cy.edges(".focus");
    const name = way.map((edge) => edge.id()).join();
    if (!fresh && name !== this.way && way.nonempty()) this.fit(true, way.connectedNodes());
    this.way = name;
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
          cy.add({ data: { id: group.id, text: group.label, fs: 13 }, classes: "box" });
        } else drawn.data("text", group.label);
      }
      for (const { id, label, x, y } of data.ticks ?? []) {
        const drawn = cy.getElementById(id);
        const at = this.spot({ x, y });
        if (drawn.nonempty()) drawn.position(at);
        else cy.add({ data: { id, text: label, fs: 13 }, position: at, classes: "box tick", grabbable: false });
      }
      const added = data.nodes.filter((n) => cy.getElementById(n.id).empty());
      const known = cy.nodes().not(".box").nonempty() || added.some((n) => this.memory.positions.has(n.id));
      for (const node of data.nodes) this.put(node);
      this.place(added, (n) => !this.memory.positions.has(n.id), data.near, known);
      for (const edge of data.edges) this.link(edge);
      for (const old of cy.elements().filter((e) => !want.has(e.id()))) {
        this.drawn.delete(old.id());
        old.remove();
      }
    });
    this.remember();
  }

  // Whether something else is to be drawn than last time: most of what is sent anew is as it was.
  differs(id, ...what) {
    const mark = JSON.stringify(what);
    if (this.drawn.get(id) === mark) return false;
    this.drawn.set(id, mark);
    return true;
  }

  put(node) {
    const { x, y, parent = null, ...rest } = node;
    const pinned = this.data.pins.includes(node.id);
    if (!this.differs(node.id, rest, parent, pinned)) return;
    const drawn = this.cy.getElementById(node.id);
    const kind = this.data.kinds[node.kind] ?? {};
    const look = { px: kind.size ?? 28, color: kind.color, shape: kind.shape };
    const image = pinned ? [glyph(kind.glyph), PIN] : glyph(kind.glyph);
    const fields = { ...NODE, ...rest, ...look, image, text: labelOf({ ...NODE, ...node }) };
    const target = drawn.nonempty() ? drawn.data(fields) : this.cy.add({ data: { fs: 11, ...fields } });
    if ((target.parent().id() ?? null) !== parent) target.move({ parent });
    const current = this.cy.getElementById(node.id);
    const at = this.memory.positions.get(node.id);
    if (drawn.empty() && at) current.position(at);
    flag(current, "weak", Boolean(node.weak));
    flag(current, "hub", Boolean(node.hub));
    flag(current, "focus", node.group === "focus");
    flag(current, "pinned", pinned);
    pinned ? current.ungrabify() : current.grabify();
  }

  link(edge) {
    if (!this.differs(edge.id, edge, this.data.overview)) return;
    const drawn = this.cy.getElementById(edge.id);
    const fields = { ...EDGE, ...edge, text: edge.label ?? "" };
    const target = drawn.nonempty()
      ? drawn.data(fields)
      : this.cy.add({ data: { fs: 9.5, ...fields } });
    flag(target, "weak", Boolean(edge.weak));
    flag(target, "derived", Boolean(edge.derived));
    flag(target, "focus", edge.group === "focus");
    flag(target, "ended", edge.change === "ended");
    flag(target, "begun", edge.change === "begun");
    flag(target, "plain", Boolean(this.data.overview));
  }

  // New nodes: positions that Python computed on the first drawing, beside `near` afterwards.
  place(nodes, wanted, near, beside) {
    const ring = nodes.filter(wanted);
    if (ring.length === 0) return;
    if (!beside) {
      this.memory.pull = this.pulling(ring);
      for (const node of ring) this.cy.getElementById(node.id).position(this.spot(node));
      return;
    }
    const taken = this.cy.nodes().not(".box").filter((n) => !ring.some((r) => r.id === n.id()));
    const spots = taken.map((n) => ({ ...n.position() }));
    const seen = this.window();
    for (const node of ring) {
      const anchor = this.anchor(node.id, near, ring);
      const centre = anchor ? { ...anchor.position() } : this.edgeOfPicture();
      const spot = freeSpot(centre, this.emptySide(centre, spots), spots, seen);
      spots.push(spot);
      this.cy.getElementById(node.id).position(spot);
    }
  }

  // A picture is pulled to the sides of a wide window, up and down in a narrow one.
  pulling(nodes) {
    const placed = nodes.filter((n) => typeof n.x === "number");
    const [xs, ys] = [placed.map((n) => n.x), placed.map((n) => n.y)];
    const span = (values) => Math.max(...values) - Math.min(...values) + 120;
    const [wide, high] = [this.canvas.clientWidth - 116, this.canvas.clientHeight - 170];
    if (placed.length < 4 || wide <= 0 || high <= 0) return { x: 1, y: 1 };
    const wider = wide / high / (span(xs) / span(ys));
    return { x: Math.min(Math.max(wider, 1), MOST_PULL), y: Math.min(Math.max(1 / wider, 1), MOST_PULL) };
  }

  spot({ x, y }) {
    const pull = this.memory.pull ?? { x: 1, y: 1 };
    return { x: (x ?? 0) * pull.x, y: (y ?? 0) * pull.y };
  }

  // The node beside which a new one belongs: one that was expanded, else one that a line joins it to.
  anchor(id, near, ring) {
    const fresh = new Set(ring.map((r) => r.id));
    const joined = this.data.edges
      .filter((e) => e.source === id || e.target === id)
      .map((e) => (e.source === id ? e.target : e.source));
    const usable = (key) => !fresh.has(key) && this.cy.getElementById(key).nonempty();
    const found = near.find((key) => joined.includes(key) && usable(key)) ?? joined.find(usable) ?? near.find(usable);
    return found ? this.cy.getElementById(found) : null;
  }

  // What of the picture can be seen, in its own coordinates, without tools and legend.
  window() {
    const [zoom, pan] = [this.cy.zoom(), this.cy.pan()];
    const [wide, high] = [this.canvas.clientWidth, this.canvas.clientHeight];
    const [left, top, right, bottom] = [70, 62, wide - 70, high - this.legend.offsetHeight - 40]; // room for a name
    return {
      x1: (left - pan.x) / zoom, x2: (right - pan.x) / zoom,
      y1: (top - pan.y) / zoom, y2: (bottom - pan.y) / zoom,
    };
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
    this.memory.pull = this.pulling(data.nodes);
    this.cy.batch(() => {
      for (const node of data.nodes) {
        const drawn = this.cy.getElementById(node.id);
        if (node.x === null || node.x === undefined || drawn.hasClass("pinned")) continue;
        drawn.position(this.spot(node));
      }
      for (const tick of data.ticks ?? []) this.cy.getElementById(tick.id).position(this.spot(tick));
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
    if (this.memory.camera) this.cy.viewport(this.memory.camera);
    else this.fit(false);
  }

  // What stood in the middle stays there; a camera that nobody moved shows all again.
  onResize() {
    const [wide, high] = [this.canvas.clientWidth, this.canvas.clientHeight];
    if ((wide === this.wide && high === this.high) || wide === 0) return;
    const by = { x: (wide - (this.wide ?? wide)) / 2, y: (high - (this.high ?? high)) / 2 };
    [this.wide, this.high] = [wide, high];
    this.layTools();
    this.cy.resize();
    if (this.onScreen() !== Boolean(this.small)) this.turnFull();
    else if (this.memory.camera) this.cy.panBy(by);
    else this.fit(false);
    this.labelSoon();
  }

  // Words beside the signs, signs alone, or signs close together: what stands on one line.
  layTools() {
    const shorter = ["brief", "tight"];
    this.tools.classList.remove(...shorter);
    for (const name of shorter) {
      const wraps = this.tools.lastChild.offsetTop > this.tools.firstChild.offsetTop;
      if (wraps) this.tools.classList.add(name);
    }
  }

  onScreen() {
    return this.frame.matches(":fullscreen");
  }

  // The picture takes the whole screen; Esc goes back to where the camera stood before.
  toggleFull() {
    if (this.onScreen()) document.exitFullscreen();
    else this.frame.requestFullscreen();
  }

  turnFull() {
    const on = this.onScreen();
    this.tools.querySelector(".tool-full").classList.toggle("on", on);
    if (on) {
      this.small = { zoom: this.cy.zoom(), pan: { ...this.cy.pan() } };
      this.fit(false);
    } else {
      this.cy.viewport(this.small);
      this.small = null;
    }
  }

  paint() {
    if (!this.data) return;
    const colours = theme(this.frame);
    const mark = JSON.stringify(colours);
    if (mark === this.painted) return;
    this.painted = mark;
    this.colours = colours;
    for (const sign of ["way", "derived", "ended", "begun"]) {
      this.frame.style.setProperty(`--sign-${sign}`, colours[sign]);
    }
    this.cy.style(stylesheet(colours));
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
        flag(n, "gone", off.has(n.data("kind")) || hidden.has(n.id()));
      });
      const mode = this.memory.labels ?? this.data.labels;
      const all = mode === "all" || (mode === "auto" && this.cy.edges().length <= LABEL_EDGES);
      this.cy.edges().forEach((edge) => flag(edge, "labelled", all));
    });
    const show = this.tools.querySelector(".tool-show");
    show.disabled = hidden.size === 0 && off.size === 0 && !this.data.hidden_by_hand;
    const seen = (n) => !n.hasClass("gone");
    this.count.textContent = filled(this.data.words.counted, {
      nodes: this.cy.nodes().filter((n) => seen(n) && !n.hasClass("box")).length,
      edges: this.cy.edges().filter((e) => seen(e.source()) && seen(e.target())).length,
    });
  }

  // Only what changes is touched: each change of thousands of lines is drawn anew.
  choose(id) {
    this.chosen = id && this.cy.getElementById(id).nonempty() ? id : null;
    const target = this.cy.getElementById(this.chosen ?? "");
    const ends = target.nonempty() && target.isEdge();
    const around = target.empty() ? target : ends ? target.connectedNodes() : target.closedNeighborhood();
    const clear = target.empty() ? null : around.union(target);
    this.cy.batch(() => {
      this.lit(target);
      for (const e of this.cy.elements()) {
        flag(e, "chosen", e.id() === this.chosen);
        const faded = clear !== null && !clear.has(e) && !e.hasClass("focus") && !e.hasClass("box")
          && !e.hasClass("plain"); // plain lines are faint as they are
        flag(e, "faded", faded);
      }
    });
    this.able();
    this.labelSoon();
  }

  able() {
    const nodes = this.markedNodes().length > 0;
    const set = (name, on) => {
      const found = this.tools.querySelector(`.tool-${name}`);
      if (found) found.disabled = !on;
    };
    set("expand", nodes);
    set("hide", nodes);
    set("pin", nodes);
    set("tray", this.marked().length > 0);
  }

  // What the tools act on: everything that is selected, else what was clicked.
  marked() {
    const ids = this.cy.$("node:selected:visible").not(".box").map((n) => n.id());
    if (ids.length > 1) return ids;
    return this.chosen ? [this.chosen] : ids;
  }

  markedNodes() {
    return this.marked().filter((id) => this.cy.getElementById(id).isNode());
  }

  several() {
    const ids = this.marked();
    return ids.length > 1 ? ids : [];
  }

  tellMarked(keep = false) {
    const ids = this.marked();
    const many = this.several();
    if (many.length > 0 && !keep) {
      this.choose(null);
      this.tell("selection", null);
    } else if (ids.length === 1 && ids[0] !== this.chosen) this.pick(ids[0]);
    this.able();
    if (many.join() === this.told) return;
    this.told = many.join();
    this.say(filled(this.data.words.marked, { count: many.length }));
    this.component.setStateValue("marked", many);
  }

  // The lines of these nodes stand out; they are named unless there are too many to read.
  lit(nodes) {
    const near = new Map();
    nodes.filter("node").forEach((node) => {
      const around = node.connectedEdges().filter((e) => e.visible());
      for (const edge of around) near.set(edge.id(), around.length <= NAMED_EDGES);
    });
    for (const edge of this.cy.edges(".near").union(this.cy.edges().filter((e) => near.has(e.id())))) {
      flag(edge, "near", near.has(edge.id()));
      flag(edge, "named", near.get(edge.id()) ?? false);
    }
  }

  hover(event) {
    const target = event.target;
    if (target.hasClass("box")) return;
    this.canvas.style.cursor = "pointer";
    if (target.isNode()) this.cy.batch(() => this.lit(target.union(this.cy.getElementById(this.chosen ?? ""))));
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
    this.cy.batch(() => this.lit(this.cy.getElementById(this.chosen ?? "")));
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
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => {
      this.frame.classList.add("working");
      this.say(this.data.words.working);
    }, WORKING_MS);
    this.component.setTriggerValue("action", action);
  }

  expand() {
    const ids = this.markedNodes();
    if (ids.length > 0) this.act("expand", ids);
  }

  hideChosen() {
    const ids = this.markedNodes();
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
    const ids = this.markedNodes();
    if (ids.length > 0) this.act("pin", ids);
  }

  toggleLabels() {
    const order = ["auto", "all", "none"];
    const at = order.indexOf(this.memory.labels ?? this.data.labels);
    this.memory.labels = order[(at + 1) % order.length];
    this.visibility();
    this.label();
  }

  // These nodes, or all that is drawn, between the tools above and the legend below.
  fit(slowly, nodes = this.cy.nodes()) {
    const [wide, high] = [this.canvas.clientWidth, this.canvas.clientHeight];
    const box = this.extent(nodes);
    if (box === null || wide === 0) return;
    const [top, bottom, side] = [62, this.legend.offsetHeight + 52, 58];
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

  // Where the nodes stand; labels are left out, for they grow as the picture shrinks.
  extent(nodes) {
    const box = { x1: Infinity, y1: Infinity, x2: -Infinity, y2: -Infinity };
    const half = 20;
    nodes.forEach((n) => {
      if (n.hasClass("gone") || (n.hasClass("box") && !n.hasClass("tick"))) return;
      const { x, y } = n.position();
      const more = n.parent().nonempty() ? half + 26 : half; // room of the box around it
      box.x1 = Math.min(box.x1, x - more);
      box.x2 = Math.max(box.x2, x + more);
      box.y1 = Math.min(box.y1, y - more);
      box.y2 = Math.max(box.y2, y + more);
    });
    return box.x1 < box.x2 ? { ...box, w: box.x2 - box.x1, h: box.y2 - box.y1 } : null;
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
        this.closeMenu(true);
        entry.act();
      });
      return entry.tick ? ticked(made, entry) : made;
    });
    this.menu.replaceChildren(element("div", "heading", title), ...rows);
    this.menu.classList.add("on");
    const wide = this.menu.offsetWidth;
    const high = this.menu.offsetHeight;
    this.menu.style.left = `${Math.max(6, Math.min(at.x, this.frame.clientWidth - wide - 8))}px`;
    this.menu.style.top = `${Math.max(6, Math.min(at.y, this.frame.clientHeight - high - 8))}px`;
    this.menu.querySelector("button:not(:disabled)")?.focus({ preventScroll: true });
  }

  throughMenu(by) {
    const rows = [...this.menu.querySelectorAll("button:not(:disabled)")];
    const at = rows.findIndex((row) => row.matches(":focus"));
    rows[(at + by + rows.length) % rows.length]?.focus();
  }

  // `back`: the keys go back to the picture.
  closeMenu(back = false) {
    this.menu.classList.remove("on");
    if (back) this.canvas.focus({ preventScroll: true });
  }

  // Of what is chosen, one node or several: relations with who is left along each, then the rest.
  nodeMenu(at) {
    const words = this.data.words;
    const ids = this.markedNodes();
    if (ids.length === 0) return;
    const nodes = this.cy.nodes().filter((n) => ids.includes(n.id()));
    const { more, menu } = this.leftAround(ids);
    const pinned = ids.every((id) => this.data.pins.includes(id));
    const types = new Set();
    const expand = {
      text: words.expand_all, number: more === null ? "" : filled(words.left, { count: more }),
      off: menu.length === 0, act: () => this.act("expand", ids, { types: [...types] }),
    };
    const tick = (type, on) => {
      on ? types.add(type) : types.delete(type);
      const [text, number] = this.menu.querySelector("button").children;
      text.textContent = types.size ? filled(words.expand_ticked, { count: types.size }) : expand.text;
      number.textContent = types.size ? "" : expand.number;
    };
    const one = ids.length === 1;
    this.openMenu(
      one ? nodes[0].data("label") : filled(words.marked, { count: ids.length }),
      [
        expand,
        ...menu.map(([type, name, left]) => ({
          text: name, number: left === null ? "" : filled(words.left, { count: left }),
          act: () => this.act("expand", ids, { types: [type] }), tick: (on) => tick(type, on),
        })),
        null,
        ...(one ? [{ text: words.centre, act: () => this.act("centre", ids) }] : []),
        { text: words.only, act: () => this.act("only", nodes.closedNeighborhood("node").map((n) => n.id())) },
        { text: words.path, act: () => this.act("path", ids) },
        { text: pinned ? words.unpin : words.pin, act: () => this.act("pin", ids) },
        { text: words.hide, act: () => this.hideChosen() },
        { text: words.tray, act: () => this.act("tray", ids) },
      ],
      at,
    );
  }

  // Several nodes may share neighbours: only Python can count those, and says so a moment later.
  leftAround(ids) {
    const { menus, several } = this.data;
    if (ids.length === 1) {
      return { more: this.cy.getElementById(ids[0]).data("more"), menu: menus?.[ids[0]] ?? [] };
    }
    if (several && several.ids.join() === ids.join()) return several;
    const names = new Map(ids.flatMap((id) => (menus?.[id] ?? []).map(([type, name]) => [type, name])));
    return { more: null, menu: [...names].map(([type, name]) => [type, name, null]) };
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
    const drawn = this.onLight(() => this.cy.png({ full: true, scale, bg: LIGHT.page }));
    save(`${this.data.words.file}.png`, drawn);
  }

  saveSvg() {
    const drawn = this.onLight(() => asSvg(this.cy, this.data.kinds, LIGHT));
    this.keep(drawn, `${this.data.words.file}.svg`, "image/svg+xml");
  }

  // A picture is for a report, which is printed: it stands on a light ground in a dark page too,
  // and nothing in it is faint because something else is chosen.
  onLight(draw) {
    this.cy.style([...stylesheet(LIGHT), { selector: ".faded", style: { opacity: 1 } }]);
    const drawn = draw();
    this.cy.style(stylesheet(this.colours));
    return drawn;
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
      this.count,
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
    if (has("node.pinned")) {
      line("pinring", words.pinned);
      const sign = document.createElementNS("http://www.w3.org/2000/svg", "svg");
      sign.setAttribute("viewBox", "32 2 28 28");
      rows.at(-1).querySelector(".pinring").append(sign);
      sign.innerHTML = PIN_SIGN;
    }
    if (has("node[more > 0]")) rows.push(element("span", "entry still", words.plus));
    return rows;
  }

  destroy() {
    this.remember();
    this.memory.camera = { zoom: this.cy.zoom(), pan: { ...this.cy.pan() } };
    clearTimeout(this.labelling);
    this.resized.disconnect();
    this.dark.disconnect();
    this.cy.destroy();
  }
}

// An entry of a menu with a box before it: the box gathers, the entry acts at once.
function ticked(button, entry) {
  const row = element("div", "row");
  const box = element("input");
  box.type = "checkbox";
  box.tabIndex = -1; // Space on the entry does the same
  box.setAttribute("aria-label", entry.text);
  box.addEventListener("change", () => entry.tick(box.checked));
  for (const stroke of ["keydown", "keyup"]) {
    button.addEventListener(stroke, (event) => {
      if (event.key !== " ") return;
      event.preventDefault();
      if (stroke === "keydown") box.click();
    });
  }
  row.append(box, button);
  return row;
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

// The nearest free place on widening arcs that open towards the emptier side; one that can be seen
// goes before one that cannot, unless it is far.
function freeSpot(centre, away, spots, seen) {
  let first = null;
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
      if (!free) continue;
      const visible = spot.x > seen.x1 && spot.x < seen.x2 && spot.y > seen.y1 && spot.y < seen.y2;
      if (visible) return spot;
      first ??= spot;
    }
    if (first && ring > 5) return first;
  }
  return first ?? { x: centre.x + 1000 * Math.cos(away), y: centre.y + 1000 * Math.sin(away) };
}

export default function mount(component) {
  const root = component.parentElement.querySelector(".tenderlens-network");
  root.pending = component;
  root.gone = false;
  const spoken = JSON.stringify(component.data.words);
  if (root.instance && root.spoken !== spoken) { // another language: its tools are named anew
    root.instance.destroy();
    root.instance = null;
  }
  root.spoken = spoken;
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
