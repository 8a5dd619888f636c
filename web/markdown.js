/**
 * The markdown that answers use, read into a tree and built as DOM nodes: text stays text, whatever it holds.
 *
 * Blocks: {type: "p" | "h" | "ul" | "ol" | "li" | "pre" | "blockquote", children, start?, text?}.
 * Inlines: a string, {type: "strong" | "em" | "code" | "br", children | text}, {type: "a", href, children}, {type: "cite", marker}.
 */

const bullet = /^( {0,3})([-*+]|\d{1,9}[.)])(?: +|$)(.*)$/;
const fence = /^ {0,3}(`{3,}|~{3,})/;
const depthLimit = 8; // of what lies within another: deeper is shown as it stands

/** Text -> blocks. Pure. */
export function parse(text) {
  return blocks(text.replace(/\r\n?/g, "\n").split("\n"), 0);
}

function blocks(lines, depth) {
  const found = [];
  let at = 0;
  const takeWhile = holds => {
    const from = at;
    while (at < lines.length && holds(lines[at], at - from)) ++at;
    return lines.slice(from, at);
  };
  const isBlank = line => line.trim() === "";
  const nests = depth < depthLimit;
  const begins = line => fence.test(line) || /^ {0,3}#{1,6} /.test(line) || nests && (bullet.test(line) || /^ {0,3}>/.test(line));

  while (at < lines.length) {
    const line = lines[at];
    if (isBlank(line)) {
      ++at;
    } else if (fence.test(line)) {
      const mark = fence.exec(line)[1];
      ++at;
      const inside = takeWhile(l => !(l.trim().startsWith(mark) && l.trim() === mark[0].repeat(l.trim().length)));
      ++at; // a fence that is still open runs to the end
      found.push({type: "pre", text: inside.join("\n")});
    } else if (/^ {0,3}#{1,6} /.test(line)) {
      ++at;
      found.push({type: "h", children: inlines(line.replace(/^ *#+ +/, "").replace(/ +#+ *$/, ""))});
    } else if (nests && /^ {0,3}>/.test(line)) {
      const inside = takeWhile(l => /^ {0,3}>/.test(l)).map(l => l.replace(/^ *> ?/, ""));
      found.push({type: "blockquote", children: blocks(inside, depth + 1)});
    } else if (nests && bullet.test(line)) {
      const item = takeItem();
      const list = found.at(-1);
      if (list?.type === item.list && list.mark === item.mark) list.children.push(item.node);
      else found.push({type: item.list, mark: item.mark, ...(item.list === "ol" && {start: item.start}), children: [item.node]});
    } else {
      const inside = takeWhile((l, n) => !isBlank(l) && !(n && begins(l)));
      found.push({type: "p", children: inlines(inside.map(l => l.trimStart()).join("\n").trimEnd())});
    }
  }
  return found.map(({mark, ...block}) => block);

  /** An item, and what is indented below it. */
  function takeItem() {
    const [, indent, sign, first] = bullet.exec(lines[at]);
    const width = indent.length + sign.length + 1;
    ++at;
    const below = takeWhile((l, n) => isBlank(l) ? at + 1 < lines.length && lines[at + 1].search(/\S/) >= width
      : l.search(/\S/) >= Math.min(width, 2) || !begins(l) && !isBlank(lines[at - 1]));
    const inside = blocks([first, ...below.map(l => l.slice(Math.min(width, Math.max(0, l.search(/\S/)))))], depth + 1);
    const ordered = /\d/.test(sign);
    return {
      list: ordered ? "ol" : "ul",
      mark: sign.at(-1),
      start: ordered ? parseInt(sign, 10) : undefined,
      node: {type: "li", children: inside.length === 1 && inside[0].type === "p" ? inside[0].children : inside},
    };
  }
}

const inline = new RegExp([
  /(?<escape>\\[!-\/:-@[-`{-~])/,
  /(?<ticks>`+)(?<code>.{1,999}?)(?<!`)\k<ticks>(?!`)/,
  /\[(?<marker>\d{1,3})\](?!\()/,
  /\[(?<label>(?:[^\[\]]|\[[^\[\]]*\])+)\]\((?<target>[^\s()]*(?:\([^\s()]*\)[^\s()]*)*)(?:\s+"[^"]*")?\)/,
  /<(?<auto>https?:\/\/[^\s<>]+)>/,
  /(?<![\w\/])(?<bare>https?:\/\/[^\s<>"']*[^\s<>"'.,;:!?)\]*_])/,
  /(?<two>\*\*|__)(?=\S)(?<strong>.{1,999}?)(?<=\S)\k<two>(?![*_])/,
  /\*(?=[^\s*])(?<em>.{0,999}?[^\s*])\*(?!\*)/,
  /(?<![A-Za-z0-9])_(?=[^\s_])(?<em2>.{0,999}?[^\s_])_(?![A-Za-z0-9])/,
  /(?<br> {2,}\n|\\\n)/,
].map(one => one.source).join("|"), "gs");

/** A line's text -> inlines. Pure. */
export function inlines(text, depth = 0) {
  if (depth > depthLimit) return [text];
  const found = [];
  const add = part => typeof part === "string" && typeof found.at(-1) === "string" ? found.push(found.pop() + part) : found.push(part);
  let at = 0;
  for (const {0: all, index, groups: g} of text.matchAll(inline)) {
    if (index > at) add(text.slice(at, index));
    at = index + all.length;
    const inner = part => inlines(part, depth + 1);
    if (g.escape) add(g.escape[1]);
    else if (g.code !== undefined) add({type: "code", text: g.code.trim() || g.code});
    else if (g.marker) add({type: "cite", marker: Number(g.marker)});
    else if (g.label) isWebAddress(g.target) ? add({type: "a", href: g.target, children: inner(g.label)}) : inner(g.label).forEach(add);
    else if (g.auto ?? g.bare) add(isWebAddress(g.auto ?? g.bare) ? {type: "a", href: g.auto ?? g.bare, children: [g.auto ?? g.bare]} : all);
    else if (g.strong) add({type: "strong", children: inner(g.strong)});
    else if (g.em ?? g.em2) add({type: "em", children: inner(g.em ?? g.em2)});
    else add({type: "br"});
  }
  if (at < text.length) add(text.slice(at));
  return found;
}

/** Whether it leads to a page somewhere: scheme and host. Pure. */
function isWebAddress(address) {
  return /^https?:\/\/[^\s\/]/i.test(address);
}

/**
 * Blocks or inlines -> nodes. `cite(marker)` makes the node of a citation's marker, or null where there is none; then the
 * marker is text.
 */
export function build(tree, cite) {
  return tree.map(part => {
    if (typeof part === "string") return document.createTextNode(part);
    if (part.type === "cite") return cite(part.marker) ?? document.createTextNode(`[${part.marker}]`);
    const node = document.createElement(part.type === "h" ? "p" : part.type);
    if (part.type === "a") Object.assign(node, {href: part.href, target: "_blank", rel: "noopener noreferrer nofollow"});
    if (part.type === "ol") node.start = part.start;
    if (part.type === "pre") {
      node.append(make("code", part.text));
      node.tabIndex = 0; // it may scroll
    } else if (part.text !== undefined) {
      node.textContent = part.text;
    }
    const children = build(part.children ?? [], cite);
    if (part.type === "h") node.append(make("strong", ...children));
    else node.append(...children);
    return node;
  });
}

function make(tag, ...children) {
  const node = document.createElement(tag);
  node.append(...children);
  return node;
}
