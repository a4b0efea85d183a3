// The keyboard, the windows and the pulse of the desk. Everything can be done without this file.
"use strict";
(() => {
  const typing = (element) => element.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]");
  const usable = (element) => !element.disabled && (element.closest("[data-keys-hidden]") || element.getClientRects().length > 0);

  // An element with data-key="c" is clicked, a field is focused, when C is pressed: in the item in focus first, then
  // in an open window, then anywhere.
  const holder = (key) => {
    const open = document.querySelector("dialog[open]");
    const all = [...(open || document).querySelectorAll("[data-key]")].filter((one) => one.dataset.key.split(" ").includes(key) && usable(one));
    return all.find((one) => one.closest("[aria-current=true]")) || all[0];
  };
  const nameOf = (event) => (/^[A-Z]$/.test(event.key) && event.shiftKey ? `shift+${event.key.toLowerCase()}` : event.key.length === 1 ? event.key.toLowerCase() : event.key);

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (typing(event.target)) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    if (/^(Enter| )$/.test(event.key) && event.target.closest("a, button, summary, input, label")) return;
    const found = holder(nameOf(event));
    if (!found) return;
    event.preventDefault();
    if (typing(found)) found.focus();
    else found.click();
  });

  // Where a row of entries is wider than a phone, the one that is open is in sight.
  for (const here of document.querySelectorAll("ul [aria-current]")) {
    const list = here.closest("ul"), row = [list, list.parentElement].find((one) => /auto|scroll/.test(getComputedStyle(one).overflowX));
    if (row) row.scrollLeft += here.getBoundingClientRect().left - row.getBoundingClientRect().left - (row.clientWidth - here.offsetWidth) / 2;
  }

  // A link with data-window="id" opens its page in that window over this one.
  document.addEventListener("click", async (event) => {
    const link = event.target.closest("a[data-window]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    const window_ = document.getElementById(link.dataset.window);
    if (!window_ || !window_.showModal) return;
    event.preventDefault();
    const answer = await fetch(link.href, { headers: { "HX-Request": "true" } });
    if (!answer.ok) { location.href = link.href; return; }
    const place = window_.querySelector(":scope > div");
    place.innerHTML = await answer.text();
    if (globalThis.htmx) htmx.process(place);
    window_.showModal();
  });

  // A button with data-copy="id" copies the value of that field.
  for (const button of document.querySelectorAll("button[data-copy]")) {
    if (!navigator.clipboard) continue;
    button.hidden = false;
    button.addEventListener("click", () => navigator.clipboard.writeText(document.getElementById(button.dataset.copy).value));
  }

  // The pulse: while the page is seen it asks whether the archive is another one now, and who is at work.
  const live = document.getElementById("live");
  if (!live) return;
  const SECONDS = 6;
  const pulse = async () => {
    if (document.visibilityState !== "visible") return;
    const shown = document.querySelector("[aria-current=true][data-mention], main[data-mention]");
    const looks = live.dataset.looks && shown;
    const headers = { "HX-Request": "true", ...JSON.parse(document.body.getAttribute("hx-headers")) };
    const body = looks ? new URLSearchParams({ mention: shown.dataset.mention }) : undefined;
    let answer;
    try {
      answer = await fetch(live.dataset.url, { method: looks ? "POST" : "GET", headers, body });
      if (answer.status === 401) { location.reload(); return; }
      if (!answer.ok) return;
      answer = await answer.json();
    } catch { return; } // the machine is away for a moment
    if (answer.version !== live.dataset.version) {
      live.dataset.version = answer.version;
      document.body.dispatchEvent(new CustomEvent("desk-changed"));
    }
    const people = document.getElementById("live-people");
    const text = answer.people.length ? answer.people : people ? [people.dataset.none] : [];
    if (people && people.textContent.trim() !== text.join(" ").trim()) {
      people.replaceChildren(...text.map((sentence) => Object.assign(document.createElement("p"), { className: "meta", textContent: sentence })));
    }
  };
  setInterval(pulse, SECONDS * 1000);
  document.addEventListener("visibilitychange", pulse);
  document.addEventListener("desk-looks", pulse);
})();
