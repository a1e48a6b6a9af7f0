// What the page knows: who one is, where one is, and the last thing the server told.

import { get, post } from "/page/api.js";
import { notify } from "/page/notices.js";
import { language, t } from "/page/texts.js";

export const here = { person: null, channel: null, thread: null, tab: "home", rail: false };
export let state = null;
export let emoji = {};
const drawers = [];
let asked = 0;
let clockSkew = 0;

/** `draw` is called after every change. */
export const onChange = (draw) => drawers.push(draw);
export const redraw = () => state && drawers.forEach((draw) => draw());

export async function start() {
  const first = await get(`/playground/people?language=${language}`);
  emoji = await get("/page/emoji.json");
  // A tab goes on as whom it was; a new one as whom one was last.
  const before = JSON.parse(sessionStorage.getItem("here") ?? localStorage.getItem("here") ?? "{}");
  here.person = first.people.includes(before.person) ? before.person : first.person;
  here.channel = before.channel ?? first.channel;
  here.thread = before.thread ?? null;
  here.tab = before.tab ?? "home";
  await refresh();
  listen();
}

/** Fetches what one sees now; an answer that a later question has overtaken is dropped. */
export async function refresh() {
  const number = (asked += 1);
  const seen = await get(`/playground/state?as=${here.person}&channel=${here.channel}`);
  if (number !== asked) return;
  const visible = seen.ok !== false && seen.channels.some((channel) => channel.id === seen.channel);
  if (!visible) {
    here.channel = seen.channels?.[0].id ?? (await get("/playground/people")).channel;
    return void (await refresh());
  }
  state = seen;
  here.channel = seen.channel;
  clockSkew = new Date(seen.clock.now) - Date.now();
  markRead();
  redraw();
}

/** The workspace's time, running on between two looks at the server. */
export const workspaceNow = () => new Date(Date.now() + clockSkew);

export function go(change) {
  Object.assign(here, change);
  for (const store of [sessionStorage, localStorage]) store.setItem("here", JSON.stringify({ ...here, rail: false }));
  return refresh();
}

/** Does something as the person one is and tells what went wrong, if anything did. */
export async function act(action) {
  try {
    const result = await post({ as: here.person, ...action });
    if (result.error) notify(t("notice.not-possible", { reason: result.error }), "bad");
    if (result.notice) notify(t(`notice.${result.notice}`), "hint");
    if (result.trouble) notify(t(`trouble.${result.trouble}`), "bad");
    return result;
  } catch {
    notify(t("notice.offline"), "bad");
    return { error: "offline" };
  }
}

function listen() {
  const news = new EventSource("/playground/changes");
  let lost = false;
  news.onmessage = () => { lost = false; refresh(); };
  news.onerror = () => {
    if (!lost) notify(t("notice.offline"), "bad");
    lost = true;
  };
}

export const person = (id) => state.people.find((each) => each.id === id);
export const channel = (id) => state.channels.find((each) => each.id === id);
export const isBot = (id) => id === state.bot;
export const isDirect = () => channel(state.channel)?.kind === "im";

const readKey = (id) => `read ${here.person} ${id}`;
function markRead() {
  const latest = channel(state.channel)?.latest;
  if (latest && document.visibilityState === "visible") localStorage.setItem(readKey(state.channel), latest);
}
export const unread = (each) => Boolean(each.latest) && each.latest > (localStorage.getItem(readKey(each.id)) ?? "");
