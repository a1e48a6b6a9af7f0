// The confirmation dialog that an element may ask for.

import { h } from "/page/dom.js";
import { textOf } from "/page/blocks.js";

/** Resolves to true if the person agrees. */
export function ask({ title, text, confirm, deny, style }) {
  return new Promise((decided) => {
    const dialog = h("dialog", { class: "confirm", "aria-label": title.text, onclose: () => { decided(dialog.returnValue === "yes"); dialog.remove(); } },
      h("form", { method: "dialog" },
        h("h2", {}, title.text), h("div", { class: "text" }, textOf(text)),
        h("footer", {},
          h("button", { class: "button", value: "no" }, deny.text),
          h("button", { class: `button ${style === "danger" ? "danger" : "primary"}`, value: "yes", autofocus: true }, confirm.text))));
    document.body.append(dialog);
    dialog.showModal();
  });
}
