// The elements a person can use.
// A surface is {state, press(block, element, value), values, changed(key, value)}: what is chosen now by
// block and action, what a press does, and (in a modal) what has been typed so far.

import { ask } from "/page/confirm.js";
import { h, menu } from "/page/dom.js";
import { plain } from "/page/mrkdwn.js";
import { person, state } from "/page/store.js";
import { t } from "/page/texts.js";

export const keyOf = (block, element) => `${block.block_id}/${element.action_id}`;

const CHOSEN = ["selected_conversation", "selected_channel", "selected_user", "selected_time", "selected_date", "value"];

/** What stands in the element now, as a plain value: a string, or a list of option values. */
export function valueOf(block, element, surface) {
  const typed = surface.values?.get(keyOf(block, element));
  if (typed !== undefined) return typed;
  const entry = surface.state?.[block.block_id]?.[element.action_id];
  if (!entry) return initialOf(element);
  if ("selected_options" in entry) return entry.selected_options.map((option) => option.value);
  if ("selected_option" in entry) return entry.selected_option?.value ?? "";
  const name = CHOSEN.find((each) => each in entry);
  return name ? (entry[name] ?? "") : "";
}

function initialOf(element) {
  if (element.initial_options) return element.initial_options.map((option) => option.value);
  if (element.initial_option) return element.initial_option.value;
  const name = Object.keys(element).find((each) => each.startsWith("initial_"));
  return name ? element[name] : element.type === "checkboxes" || element.type.startsWith("multi") ? [] : "";
}

export function drawElement(element, block, surface) {
  const use = async (control, value) => {
    if (element.confirm && !(await ask(element.confirm))) return;
    control.setAttribute("aria-busy", "true");
    control.disabled = true;
    await surface.press(block, element, value);
    control.disabled = false;
    control.removeAttribute("aria-busy");
  };
  return (DRAW[element.type] ?? unknown)(element, block, surface, use);
}

const unknown = (element) => h("span", { class: "quiet" }, t("unknown-block", { type: element.type }));

function button(element, block, surface, use) {
  const control = h("button", {
    type: "button", class: `button ${element.style ?? ""}`, "aria-label": element.accessibility_label,
    onclick: () => {
      if (/^https?:/.test(element.url ?? "")) open(element.url, "_blank", "noopener,noreferrer");
      use(control);
    },
  }, plain(element.text.text));
  return control;
}

function overflow(element, block, surface, use) {
  const control = h("button", {
    type: "button", class: "button overflow", "aria-haspopup": "menu", "aria-expanded": "false", "aria-label": t("more"),
    onclick: () => menu(control, element.options.map((option) => [plain(option.text.text), () => use(control, option.value)])),
  }, "⋯");
  return control;
}

/** A native select over [value, label] or {label, options} entries. */
function select(element, block, surface, use, entries) {
  const chosen = valueOf(block, element, surface);
  const option = ([value, label]) => h("option", { value, selected: value === chosen }, label);
  const control = h("select", {
    "aria-label": element.placeholder?.text ?? t("choose"), "data-key": keyOf(block, element), autofocus: element.focus_on_load,
    onchange: () => { surface.changed?.(keyOf(block, element), control.value); if (use) use(control, control.value); },
  }, h("option", { value: "", selected: chosen === "" }, element.placeholder?.text ?? t("choose")),
  entries.map((entry) => (Array.isArray(entry) ? option(entry) : h("optgroup", { label: entry.label }, entry.options.map(option)))));
  return control;
}

const labelled = (options) => options.map((option) => [option.value, option.text.text]);
const entriesOf = (element) => element.options ? labelled(element.options)
  : element.option_groups.map((group) => ({ label: group.label.text, options: labelled(group.options) }));

const KINDS = { channel: "public", group: "private", im: "im" };
function conversations(element) {
  const wanted = element.filter?.include ?? ["public", "private", "im"];
  return state.channels.filter((each) => wanted.includes(KINDS[each.kind]) && !each.archived)
    .map((each) => [each.id, each.kind === "im" ? `@${person(state.bot).name}` : `#${each.name}`]);
}
const publicChannels = () => state.channels.filter((each) => each.kind === "channel" && !each.archived).map((each) => [each.id, `#${each.name}`]);
const people = () => state.people.map((each) => [each.id, each.real_name]);

/** Radio buttons, checkboxes or a multi-select: a group of native inputs. */
function choices(kind) {
  return (element, block, surface, use) => {
    const chosen = [valueOf(block, element, surface)].flat();
    const options = element.options ?? element.option_groups.flatMap((group) => group.options);
    const group = h("div", {
      class: `choices ${element.type}`, role: kind === "radio" ? "radiogroup" : "group", "data-key": keyOf(block, element),
      "aria-label": element.placeholder?.text ?? block.label?.text,
      onchange: () => {
        const now = [...group.querySelectorAll("input:checked")].map((input) => input.value);
        const value = kind === "radio" ? (now[0] ?? "") : now;
        surface.changed?.(keyOf(block, element), value);
        if (use) use(group, value);
      },
    }, options.map((option) => h("label", {},
      h("input", { type: kind, name: keyOf(block, element), value: option.value, checked: chosen.includes(option.value) }),
      h("span", {}, plain(option.text.text), option.description && h("small", {}, plain(option.description.text))))));
    return group;
  };
}

/** A date, time, number or text in an <input>. */
export function field(type, more = () => ({})) {
  return (element, block, surface, use) => {
    const control = h("input", {
      type, value: valueOf(block, element, surface), placeholder: element.placeholder?.text, "data-key": keyOf(block, element),
      "aria-label": block.label ? null : element.placeholder?.text, autofocus: element.focus_on_load, ...more(element),
      oninput: () => surface.changed?.(keyOf(block, element), control.value),
      onchange: () => use && type !== "text" && control.value && use(control, control.value),
      onkeydown: (event) => { if (use && type === "text" && event.key === "Enter" && !event.isComposing) { event.preventDefault(); use(control, control.value); } },
    });
    return control;
  };
}

const DRAW = {
  button, overflow,
  image: (element) => h("img", { src: element.image_url, alt: element.alt_text, class: "thumbnail" }),
  static_select: (element, block, surface, use) => select(element, block, surface, use, entriesOf(element)),
  conversations_select: (element, block, surface, use) => select(element, block, surface, use, conversations(element)),
  channels_select: (element, block, surface, use) => select(element, block, surface, use, publicChannels()),
  users_select: (element, block, surface, use) => select(element, block, surface, use, people()),
  multi_static_select: choices("checkbox"),
  checkboxes: choices("checkbox"),
  radio_buttons: choices("radio"),
  timepicker: field("time"),
  datepicker: field("date"),
};

/** The element without its press: for input blocks, which are sent with the form. */
export const drawQuietly = (element, block, surface, use = null) => (DRAW[element.type] ?? unknown)(element, block, surface, use);
