// The middle (a channel, the app's messages or its Home) and the thread beside it.

import { drawBlocks } from "/page/blocks.js";
import { composer } from "/page/composer.js";
import { h, reconcile } from "/page/dom.js";
import { messageItems } from "/page/messages.js";
import { act, channel, go, here, isDirect, person, state } from "/page/store.js";
import { language, t } from "/page/texts.js";

const TABS = ["home", "messages"];

export const nameOf = (each) => (each.kind === "im" ? `@${person(state.bot).name}` : `#${each.name}`);

export function drawMain() {
  const main = document.getElementById("main");
  const place = channel(state.channel);
  const atHome = isDirect() && here.tab === "home";
  const print = JSON.stringify([language, state.me.id, state.channel, atHome, Boolean(welcomed())]);
  if (main.print !== print) {
    main.print = print;
    main.replaceChildren(
      h("header", {}, h("h1", {}, nameOf(place)), isDirect() && tabs()),
      ...(welcomed() ? [] : [welcome()]),
      atHome ? h("section", { class: "home", id: "home", role: "tabpanel", "aria-label": t("tab.home") })
        : h("section", { class: "log", id: "log", role: "log", tabindex: "0", "aria-label": t("messages-of", { channel: nameOf(place) }) }),
      atHome ? "" : composer({ label: t("write", { channel: nameOf(place) }) }));
  }
  if (atHome) drawHome();
  else drawLog(document.getElementById("log"), messageItems(state.messages.filter((each) => !each.thread_ts || each.thread_ts === each.ts)), t("channel.empty"));
}

function tabs() {
  const choose = (tab) => async () => { await go({ tab, thread: null }); await act({ do: "home", tab }); };
  return h("div", { class: "tabs", role: "tablist" }, TABS.map((tab) =>
    h("button", { type: "button", role: "tab", "aria-selected": String(here.tab === tab), onclick: choose(tab) }, t(`tab.${tab}`))));
}

function drawHome() {
  const home = document.getElementById("home");
  const print = `${state.home?.hash} ${language} ${state.me.id}`;
  if (home.print === print) return;
  home.print = print;
  const view = state.home;
  const surface = view && { state: view.state.values, press: (block, element, value) => act({ do: "press", view: view.id, block_id: block.block_id, action_id: element.action_id, value }) };
  home.replaceChildren(...(view ? drawBlocks(view.blocks, surface) : [h("p", { class: "empty" }, t("home.empty"))]));
}

/** Draws messages and stays at the end if one was there; `empty` is said when there is nothing. */
function drawLog(log, items, empty) {
  const grown = items.length !== log.items;
  if (log.items === undefined) stayAtEnd(log);
  reconcile(log, items.length ? items : [{ key: "empty", print: empty, draw: () => h("p", { class: "empty" }, empty) }]);
  if (grown && log.atEnd) log.scrollTop = log.scrollHeight;
  log.items = items.length;
}

/** Whoever reads the newest message goes on doing so when the pane changes its size. */
function stayAtEnd(log) {
  log.atEnd = true;
  log.addEventListener("scroll", () => { log.atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 80; });
  new ResizeObserver(() => { if (log.atEnd) log.scrollTop = log.scrollHeight; }).observe(log);
}

export function drawThread() {
  const pane = document.getElementById("thread");
  const parent = here.thread && state.messages.find((each) => each.ts === here.thread);
  pane.hidden = !parent;
  document.body.classList.toggle("thread-open", Boolean(parent));
  if (!parent) { pane.print = ""; return; }
  const print = JSON.stringify([language, state.me.id, here.thread]);
  if (pane.print !== print) {
    pane.print = print;
    pane.setAttribute("aria-label", t("thread"));
    pane.replaceChildren(
      h("header", {}, h("h2", {}, t("thread"), " ", h("small", {}, nameOf(channel(state.channel)))),
        h("button", { type: "button", class: "quiet", "aria-label": t("thread.close"), onclick: () => go({ thread: null }) }, "✕")),
      h("section", { class: "log", id: "thread-log", role: "log", tabindex: "0", "aria-label": t("thread") }),
      composer({ label: t("write.reply"), threaded: true }));
  }
  const said = state.messages.filter((each) => each.ts === here.thread || each.thread_ts === here.thread);
  drawLog(document.getElementById("thread-log"), messageItems(said, { thread: true }), "");
}

const welcomed = () => localStorage.getItem("welcomed");

function welcome() {
  const strip = h("section", { class: "welcome", "aria-label": t("welcome.title") }, h("h2", {}, t("welcome.title")),
    h("ol", {}, [1, 2, 3].map((number) => h("li", {}, t(`welcome.${number}`)))),
    h("button", { type: "button", class: "button", onclick: () => { localStorage.setItem("welcomed", "yes"); strip.remove(); drawMain(); } }, t("welcome.close")));
  return strip;
}
