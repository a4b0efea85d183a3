// The page of one mention: what somebody is typing is not replaced by news from others.
"use strict";
(() => {
  const typed = (one) => (one.tagName === "SELECT" ? [...one.options].some((option) => option.selected !== option.defaultSelected) : one.type !== "radio" && "defaultValue" in one && one.value !== one.defaultValue);
  document.addEventListener("htmx:beforeRequest", (event) => {
    const holder = event.target.closest("[data-draft]");
    if (holder && [...holder.querySelectorAll("input:not([type=hidden]), select, textarea")].some(typed)) event.preventDefault();
  });
})();
