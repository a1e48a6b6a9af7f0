// The clock bar: the workspace's time and the ways to move it.

import { h } from "/page/dom.js";
import { act, go, here, refresh, state, workspaceNow } from "/page/store.js";
import { dated, language, t } from "/page/texts.js";

let moving = false;
let face = null;
let local = null;

const long = (zone) => dated(workspaceNow(), zone, { weekday: "short", year: "numeric", month: "short", day: "numeric", hour: "2-digit", minute: "2-digit" });
const short = (zone) => dated(workspaceNow(), zone, { weekday: "short", hour: "2-digit", minute: "2-digit" });

export function drawClock() {
  const bar = document.getElementById("clock");
  const print = JSON.stringify([language, state.clock.zone, state.clock.plans, state.me, moving]);
  if (bar.print !== print) {
    bar.print = print;
    bar.setAttribute("aria-label", t("clock"));
    face = h("strong", {});
    local = h("small", {});
    const set = h("input", { type: "datetime-local", "aria-label": t("clock.set"), required: true, step: "60", value: inputValue(state.clock.zone) });
    bar.replaceChildren(
      h("button", { type: "button", class: "to-rail", "aria-label": t("menu"), "aria-controls": "rail", "aria-expanded": String(here.rail), onclick: () => go({ rail: !here.rail }) }, "☰"),
      h("div", { class: "face" }, h("span", { class: "hand", "aria-hidden": "true" }, "🕘"), h("div", {}, face, local)),
      h("div", { class: "moves", "aria-busy": String(moving) },
        state.clock.plans && [move("next_post", "primary"), move("next_close", "primary")], move("hour"), move("day"),
        h("form", { class: "set", onsubmit: (event) => { event.preventDefault(); travel(set.value); } }, h("label", {}, h("span", {}, t("clock.set")), set),
          h("button", { type: "submit", class: "button", disabled: moving }, t("clock.go")))),
      h("p", { class: "moving", role: "status" }, moving ? t("clock.moving") : ""));
  }
  tick();
}

/** Puts the present minute on the face. */
export function tick() {
  if (!face) return;
  const { zone } = state.clock;
  face.textContent = `${long(zone)} (${zone})`;
  local.textContent = state.me.zone === zone ? "" : t("clock.here", { time: short(state.me.zone), name: state.me.real_name });
}

const move = (to, look = "") => h("button", { type: "button", class: `button ${look}`, disabled: moving, onclick: () => travel(to) }, t(`clock.${to.replace("_", "-")}`));

/** The present in this zone as a datetime-local input takes it. */
const inputValue = (zone) => new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short", timeStyle: "short" }).format(workspaceNow()).replace(" ", "T");

async function travel(to) {
  moving = true;
  drawClock();
  await act({ do: "clock", to });
  await refresh();
  moving = false;
  drawClock();
}
