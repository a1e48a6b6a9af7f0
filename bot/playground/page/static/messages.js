// One message, with its menu, reactions and thread summary.

import { drawBlocks } from "/page/blocks.js";
import { keyOf } from "/page/elements.js";
import { h, menu } from "/page/dom.js";
import { emojiNode, mrkdwn, unescape } from "/page/mrkdwn.js";
import { act, go, isBot, person, state } from "/page/store.js";
import { dated, language, t } from "/page/texts.js";

const QUICK = ["+1", "white_check_mark", "eyes", "raised_hands", "tada", "thinking_face", "heart", "joy", "pray", "fire", "rocket", "x"];
let editing = null;

export const instantOf = (ts) => new Date(Number(ts) * 1000);
export const clockTime = (ts) => dated(instantOf(ts), state.me.zone, { hour: "2-digit", minute: "2-digit" });
export const dayOf = (ts) => dated(instantOf(ts), state.me.zone, { weekday: "long", year: "numeric", month: "long", day: "numeric" });

/** The items that `reconcile` wants: messages, with a line where a new day begins. */
export function messageItems(messages, { thread = false } = {}) {
  let day = null;
  return messages.flatMap((message) => {
    const replies = thread ? [] : state.messages.filter((each) => each.thread_ts === message.ts && each.ts !== message.ts);
    const items = [];
    if (!thread && dayOf(message.ts) !== day) {
      day = dayOf(message.ts);
      items.push({ key: `day ${day}`, print: day, draw: (words => () => h("h3", { class: "day" }, h("span", {}, words)))(day) });
    }
    const marks = [language, state.me.id, editing === message.ts, replies.length, replies.at(-1)?.ts];
    items.push({ key: message.ts, print: JSON.stringify([message, marks]), draw: () => draw(message, replies, thread) });
    return items;
  });
}

function draw(message, replies, thread) {
  const author = person(message.user);
  const mine = message.user === state.me.id;
  const classes = ["message", message.only_for && "ephemeral", mine && "mine"].filter(Boolean).join(" ");
  const name = author?.real_name ?? "Slackbot";
  return h("article", { class: classes, "aria-label": `${name}, ${clockTime(message.ts)}` },
    avatar(author),
    h("div", { class: "body" },
      message.only_for && h("p", { class: "only-you" }, h("span", { "aria-hidden": "true" }, "👁 "), t("only-you")),
      h("p", { class: "by" }, h("strong", {}, name), isBot(message.user) && h("span", { class: "badge" }, t("app")),
        h("time", { datetime: instantOf(message.ts).toISOString(), title: `${dayOf(message.ts)} ${clockTime(message.ts)}` }, clockTime(message.ts))),
      editing === message.ts ? editor(message) : contents(message),
      reactions(message),
      replies.length > 0 && threadLink(message, replies),
      message.only_for && h("button", { type: "button", class: "dismiss", onclick: () => act({ do: "dismiss", channel: message.channel, ts: message.ts }) }, t("dismiss"))),
    tools(message, mine, thread));
}

export function avatar(who) {
  if (!who) return h("span", { class: "avatar", "aria-hidden": "true" }, "…");
  const initials = who.real_name.split(" ").map((part) => part[0]).join("").slice(0, 2);
  return h("span", { class: `avatar ${who.bot ? "bot" : `tint${[...who.id].reduce((sum, sign) => sum + sign.charCodeAt(0), 0) % 5}`}`, "aria-hidden": "true" }, initials);
}

function contents(message) {
  if (message.subtype === "tombstone") return h("p", { class: "quiet" }, t("deleted"));
  if (message.subtype === "channel_join") return h("p", { class: "quiet" }, `${person(message.user)?.real_name} ${t("joined")}`);
  const shown = message.blocks?.length && isBot(message.user)
    ? drawBlocks(message.blocks, surfaceOf(message))
    : h("div", { class: "text" }, mrkdwn(message.text));
  const files = (message.files ?? []).map((file) => h("a", { href: `/files/${file.id}`, download: file.name }, `📄 ${file.title}`));
  return h("div", { class: "contents" }, shown, ...files, message.edited && !isBot(message.user) && h("span", { class: "quiet edited" }, t("edited")));
}

