// A text field for Cypher: colours behind what is typed, and the words of the graph on offer.
// What stands in it goes to Python when it is left and after a pause of typing; Ctrl+Enter runs it.
const PAUSE_MS = 500;
const PIECES = new RegExp(
  [
    "(?<note>//[^\\n]*|/\\*[\\s\\S]*?(?:\\*/|$))",
    "(?<text>'(?:\\\\.|[^'\\\\])*(?:'|$)|\"(?:\\\\.|[^\"\\\\])*(?:\"|$))",
    "(?<parameter>\\$\\w+)",
    "(?<label>:[ ]*`?[A-Za-z_][\\w|:!]*`?)",
    "(?<word>[A-Za-z_]\\w*)",
  ].join("|"),
  "g",
);

function made(tag, name) {
  const element = document.createElement(tag);
  element.className = name;
  return element;
}

function coloured(target, text, keywords) {
  const parts = [];
  let last = 0;
  for (const found of text.matchAll(PIECES)) {
    const kind = Object.entries(found.groups).find(([, value]) => value !== undefined)[0];
    const name = kind !== "word" ? kind : keywords.has(found[0].toUpperCase()) ? "keyword" : "";
    if (!name) continue;
    parts.push(document.createTextNode(text.slice(last, found.index)));
    const span = made("span", name);
    span.textContent = found[0];
    parts.push(span);
    last = found.index + found[0].length;
  }
  parts.push(document.createTextNode(text.slice(last) + "\n"));
  target.replaceChildren(...parts);
}

