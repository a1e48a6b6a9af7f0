// Builds elements. Text only ever becomes a text node, so nothing that people or apps write can turn into markup.

/** h("button", {class: "x", onclick: f, "aria-label": "…"}, child, "text", [more]) */
export function h(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "value" || name === "checked" || name === "selected") element[name] = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...nodes(children));
  return element;
}

function nodes(children) {
  return children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false);
}

/** Makes the container hold these children, keeping those that have not changed where they are.
 *  `items` are {key, print, draw}: `print` tells whether a child has to be drawn again. */
export function reconcile(container, items) {
  const before = new Map([...container.children].map((child) => [child.dataset.key, child]));
  let place = container.firstElementChild;
  for (const { key, print, draw } of items) {
    let child = before.get(key);
    before.delete(key);
    if (!child || child.print !== print) {
      const fresh = draw();
      fresh.dataset.key = key;
      fresh.print = print;
      if (child) {
        if (child === place) place = fresh;
        child.replaceWith(fresh);
      }
      child = fresh;
    }
    if (child === place) place = place.nextElementSibling;
    else container.insertBefore(child, place);
  }
  for (const child of before.values()) child.remove();
}

let counter = 0;
/** An id no other element has. */
export const freshId = (name) => `${name}-${(counter += 1)}`;

/** A menu under a button; closes on Escape, on a choice and on a click elsewhere. `items`: [label, action]. */
export function menu(button, items) {
  document.querySelector(".menu")?.remove();
  const close = (back) => {
    list.remove();
    button.setAttribute("aria-expanded", "false");
    document.removeEventListener("pointerdown", outside, true);
    if (back) button.focus();
  };
  const outside = (event) => {
    if (!list.contains(event.target) && !button.contains(event.target)) close(false);
  };
  const choices = items.map(([label, action, look]) =>
    h("button", { type: "button", role: "menuitem", class: look ?? "", onclick: () => { close(true); action(); } }, label));
  const list = h("div", { class: "menu", role: "menu", onkeydown: (event) => {
    const at = choices.indexOf(document.activeElement);
    if (event.key === "Escape") { event.stopPropagation(); event.preventDefault(); close(true); }
    else if (event.key === "ArrowDown") { event.preventDefault(); choices[(at + 1) % choices.length].focus(); }
    else if (event.key === "ArrowUp") { event.preventDefault(); choices[(at - 1 + choices.length) % choices.length].focus(); }
    else if (event.key === "Tab") close(false);
  } }, choices);
  button.setAttribute("aria-expanded", "true");
  (button.closest("dialog") ?? document.body).append(list);
  place(list, button);
  document.addEventListener("pointerdown", outside, true);
  choices[0]?.focus();
}

function place(list, button) {
  const anchor = button.getBoundingClientRect();
  const below = anchor.bottom + list.offsetHeight < innerHeight;
  list.style.top = `${below ? anchor.bottom + 4 : Math.max(8, anchor.top - list.offsetHeight - 4)}px`;
  list.style.left = `${Math.max(8, Math.min(anchor.left, innerWidth - list.offsetWidth - 8))}px`;
}
