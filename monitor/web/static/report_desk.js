// The report that is being prepared: which article is before the person, and what becomes of it when the list is made
// anew. Everything can be done without this file.
"use strict";
(() => {
  const items = () => [...document.querySelectorAll(".stories > [data-story]")];
  const current = () => document.querySelector(".stories > [aria-current=true]");
  const choose = (item, scroll) => {
    current()?.removeAttribute("aria-current");
    if (!item) return;
    item.setAttribute("aria-current", "true");
    if (scroll) item.scrollIntoView({ block: "nearest" });
  };
  const typing = (element) => element.closest("input, textarea, select");

  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.matches("#prepared textarea")) {
      event.preventDefault();
      event.target.form.querySelector("button[type=submit]").click();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || typing(event.target)) return;
    if (document.querySelector("dialog[open]")) return;
    const key = event.key.toLowerCase();
    if (key !== "j" && key !== "k") return;
    event.preventDefault();
    const all = items();
    const at = all.indexOf(current());
    choose(all[at < 0 ? 0 : Math.min(Math.max(at + (key === "j" ? 1 : -1), 0), all.length - 1)], true);
  });
  document.addEventListener("click", (event) => {
    const item = event.target.closest(".stories > [data-story]");
    if (item) choose(item, false);
  });
  // The field of what is unfolded is ready at once: the next key is typed into it.
  document.addEventListener("click", (event) => {
    const fold = event.target.closest("#prepared summary")?.parentElement;
    if (!fold) return;
    event.preventDefault();
    fold.open = !fold.open;
    if (fold.open) fold.querySelector("textarea, input:not([type=hidden])")?.focus();
  });

  // What somebody is typing is not replaced by news from others; what was open stays open.
  const typed = (one) => one.value !== one.defaultValue;
  const drafts = () => [...document.querySelectorAll("#prepared textarea, #prepared input:not([type=hidden])")].some(typed);
  let kept = null;
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (event.target.id === "prepared" && drafts()) event.preventDefault();
  });
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.target.id !== "prepared") return;
    const active = document.activeElement;
    kept = { story: current()?.dataset.story, version: event.detail.target.dataset.version, focus: active?.id, within: active?.closest("[data-story]")?.dataset.story };
  });
  document.addEventListener("htmx:afterSwap", () => {
    const now = document.getElementById("prepared");
    if (!kept || !now) return;
    const item = kept.story && document.getElementById(`s-${kept.story}`);
    if (item) choose(item, true);
    const again = kept.focus && document.getElementById(kept.focus);
    const other = kept.within && document.querySelector(`#s-${kept.within} button:not([disabled])`);
    if (again && !again.disabled) again.focus({ preventScroll: true });
    else if (other) other.focus({ preventScroll: true });
    const frame = document.getElementById("shown");
    if (frame && now.dataset.version !== kept.version) frame.src = frame.src; // as it is with the new choice
    kept = null;
  });
})();
