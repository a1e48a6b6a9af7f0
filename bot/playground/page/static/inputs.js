// The input block: a label, an element, a hint and, after a refused submission, what is wrong.

import { drawQuietly, field, keyOf, valueOf } from "/page/elements.js";
import { freshId, h } from "/page/dom.js";
import { plain } from "/page/mrkdwn.js";
import { t } from "/page/texts.js";

function textarea(element, block, surface, use) {
  const control = h("textarea", {
    rows: "5", maxlength: String(element.max_length ?? 3000), placeholder: element.placeholder?.text, autofocus: element.focus_on_load,
    "data-key": keyOf(block, element), oninput: () => surface.changed?.(keyOf(block, element), control.value),
  });
  control.value = valueOf(block, element, surface);
  return control;
}

const TYPED = {
  plain_text_input: (element, ...rest) => (element.multiline ? textarea : field("text", () => ({ maxlength: String(element.max_length ?? 3000), autocomplete: "off" })))(element, ...rest),
  number_input: field("text", (element) => ({ inputmode: element.is_decimal_allowed ? "decimal" : "numeric", autocomplete: "off" })),
};

export function drawInput(block, surface) {
  const use = block.dispatch_action ? (control, value) => surface.press(block, block.element, value) : null;
  const control = (TYPED[block.element.type] ?? drawQuietly)(block.element, block, surface, use);
  const [name, hint, fault] = [freshId("input"), freshId("hint"), freshId("fault")];
  const group = control.classList.contains("choices");
  control.id = name;
  if (!group) control.removeAttribute("aria-label");
  control.setAttribute("aria-describedby", `${hint} ${fault}`);
  if (!block.optional && !group) control.setAttribute("aria-required", "true");
  return h("div", { class: "input", "data-block": block.block_id },
    h(group ? "div" : "label", { class: "label", for: group ? null : name }, plain(block.label.text), block.optional && h("span", { class: "quiet" }, ` ${t("optional")}`)),
    control,
    h("p", { class: "fault", id: fault, role: "alert" }),
    block.hint && h("p", { class: "hint", id: hint }, plain(block.hint.text)));
}

/** Puts each text under its input (by block_id), clears the others, and leads to the first. */
export function showFaults(container, faults) {
  let first = null;
  for (const input of container.querySelectorAll(".input")) {
    const text = faults[input.dataset.block] ?? "";
    const control = input.querySelector("[data-key]");
    input.querySelector(".fault").textContent = spelledOut(text);
    input.classList.toggle("faulty", Boolean(text));
    control.setAttribute("aria-invalid", String(Boolean(text)));
    if (text) first ??= control.matches("input,select,textarea") ? control : control.querySelector("input");
  }
  first?.focus();
  first?.closest(".input").scrollIntoView({ block: "nearest" });
}

/** The workspace's own complaints are codes such as `long:80`; the app's are texts. */
function spelledOut(fault) {
  const own = /^(missing|short|long|number|small|large)(?::(.+))?$/.exec(fault);
  return own ? t(`input.${own[1]}`, { n: own[2] }) : fault;
}
