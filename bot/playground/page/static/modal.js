// The modal in front of the person, drawn from what the server holds.

import { drawBlocks } from "/page/blocks.js";
import { h } from "/page/dom.js";
import { showFaults } from "/page/inputs.js";
import { act, state } from "/page/store.js";
import { language, t } from "/page/texts.js";

let dialog = null;
let shown = "";
let typed = new Map();
let typedFor = null;

/** Opens, redraws or closes the dialog so that it shows the modal on top of the person's stack. */
export function drawModal() {
  const view = state.modal;
  const print = view ? `${view.id} ${view.hash} ${language}` : "";
  if (print === shown) return;
  shown = print;
  if (!view) return close();
  if (typedFor !== view.id) typed = new Map();
  typedFor = view.id;
  if (!dialog) open();
  const focused = document.activeElement?.dataset?.key;
  dialog.setAttribute("aria-label", view.title.text);
  dialog.replaceChildren(form(view));
  const again = focused && [...dialog.querySelectorAll("[data-key]")].find((each) => each.dataset.key === focused);
  (again ?? dialog.querySelector("[autofocus], .input textarea, .input input, .input select") ?? dialog.querySelector("button"))?.focus();
}

function open() {
  dialog = h("dialog", { class: "modal", oncancel: (event) => { event.preventDefault(); if (event.target === dialog) leave(false); } });
  document.body.append(dialog);
  dialog.showModal();
}

function close() {
  dialog?.close();
  dialog?.remove();
  dialog = null;
  typedFor = null;
}

const leave = (whole) => act({ do: "close", view: state.modal.id, whole_stack: whole });

function form(view) {
  const surface = {
    state: view.state.values,
    values: typed,
    changed: (key, value) => typed.set(key, value),
    press: async (block, element, value) => {
      const values = Object.fromEntries(typed);
      await act({ do: "press", view: view.id, block_id: block.block_id, action_id: element.action_id, value, values });
    },
  };
  const submit = async (event) => {
    event.preventDefault();
    const button = event.target.querySelector("[type=submit]");
    button.disabled = true;
    button.setAttribute("aria-busy", "true");
    const result = await act({ do: "submit", view: view.id, values: Object.fromEntries(typed) });
    button.disabled = false;
    button.removeAttribute("aria-busy");
    showFaults(event.target, result.errors ?? {});
  };
  return h("form", { novalidate: true, onsubmit: submit },
    h("header", {}, h("h2", {}, view.title.text),
      h("button", { type: "button", class: "quiet", "aria-label": t("form.close"), onclick: () => leave(true) }, "✕")),
    h("div", { class: "contents", tabindex: "-1" }, drawBlocks(view.blocks, surface)),
    h("footer", {},
      h("button", { type: "button", class: "button", onclick: () => leave(false) }, view.close?.text ?? t(state.depth > 1 ? "form.close" : "cancel")),
      view.submit && h("button", { type: "submit", class: "button primary" }, view.submit.text)));
}