// What may stand at the caret: kinds of node after `(:`, relations after `[:`, properties after a
// dot (of the label that the variable was given), else keywords and variables.
function offered(words, text, caret) {
  const before = text.slice(0, caret);
  const relation = before.match(/\[\s*\w*\s*:\s*(?:[\w|]*\|)?\s*(\w*)$/);
  if (relation) return [relation[1], words.relations];
  const node = before.match(/\(\s*\w*\s*:\s*(\w*)$/);
  if (node) return [node[1], words.labels];
  const property = before.match(/(\w+)\.(\w*)$/);
  if (property) {
    const given = [...text.matchAll(/[([]\s*(\w+)\s*:\s*(\w+)/g)].filter((m) => m[1] === property[1]);
    const own = given.flatMap((m) => words.properties[m[2]] ?? []);
    return [property[2], own.length ? own : words.anyProperty];
  }
  const plain = before.match(/(?:^|[\s(,])([A-Za-z]\w+)$/);
  if (!plain) return null;
  const variables = [...new Set([...text.matchAll(/[([]\s*(\w+)\s*[:)\]]/g)].map((m) => m[1]))];
  return [plain[1], [...words.keywords.map((w) => [w, ""]), ...variables.map((v) => [v, ""])]];
}

function editor(parent) {
  const root = parent.querySelector(".tenderlens-editor");
  const frame = made("div", "editor"), scroll = made("div", "scroll"), page = made("div", "page");
  const numbers = made("pre", "numbers"), colours = made("pre", "colours");
  const typed = made("textarea", "typed"), choices = made("div", "choices"), help = made("div", "help");
  Object.assign(typed, { spellcheck: false, autocapitalize: "off", autocomplete: "off" });
  choices.setAttribute("role", "listbox");
  page.append(colours, typed);
  scroll.append(numbers, page);
  frame.append(scroll, choices, help);
  root.replaceChildren(frame);
  const own = { frame, typed, help, words: null, sent: null, given: null, keywords: new Set(), tell: () => {}, run: () => {} };
  let timer = 0, found = [], place = 0, begun = "";

  const paint = () => {
    coloured(colours, typed.value, own.keywords);
    const lines = typed.value.split("\n").length;
    numbers.textContent = Array.from({ length: lines }, (_, i) => i + 1).join("\n");
    const drawn = document.createRange();
    drawn.selectNodeContents(colours);
    const wrapped = drawn.getBoundingClientRect().height > (lines + 0.5) * 20;
    numbers.style.visibility = wrapped ? "hidden" : ""; // numbers beside wrong lines are worse
  };
  const send = () => {
    clearTimeout(timer);
    if (typed.value === own.sent) return;
    own.sent = typed.value;
    own.tell(typed.value);
  };
  const close = () => { found = []; choices.classList.remove("on"); typed.removeAttribute("aria-activedescendant"); };
  const show = () => {
    choices.replaceChildren(...found.map(([word, meaning], i) => {
      const line = made("div", i === place ? "choice on" : "choice");
      line.setAttribute("role", "option");
      line.setAttribute("aria-selected", String(i === place));
      const said = made("span", "");
      line.append(document.createTextNode(word), said);
      said.textContent = meaning;
      line.addEventListener("pointerdown", (event) => { event.preventDefault(); place = i; take(); });
      return line;
    }));
    choices.classList.toggle("on", found.length > 0);
    choices.querySelector(".on")?.scrollIntoView({ block: "nearest" });
    const lines = typed.value.slice(0, typed.selectionStart).split("\n");
    choices.style.top = `${Math.min(lines.length * 20 + 12, 400) - scroll.scrollTop}px`;
    choices.style.left = `${Math.min(40 + lines.at(-1).length * 7, Math.max(40, frame.clientWidth - 260))}px`;
  };
  const offer = (asked = false) => {
    const at = typed.selectionStart === typed.selectionEnd ? offered(own.words, typed.value, typed.selectionStart) : null;
    if (!at && !asked) return close();
    const [start, all] = at ?? ["", own.words.keywords.map((w) => [w, ""])];
    const low = start.toLowerCase();
    begun = start;
    place = 0;
    found = all
      .filter(([word, meaning]) => word.toLowerCase().startsWith(low) || (low && meaning.toLowerCase().includes(low)))
      .filter(([word]) => word !== start)
      .slice(0, 60);
    if (found.length) show(); else close();
  };
  const take = () => {
    const end = typed.selectionStart;
    typed.setRangeText(found[place][0], end - begun.length, end, "end");
    close();
    changed();
  };
  const changed = () => { paint(); clearTimeout(timer); timer = setTimeout(send, PAUSE_MS); };

  typed.addEventListener("input", (event) => {
    changed();
    if (!event.isComposing) offer();
  });
  typed.addEventListener("blur", () => { close(); send(); });
  typed.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if ((event.ctrlKey || event.metaKey) && event.key === "Enter") { event.preventDefault(); close(); send(); own.run(); return; }
    if (event.ctrlKey && event.key === " ") { event.preventDefault(); offer(true); return; }
    if (!found.length) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) { event.preventDefault(); place = (place + step + found.length) % found.length; show(); }
    else if (event.key === "Enter" || event.key === "Tab") { event.preventDefault(); take(); }
    else if (event.key === "Escape") { event.preventDefault(); close(); }
  });
  own.paint = paint;
  new ResizeObserver(paint).observe(page);
  return own;
}

function isDark(element) {
  const [r, g, b] = (getComputedStyle(element).color.match(/[\d.]+/g) ?? [0, 0, 0]).map(Number);
  return r + g + b > 380; // the text is light
}

export default function ({ data, parentElement, setStateValue, setTriggerValue }) {
  const own = (parentElement.tenderlensEditor ??= editor(parentElement));
  own.words = data.words;
  own.keywords = new Set(data.words.keywords);
  own.help.textContent = data.help;
  own.typed.setAttribute("aria-label", data.label);
  own.tell = (text) => setStateValue("text", text);
  own.run = () => setTriggerValue("run", true);
  // Python's text is taken over only when Python changed it: a slow answer never undoes typing.
  if (data.turn !== own.given) {
    own.given = data.turn;
    own.sent = data.text;
    own.typed.value = data.text;
  }
  own.frame.classList.toggle("dark", isDark(own.frame));
  own.paint();
}
