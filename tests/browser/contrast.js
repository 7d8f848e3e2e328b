// All texts of the page that stand out too little (WCAG 2: 4.5, large ones and signs 3), with their colours.
() => {
  const pen = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const rgba = (colour, share = 1) => {
    pen.clearRect(0, 0, 1, 1);
    pen.fillStyle = colour;
    pen.fillRect(0, 0, 1, 1);
    const [red, green, blue, alpha] = pen.getImageData(0, 0, 1, 1).data;
    return [red, green, blue, (alpha / 255) * share];
  };
  const over = (top, below) => {
    const alpha = top[3] + below[3] * (1 - top[3]);
    const mix = (i) => (top[i] * top[3] + below[i] * below[3] * (1 - top[3])) / (alpha || 1);
    return [mix(0), mix(1), mix(2), alpha];
  };
  const parent = (e) => e.assignedSlot ?? e.parentElement ?? e.getRootNode().host ?? null;
  const seen = (colour, element) => {
    for (let e = element; e; e = parent(e)) {
      const style = getComputedStyle(e);
      colour = over(colour, rgba(style.backgroundColor));
      colour[3] *= style.opacity;
    }
    return over(colour, [255, 255, 255, 1]);
  };
  const bright = (colour) => {
    const [red, green, blue] = colour
      .slice(0, 3)
      .map((v) => (v / 255 <= 0.04045 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05;
  };
  // In a chart the squares and bars that were drawn before the text lie below it.
  const marksBelow = (text) => {
    const box = text.getBoundingClientRect();
    const middle = new DOMPoint((box.left + box.right) / 2, (box.top + box.bottom) / 2);
    let below = [0, 0, 0, 0];
    for (const mark of text.closest("svg").querySelectorAll("path, rect, circle")) {
      if (mark.compareDocumentPosition(text) & Node.DOCUMENT_POSITION_PRECEDING) break;
      const style = getComputedStyle(mark);
      if (style.fill === "none" || style.visibility === "hidden") continue;
      if (!mark.isPointInFill(middle.matrixTransform(mark.getScreenCTM().inverse()))) continue;
      below = over(rgba(style.fill, style.fillOpacity * style.opacity), below);
    }
    return below;
  };
  const all = function* (root) {
    for (const e of root.querySelectorAll("*")) {
      yield e;
      if (e.shadowRoot) yield* all(e.shadowRoot);
    }
  };
  const faint = [];
  let texts = 0;
  for (const e of all(document.body)) {
    const said = [...e.childNodes].filter((n) => n.nodeType === Node.TEXT_NODE).map((n) => n.nodeValue);
    const style = getComputedStyle(e);
    const box = e.getBoundingClientRect();
    if (!/[\p{L}\p{N}]/u.test(said.join("")) || box.width < 3 || style.clipPath !== "none") continue;
    if (e.closest("script, style, :disabled")) continue;
    if (e.closest("[data-testid=stSliderThumbValue]")) continue; // stands above what it lies in
    if (!e.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
    const drawn = e instanceof SVGElement;
    const colour = drawn ? rgba(style.fill, style.fillOpacity) : rgba(style.color);
    if (colour[3] === 0) continue;
    const below = drawn ? marksBelow(e) : [0, 0, 0, 0];
    const at = drawn ? e.closest("svg") : e;
    const [text, page] = [seen(over(colour, below), at), seen(below, at)];
    const [less, more] = [bright(text), bright(page)].sort((a, b) => a - b);
    const size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.6 && style.fontWeight >= 600);
    texts += 1;
    if (more / less < (large || e.matches("[data-testid=stIconMaterial]") ? 3 : 4.5)) {
      const hex = [text, page].map((c) => c.slice(0, 3).map(Math.round).join());
      faint.push(`${(more / less).toFixed(2)} ${hex.join(" on ")}: ${said.join("").slice(0, 30)}`);
    }
  }
  // A point of a chart and a sign of its legend show by their filling or by their rim.
  for (const point of document.querySelectorAll(".mark-symbol path")) {
    const style = getComputedStyle(point);
    const page = seen([0, 0, 0, 0], point.closest("svg"));
    const shows = ["fill", "stroke"].map((part) => {
      if (style[part] === "none") return 1;
      const drawn = over(rgba(style[part], style[`${part}Opacity`] * style.opacity), page);
      const [less, more] = [bright(drawn), bright(page)].sort((a, b) => a - b);
      return more / less;
    });
    const most = Math.max(...shows); // 1: it is there for the pointer alone
    if (most > 1 && most < 3) faint.push(`${most.toFixed(2)}: point ${style.fill}`);
  }
  return { texts, faint };
}
