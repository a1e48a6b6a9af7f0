// The left rail: who one is, the page's language, channels and the app.

import { h } from "/page/dom.js";
import { avatar } from "/page/messages.js";
import { act, go, here, isBot, isDirect, person, redraw, state, unread } from "/page/store.js";
import { language, t, useLanguage } from "/page/texts.js";

const cityOf = (zone) => zone.split("/").at(-1).replaceAll("_", " ");
const LANGUAGES = [["ja", "日本語"], ["en", "English"]];

export function drawRail() {
  const rail = document.getElementById("rail");
  const print = JSON.stringify([language, here, state.people, state.channels.map((each) => [each, unread(each)])]);
  if (rail.print === print) return;
  rail.print = print;
  rail.setAttribute("aria-label", t("menu"));
  document.body.classList.toggle("rail-open", here.rail);
  const focused = document.activeElement?.id;
  rail.replaceChildren(
    h("div", { class: "brand" }, h("img", { src: "/page/icon.svg", alt: "", width: "28", height: "28" }), h("div", {}, h("strong", {}, "scs-bot"), h("small", {}, t("subtitle")))),
    who(), list(t("channels"), state.channels.filter((each) => each.kind !== "im"), (each) => `${each.kind === "group" ? "🔒" : "#"} ${each.name}`),
    list(t("apps"), state.channels.filter((each) => each.kind === "im"), () => person(state.bot).name, () => act({ do: "home", tab: here.tab })),
    h("div", { class: "languages", role: "group", "aria-label": t("language") }, LANGUAGES.map(([code, name]) =>
      h("button", { type: "button", id: `language-${code}`, lang: code, "aria-pressed": String(code === language), onclick: () => { useLanguage(code); redraw(); } }, name))));
  if (focused) document.getElementById(focused)?.focus();
}

function who() {
  const choose = h("select", { id: "who", onchange: () => go({ person: choose.value, channel: isDirect() ? choose.value : here.channel, thread: isDirect() ? null : here.thread }) },
    state.people.filter((each) => !isBot(each.id)).map((each) => h("option", { value: each.id, selected: each.id === state.me.id }, each.real_name)));
  return h("div", { class: "who" }, avatar(state.me), h("div", {},
    h("label", { for: "who" }, t("you-are")), choose,
    h("small", {}, [state.me.locale, cityOf(state.me.zone), state.me.admin && t("admin")].filter(Boolean).join(" · "))));
}

function list(title, channels, name, opened) {
  return h("section", {}, h("h2", {}, title), h("ul", {}, channels.map((each) => h("li", {},
    h("button", {
      type: "button", id: `to-${each.id}`, class: unread(each) ? "unread" : "", "aria-current": each.id === state.channel ? "page" : null,
      onclick: async () => { await go({ channel: each.id, thread: null, rail: false }); opened?.(); },
    }, h("span", {}, name(each)), unread(each) && h("span", { class: "dot", role: "img", "aria-label": t("unread") }))))));
}
