// The rich_text block and the table block.

import { h } from "/page/dom.js";
import { emojiNode, inline, link } from "/page/mrkdwn.js";

const WRAPS = { bold: "strong", italic: "em", strike: "s", code: "code", underline: "u" };

function run(element) {
  const node = {
    text: () => element.text,
    link: () => link(element.url, element.text),
    emoji: () => emojiNode(element.name),
    user: () => inline(`<@${element.user_id}>`),
    channel: () => inline(`<#${element.channel_id}>`),
    broadcast: () => inline(`<!${element.range}>`),
    date: () => inline(`<!date^${element.timestamp}^${element.format}|${element.fallback ?? ""}>`),
    color: () => element.value,
  }[element.type]?.() ?? "";
  return Object.keys(WRAPS).filter((name) => element.style?.[name])
    .reduce((inner, name) => h(WRAPS[name], {}, inner), node);
}

const runs = (elements) => elements.map(run);

export function richText(block) {
  return block.elements.map((part) => ({
    rich_text_section: () => h("div", { class: "section" }, runs(part.elements)),
    rich_text_quote: () => h("blockquote", {}, runs(part.elements)),
    rich_text_preformatted: () => h("pre", {}, runs(part.elements)),
    rich_text_list: () => h(part.style === "ordered" ? "ol" : "ul", { class: `indent${part.indent ?? 0}`, start: part.offset ? part.offset + 1 : null },
      part.elements.map((item) => h("li", {}, runs(item.elements)))),
  })[part.type]?.());
}

export function table(block) {
  const cell = (each, column, tag) => {
    const settings = block.column_settings?.[column];
    return h(tag, { scope: tag === "th" ? "col" : null, class: `to-${settings?.align ?? "left"}` }, each.type === "rich_text" ? richText(each) : each.text);
  };
  const [head, ...rows] = block.rows;
  return h("div", { class: "table", tabindex: "0" }, h("table", {},
    h("thead", {}, h("tr", {}, head.map((each, column) => cell(each, column, "th")))),
    h("tbody", {}, rows.map((row) => h("tr", {}, row.map((each, column) => cell(each, column, "td")))))));
}
