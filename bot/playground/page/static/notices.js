// Short notes at the foot of the page: what went wrong and what to do.

import { h } from "/page/dom.js";
import { t } from "/page/texts.js";

const STAYS = 12_000;

export function notify(text, look = "hint") {
  const box = document.getElementById("notices");
  for (const old of box.children) if (old.dataset.text === text) old.remove();
  const note = h("div", { class: `notice ${look}`, "data-text": text },
    h("p", {}, text),
    h("button", { type: "button", class: "quiet", "aria-label": t("notice.close"), onclick: () => note.remove() }, "✕"));
  box.append(note);
  if (box.matches(":popover-open")) box.hidePopover();
  box.showPopover(); // the top layer, so that an open modal doesn't hide it
  setTimeout(() => note.remove(), STAYS);
}
