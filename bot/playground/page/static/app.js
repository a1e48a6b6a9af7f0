// Starts the page: texts first, then what one sees, then news of changes.

import { get } from "/page/api.js";
import { drawClock, tick } from "/page/clock.js";
import { drawMain, drawThread, nameOf } from "/page/main.js";
import { drawModal } from "/page/modal.js";
import { drawRail } from "/page/rail.js";
import { channel, go, here, onChange, start, state } from "/page/store.js";
import { firstLanguage, t, useLanguage, useTexts } from "/page/texts.js";

const EVERY = 5_000;

useTexts(await get("/playground/texts"));
useLanguage(firstLanguage());
for (const draw of [drawClock, drawRail, drawMain, drawThread, drawModal]) onChange(draw);
onChange(() => { document.title = `${nameOf(channel(state.channel))} · ${t("title")}`; });
await start();
setInterval(tick, EVERY);

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.defaultPrevented || document.querySelector("dialog[open]")) return;
  if (here.rail) go({ rail: false });
  else if (here.thread && document.getElementById("thread").contains(document.activeElement)) go({ thread: null });
});
document.addEventListener("pointerdown", (event) => {
  if (here.rail && !event.target.closest("#rail, .to-rail")) go({ rail: false });
});
