// Slack's mrkdwn as elements. Source: https://docs.slack.dev/messaging/formatting-message-text.
// As in Slack, emphasis needs a space or ASCII punctuation around it: "これは*太字*です" stays as it is written.

import { h } from "/page/dom.js";
import { channel, emoji, person, state, workspaceNow } from "/page/store.js";
import { dated } from "/page/texts.js";

const BEFORE = "(?<=^|[\\s\\u200b\"'(\\[{<.,:;!?~_*/-])";
const AFTER = "(?=$|[\\s\\u200b\"')\\]}>.,:;!?~_*/-])";
const mark = (sign) => `${BEFORE}[${sign}](?=\\S)([^${sign}\\n]*[^\\s${sign}])[${sign}]${AFTER}`;
const INLINE = new RegExp(
  [`${BEFORE}\`([^\`\\n]+)\`${AFTER}`, "<([^<>\\n]+)>", mark("*"), mark("_"), mark("~"), ":([a-z0-9_+'-]+):"].join("|"), "u");

export const unescape = (text) => text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");

/** A mrkdwn text as block-level elements. */
export function mrkdwn(text) {
  return text.split(/```\n?([\s\S]*?)\n?```/).map((piece, at) => {
    if (at % 2) return h("pre", {}, unescape(piece));
    return paragraphs(piece.replace(/^\n|\n$/g, ""));
  });
}

function paragraphs(text) {
  if (!text) return [];
  const blocks = [];
  for (const line of text.split("\n")) {
    const quote = line.match(/^(?:&gt;|>)\s?(.*)$/);
    const item = line.match(/^(\s*)([•◦▪–-]|\d+[.)])\s+(.*)$/);
    if (quote && blocks.at(-1)?.tagName === "BLOCKQUOTE") blocks.at(-1).append(h("br"), ...inline(quote[1]));
    else if (quote) blocks.push(h("blockquote", {}, inline(quote[1])));
    else if (item) blocks.push(h("div", { class: "item" }, h("span", { class: "bullet" }, `${item[1]}${item[2]}`), h("span", {}, inline(item[3]))));
    else if (line.trim() === "") blocks.push(h("div", { class: "gap" }));
    else blocks.push(h("div", {}, inline(line)));
  }
  return blocks;
}

/** One line's worth of mrkdwn as inline nodes. */
export function inline(text) {
  const found = INLINE.exec(text);
  if (!found) return text ? [unescape(text)] : [];
  const [whole, code, angle, bold, italic, strike, name] = found;
  const rest = [text.slice(0, found.index), text.slice(found.index + whole.length)];
  const node =
    code !== undefined ? h("code", {}, unescape(code))
    : angle !== undefined ? inAngles(angle)
    : bold !== undefined ? h("strong", {}, inline(bold))
    : italic !== undefined ? h("em", {}, inline(italic))
    : strike !== undefined ? h("s", {}, inline(strike))
    : emojiNode(name);
  return [...(rest[0] ? [unescape(rest[0])] : []), node, ...inline(rest[1])];
}

/** Plain text in which only emoji codes mean something. */
export const plain = (text) => text.split(/(:[a-z0-9_+'-]+:)/).map((piece, at) => (at % 2 ? emojiNode(piece.slice(1, -1)) : piece));

export function emojiNode(name) {
  return name in emoji ? h("span", { class: "emoji", role: "img", "aria-label": name.replaceAll("_", " "), title: `:${name}:` }, emoji[name]) : `:${name}:`;
}

function inAngles(inside) {
  const [target, label] = split(inside, "|");
  if (target.startsWith("@")) return mention(`@${person(target.slice(1))?.name ?? label ?? target.slice(1)}`, target.slice(1) === state.me.id);
  if (target.startsWith("#")) return mention(`#${channel(target.slice(1))?.name ?? label ?? target.slice(1)}`);
  if (target.startsWith("!date^")) return date(target.split("^"), label);
  if (target.startsWith("!")) return mention(`@${label ?? target.slice(1)}`, true);
  return link(unescape(target), label === undefined ? undefined : inline(label));
}

function split(text, sign) {
  const at = text.indexOf(sign);
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}

const mention = (text, mine) => h("span", { class: mine ? "mention mine" : "mention" }, text);

/** A link, if it leads somewhere harmless. */
export function link(url, label) {
  if (!/^(https?:|mailto:)/i.test(url)) return h("span", {}, label ?? url);
  return h("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, label ?? url.replace(/^mailto:/, ""));
}

const DATES = {
  date_num: { year: "numeric", month: "2-digit", day: "2-digit" },
  date: { year: "numeric", month: "long", day: "numeric" },
  date_short: { year: "numeric", month: "short", day: "numeric" },
  date_long: { year: "numeric", month: "long", day: "numeric", weekday: "long" },
  time: { hour: "numeric", minute: "2-digit" },
  time_secs: { hour: "numeric", minute: "2-digit", second: "2-digit" },
};

/** `<!date^…>`: in the words and the time zone of the person who reads it. */
function date([, seconds, format, url], fallback) {
  const instant = new Date(Number(seconds) * 1000);
  if (Number.isNaN(instant.valueOf())) return fallback ?? "";
  const text = format.replace(/\{(\w+)\}/g, (whole, name) => {
    if (name === "ago") return ago(instant);
    const options = DATES[name.replace(/_pretty$/, "")];
    return options ? new Intl.DateTimeFormat(state.me.locale, { timeZone: state.me.zone, ...options }).format(instant) : whole;
  });
  const shown = h("time", { datetime: instant.toISOString(), title: dated(instant, state.me.zone, { dateStyle: "full", timeStyle: "short" }) }, text);
  return url ? link(url, [shown]) : shown;
}

function ago(instant) {
  const minutes = Math.round((instant - workspaceNow()) / 60_000);
  const words = new Intl.RelativeTimeFormat(state.me.locale, { numeric: "auto" });
  if (Math.abs(minutes) < 60) return words.format(minutes, "minute");
  return Math.abs(minutes) < 1440 ? words.format(Math.round(minutes / 60), "hour") : words.format(Math.round(minutes / 1440), "day");
}
