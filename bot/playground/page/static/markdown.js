// The `markdown` block's standard Markdown, the parts that Slack documents.
// Source: https://docs.slack.dev/reference/block-kit/blocks/markdown-block.

import { h } from "/page/dom.js";
import { link, plain } from "/page/mrkdwn.js";

const INLINE = /`([^`\n]+)`|!?\[([^\]\n]*)\]\(([^()\s]+)\)|\*\*([^*\n]+)\*\*|__([^_\n]+)__|~~([^~\n]+)~~|\*([^*\s][^*\n]*)\*|(?<!\w)_([^_\s][^_\n]*)_(?!\w)|(https?:\/\/[^\s<>)]+)/u;

function inline(text) {
  const found = INLINE.exec(text);
  if (!found) return plain(text);
  const [whole, code, label, target, bold, bold2, strike, italic, italic2, address] = found;
  const node =
    code !== undefined ? h("code", {}, code)
    : target !== undefined ? link(target, inline(label))
    : bold ?? bold2 ? h("strong", {}, inline(bold ?? bold2))
    : strike !== undefined ? h("s", {}, inline(strike))
    : italic ?? italic2 ? h("em", {}, inline(italic ?? italic2))
    : link(address);
  return [...plain(text.slice(0, found.index)), node, ...inline(text.slice(found.index + whole.length))];
}

const KINDS = [
  [/^(#{1,6})\s+(.*)$/, ([, signs, text]) => h("div", { role: "heading", "aria-level": String(signs.length + 2), class: `heading level${signs.length}` }, inline(text))],
  [/^\s*(?:---+|\*\*\*+)\s*$/, () => h("hr")],
  [/^>\s?(.*)$/, ([, text]) => h("blockquote", {}, inline(text))],
  [/^(\s*)[-*+]\s+\[([ xX])\]\s+(.*)$/, ([, indent, done, text]) => item(indent, done === " " ? "☐" : "☑", text)],
  [/^(\s*)[-*+]\s+(.*)$/, ([, indent, text]) => item(indent, "•", text)],
  [/^(\s*)(\d+[.)])\s+(.*)$/, ([, indent, number, text]) => item(indent, number, text)],
  [/^\s*$/, () => h("div", { class: "gap" })],
];

const item = (indent, bullet, text) =>
  h("div", { class: `item indent${Math.min(4, Math.floor(indent.length / 2))}` }, h("span", { class: "bullet" }, bullet), h("span", {}, inline(text)));

/** Markdown as elements. */
export function markdown(text) {
  return text.split(/^```[^\n]*\n([\s\S]*?)\n?```$/m).flatMap((piece, at) => {
    if (at % 2) return [h("pre", {}, piece)];
    return piece.replace(/^\n+|\n+$/g, "").split("\n").map((line) => {
      for (const [pattern, draw] of KINDS) {
        const found = pattern.exec(line);
        if (found) return draw(found);
      }
      return h("div", {}, inline(line));
    });
  });
}
