// Block Kit blocks as elements. `surface` is where they stand: see elements.js for what it offers.

import { h } from "/page/dom.js";
import { drawElement } from "/page/elements.js";
import { drawInput } from "/page/inputs.js";
import { markdown } from "/page/markdown.js";
import { mrkdwn, plain } from "/page/mrkdwn.js";
import { richText, table } from "/page/rich_text.js";
import { t } from "/page/texts.js";

export const textOf = (object) => (object.type === "mrkdwn" ? mrkdwn(object.text) : plainLines(object.text));
const plainLines = (text) => text.split("\n").map((line) => h("div", {}, line ? plain(line) : h("br")));

const DRAW = {
  section: (block, surface) => h("div", { class: "section" },
    h("div", { class: "words" },
      block.text && h("div", { class: "text" }, textOf(block.text)),
      block.fields && h("div", { class: "fields" }, block.fields.map((field) => h("div", {}, textOf(field))))),
    block.accessory && h("div", { class: "accessory" }, drawElement(block.accessory, block, surface))),
  divider: () => h("hr"),
  header: (block) => h("div", { class: "header", role: "heading", "aria-level": "3" }, plain(block.text.text)),
  context: (block, surface) => h("div", { class: "context" },
    block.elements.map((each) => (each.type === "image" ? drawElement(each, block, surface) : h("div", {}, textOf(each))))),
  actions: (block, surface) => h("div", { class: "actions" }, block.elements.map((each) => drawElement(each, block, surface))),
  input: drawInput,
  image: (block) => h("figure", { class: "picture" },
    block.title && h("figcaption", {}, plain(block.title.text)),
    h("img", { src: block.image_url ?? `/files/${block.slack_file.id}`, alt: block.alt_text, loading: "lazy" })),
  rich_text: (block) => h("div", { class: "rich" }, richText(block)),
  markdown: (block) => h("div", { class: "rich" }, markdown(block.text)),
  table,
};

export const drawBlocks = (blocks, surface) => blocks.map((block) =>
  h("div", { class: `block ${block.type}-block` }, DRAW[block.type]?.(block, surface) ?? t("unknown-block", { type: block.type })));
