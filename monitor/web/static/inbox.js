// The list to review: which mention is before the person, and what becomes of it when the list is made anew.
// Everything can be done without this file.
"use strict";
(() => {
  const list = () => document.querySelector("#inbox .list");
  const items = () => [...document.querySelectorAll("#inbox .list > li")];
  const current = () => document.querySelector("#inbox .list > li[aria-current=true]");
  let place = 0;
  let waiting = false; // the list is to be made anew as soon as that disturbs nobody
  let busy = 0; // requests of the person's own that are not answered yet

  const choose = (item, scroll) => {
    const before = current();
    if (before && before !== item) {
      before.removeAttribute("aria-current");
      before.classList.remove("on");
      const panel = before.querySelector(".panel");
      if (panel) panel.replaceChildren();
    }
    if (!item) return;
    item.setAttribute("aria-current", "true");
    item.classList.add("on");
    place = items().indexOf(item);
    for (const button of document.querySelectorAll("[data-act]")) button.setAttribute("form", `act-${item.dataset.mention}`);
    if (scroll) item.scrollIntoView({ block: "nearest" });
    if (before !== item) document.dispatchEvent(new CustomEvent("desk-looks"));
  };
  const step = (by) => {
    const all = items();
    if (all.length) choose(all[Math.min(Math.max(place + by, 0), all.length - 1)], true);
    const more = by > 0 && place === all.length - 1;
    if (more) document.querySelector("#inbox .more")?.scrollIntoView({ block: "nearest" });
  };
  const typing = (element) => element.closest("input:not([type=checkbox]):not([type=radio]), textarea, select");

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey) {
      if (event.key === "Enter" && event.target.closest("[data-panel]")) event.target.closest("form").requestSubmit();
      return;
    }
    if (event.altKey || event.isComposing || document.querySelector("dialog[open]")) return;
    if (typing(event.target)) {
      if (event.key === "Escape" && event.target.closest("[data-panel]")) close(event.target);
      return;
    }
    const key = event.key.toLowerCase();
    if (key === "j" || key === "k") { event.preventDefault(); step(key === "j" ? 1 : -1); }
    else if (key === "a") {
      event.preventDefault();
      const boxes = [...document.querySelectorAll("input[name=pick][form=bulk]")];
      const all = boxes.every((box) => box.checked);
      for (const box of boxes) box.checked = !all;
      count();
    }
  });

  const close = (inside) => {
    inside.closest(".panel").replaceChildren();
    if (waiting) refresh();
  };
  const count = () => {
    const shown = document.querySelector("[data-chosen]");
    const chosen = document.querySelectorAll("input[name=pick][form=bulk]:checked").length;
    if (shown && chosen) shown.textContent = (chosen === 1 ? shown.dataset.one : shown.dataset.many).replace("2", chosen);
  };

  document.addEventListener("click", (event) => {
    const item = event.target.closest("#inbox .list > li");
    if (item && !event.target.closest(".pick")) choose(item, false);
    if (event.target.closest("[data-here]")) { event.preventDefault(); item.scrollIntoView({ block: "nearest" }); }
    if (event.target.closest("[data-close]")) { event.preventDefault(); close(event.target); }
    const opener = event.target.closest("[data-opens]");
    if (opener) setTimeout(() => { if (opener.parentElement.open) document.getElementById(opener.dataset.opens).focus(); });
    const other = event.target.closest("[data-click]");
    if (other && current()) {
      event.preventDefault();
      current().querySelector(`[data-key=${other.dataset.click}]`)?.click();
    }
  });
  document.addEventListener("change", (event) => {
    if (event.target.matches("input[name=pick][form=bulk]")) count();
    if (event.target.closest("#filters") && event.target.matches("select, input[type=checkbox]")) event.target.form.requestSubmit();
  });
  document.addEventListener("reset", () => setTimeout(count));

  // Of a story, what is rejected is what the box beside its buttons says: with its reprints, or alone.
  document.addEventListener("submit", (event) => {
    const field = event.target.querySelector("[data-with]");
    const box = field && document.getElementById(`with-${field.dataset.with}`);
    if (box && box.checked) field.value = box.value;
  }, true);

  // The list is made anew: the same mention stays before the person, else the one that stands in its place now.
  let kept = "";
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.target.id !== "inbox") return;
    kept = current()?.dataset.mention || "";
    if (renewing(event.detail) && (busy || document.querySelector("#inbox [data-panel]"))) {
      event.detail.shouldSwap = false; // the person did something while the list was asked for
      waiting = true;
    }
  });
  const renewing = (detail) => detail.target?.id === "inbox" && detail.requestConfig.verb === "get";
  document.addEventListener("htmx:beforeRequest", (event) => { if (!renewing(event.detail)) busy += 1; });
  document.addEventListener("htmx:afterRequest", (event) => {
    if (renewing(event.detail)) return;
    busy = Math.max(0, busy - 1);
    if (waiting && !busy) refresh();
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target.classList.contains("panel")) event.detail.target.querySelector("[data-focus]")?.focus();
  });
  // Settling takes no time here (settle:0ms): a key pressed a moment later must not reach another mention.
  document.addEventListener("htmx:afterSettle", () => {
    const all = items();
    if (!list() || !all.length || list().dataset.set) return;
    list().dataset.set = "yes";
    waiting = false;
    const live = document.getElementById("live");
    if (live) live.dataset.version = document.getElementById("inbox").dataset.version;
    const at = place;
    const same = all.find((one) => one.dataset.mention === kept);
    choose(same || all[Math.min(at, all.length - 1)], true);
  });

  const refresh = () => {
    if (busy || document.querySelector("#inbox [data-panel]") || document.querySelector("input[name=pick][form=bulk]:checked")) { waiting = true; return; }
    waiting = false;
    htmx.ajax("GET", document.getElementById("inbox").dataset.url, { target: "#inbox", swap: "outerHTML settle:0ms" });
  };
  document.body.addEventListener("desk-changed", refresh);

  // Those chosen (or the one before the person) into the clipboard, as a list with links.
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy-list]");
    if (!button || !navigator.clipboard || !globalThis.ClipboardItem) return;
    event.preventDefault();
    const boxes = [...document.querySelectorAll("input[name=pick][form=bulk]:checked")];
    const picks = boxes.map((box) => box.value);
    if (!picks.length && current()) picks.push(current().querySelector("input[name=pick]").value);
    const query = new URLSearchParams(picks.map((pick) => ["pick", pick]));
    const answer = await (await fetch(`${button.formAction}?${query}`, { headers: { "HX-Request": "true" } })).json();
    const as = (type, text) => new Blob([text], { type });
    await navigator.clipboard.write([new ClipboardItem({ "text/plain": as("text/plain", answer.text), "text/html": as("text/html", answer.html) })]);
    const line = Object.assign(document.createElement("div"), { className: "said row", textContent: answer.said });
    document.getElementById("said").replaceChildren(line);
  });

  if (list()) {
    list().dataset.set = "yes";
    choose(document.querySelector("#inbox .list > li:target") || current() || items()[0], false);
  }
})();
