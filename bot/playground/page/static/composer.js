// Where one writes: Enter sends, "/" offers commands, "@" offers people.

import { freshId, h } from "/page/dom.js";
import { notify } from "/page/notices.js";
import { act, channel, here, state } from "/page/store.js";
import { t } from "/page/texts.js";

const INVITE = "/invite";
const drafts = new Map();

/** A composer for a channel, or for a thread of it. */
export function composer({ label, threaded = false }) {
  const listId = freshId("suggestions");
  const draftKey = `${here.person} ${state.channel} ${threaded ? here.thread : ""}`;
  const area = h("textarea", {
    rows: "1", placeholder: label, "aria-label": label, "aria-autocomplete": "list", "aria-controls": listId,
    title: t("write.hint"), oninput: () => { drafts.set(draftKey, area.value); grow(); suggest(); }, onkeydown: pressed, onblur: () => setTimeout(() => show([]), 150),
  });
  const list = h("div", { class: "suggestions", role: "listbox", id: listId, "aria-label": t("suggestions"), hidden: true });
  let offers = [];
  let chosen = 0;

  function pressed(event) {
    if (event.isComposing || event.keyCode === 229) return; // an input method still has the keys
    if (offers.length && ["ArrowDown", "ArrowUp"].includes(event.key)) {
      event.preventDefault();
      chosen = (chosen + (event.key === "ArrowDown" ? 1 : offers.length - 1)) % offers.length;
      paint();
    } else if (offers.length && (event.key === "Tab" || (event.key === "Enter" && !offers[chosen].complete))) {
      event.preventDefault();
      take(offers[chosen]);
    } else if (event.key === "Escape" && offers.length) {
      event.stopPropagation();
      show([]);
    } else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      send();
    }
  }

  function suggest() {
    const before = area.value.slice(0, area.selectionStart);
    const command = /^\/\S*$/.exec(before);
    const name = /(?:^|\s)@([\w-]*)$/.exec(before);
    if (command) show(commands().filter((each) => each.text.startsWith(before.trim())).map((each) => ({ ...each, from: 0, complete: each.text === before })));
    else if (name) {
      const from = area.selectionStart - name[1].length - 1;
      show(state.people.filter((each) => each.name.startsWith(name[1])).map((each) => ({ text: `@${each.name}`, note: each.real_name, from, complete: each.name === name[1] })));
    } else show([]);
  }

  function show(next) {
    offers = next;
    chosen = 0;
    list.hidden = offers.length === 0;
    paint();
  }

  function paint() {
    list.replaceChildren(...offers.map((offer, at) => h("div", {
      role: "option", id: `${listId}-${at}`, "aria-selected": String(at === chosen), onpointerdown: (event) => { event.preventDefault(); take(offer); },
    }, h("strong", {}, offer.text), " ", h("span", { class: "quiet" }, offer.note))));
    if (offers.length) area.setAttribute("aria-activedescendant", `${listId}-${chosen}`);
    else area.removeAttribute("aria-activedescendant");
  }

  function take(offer) {
    area.setRangeText(`${offer.text} `, offer.from, area.selectionStart, "end");
    drafts.set(draftKey, area.value);
    show([]);
    area.focus();
  }

  async function send() {
    const text = area.value.trim();
    if (!text) return;
    const action = actionFor(text, threaded);
    if (!action) return;
    area.value = "";
    drafts.delete(draftKey);
    grow();
    show([]);
    const result = await act(action);
    if (result.error && !area.value) area.value = text;
  }

  function grow() {
    area.style.height = "auto";
    area.style.height = `${Math.min(area.scrollHeight, 180)}px`;
  }

  area.value = drafts.get(draftKey) ?? "";
  requestAnimationFrame(grow);
  return h("form", { class: "composer", onsubmit: (event) => { event.preventDefault(); send(); } }, list, area,
    h("button", { type: "submit", class: "send", "aria-label": t("send"), title: t("send") }, "➤"));
}

const commands = () => [
  ...state.commands.map((each) => ({ text: each.command, note: [each.usage_hint, each.description].filter(Boolean).join(" · ") })),
  { text: INVITE, note: t("invite.hint") },
];

/** What the text asks for; null (and a note) if Slack has no such thing. */
function actionFor(text, threaded) {
  const [, word, rest] = /^(\S+)\s*([\s\S]*)$/.exec(text);
  if (!/^\/[a-z]/.test(word)) return { do: "say", channel: state.channel, text, thread_ts: threaded ? here.thread : undefined };
  if (threaded) return refuse("not-in-threads");
  if (word === INVITE) return channel(state.channel).with_bot ? refuse("already-member") : { do: "invite", channel: state.channel };
  if (state.commands.some((each) => each.command === word)) return { do: "command", channel: state.channel, command: word, text: rest };
  return refuse("no-such-command", { command: word, known: commands().map((each) => each.text).join(" ") });
}

function refuse(notice, facts) {
  notify(t(`notice.${notice}`, facts));
  return null;
}