/** As in Slack, only what everyone sees is counted; a private answer alone still shows the way. */
function threadLink(message, replies) {
  const open = replies.filter((each) => !each.only_for);
  return h("button", { type: "button", class: "thread-link", onclick: () => go({ thread: message.ts }) },
    h("strong", {}, open.length ? t("replies", { n: open.length }) : t("thread.open")), " ",
    h("span", { class: "quiet" }, t("last-reply", { time: clockTime(replies.at(-1).ts) })));
}

const surfaceOf = (message) => ({
  state: message.state,
  press: (block, element, value) => act({
    do: "press", channel: message.channel, ts: message.ts, block_id: block.block_id, action_id: element.action_id, value,
    values: valuesIn(message, element),
  }),
});

/** What has been typed into inputs of the message, to go along with a press. */
function valuesIn(message, pressed) {
  const values = {};
  const article = document.querySelector(`article[data-key="${message.ts}"]`);
  for (const block of message.blocks ?? []) {
    if (block.type !== "input" || block.element === pressed) continue;
    const control = article?.querySelector(`[data-key="${CSS.escape(keyOf(block, block.element))}"]`);
    if (control?.value) values[keyOf(block, block.element)] = control.value;
  }
  return values;
}

function reactions(message) {
  if (!message.reactions?.length) return null;
  return h("div", { class: "reactions" }, message.reactions.map(({ name, users, count }) => {
    const names = users.map((id) => person(id)?.real_name).join(language === "ja" ? "、" : ", ");
    return h("button", {
      type: "button", class: "reaction", "aria-pressed": String(users.includes(state.me.id)), "aria-label": t("reaction", { emoji: name, n: count, names }), title: names,
      onclick: () => react(message, name),
    }, emojiNode(name), h("span", {}, String(count)));
  }));
}

const react = (message, name) => act({ do: "react", channel: message.channel, ts: message.ts, name });

function tools(message, mine, thread) {
  if (message.only_for || message.subtype) return null;
  const choose = (button) => menu(button, QUICK.map((name) => [emojiNode(name), () => react(message, name), "glyph"]));
  const chooser = tool("😊", t("react"), () => choose(chooser), true);
  const open = () => go({ thread: message.thread_ts ?? message.ts }).then(() => document.querySelector("#thread textarea")?.focus());
  const reply = !thread && tool("💬", t("reply"), open);
  const choices = [
    ...(thread ? [] : [[t("reply"), open]]),
    [t("react"), () => choose(more)],
    ...state.shortcuts.filter((each) => each.kind === "message").map((each) => [each.name, () => act({ do: "shortcut", callback_id: each.callback_id, channel: message.channel, ts: message.ts })]),
    ...(mine ? [[t("edit"), () => edit(message.ts)], [t("delete"), () => act({ do: "delete", channel: message.channel, ts: message.ts }), "danger"]] : []),
  ];
  const more = tool("⋮", t("more"), () => menu(more, choices), true);
  return h("div", { class: "tools" }, chooser, reply, more);
}

const tool = (sign, label, onclick, opens) => h("button", { type: "button", "aria-label": label, title: label, "aria-haspopup": opens && "menu", onclick }, sign);

async function edit(ts) {
  editing = ts;
  await go({});
  document.querySelector(".editor textarea")?.focus();
}

function editor(message) {
  const done = () => { editing = null; go({}); };
  const save = async () => {
    const text = area.value.trim();
    if (text && text !== typed) await act({ do: "edit", channel: message.channel, ts: message.ts, text });
    done();
  };
  const typed = asTyped(message.text);
  const area = h("textarea", { rows: "3", "aria-label": t("edit"), onkeydown: (event) => {
    if (event.isComposing) return;
    if (event.key === "Escape") done();
    if (event.key === "Enter" && !event.shiftKey) { event.preventDefault(); save(); }
  } });
  area.value = typed;
  return h("div", { class: "editor" }, area, h("div", { class: "actions" },
    h("button", { type: "button", class: "button", onclick: done }, t("cancel")),
    h("button", { type: "button", class: "button primary", onclick: save }, t("save"))));
}

const asTyped = (text) => unescape(text.replace(/<@(\w+)>/g, (whole, id) => `@${person(id)?.name ?? id}`).replace(/<#\w+\|([^>]+)>/g, "#$1").replace(/<(https?:[^|>]+)>/g, "$1"));

