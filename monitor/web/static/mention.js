// The page of one mention.
"use strict";
(() => {
  // What somebody is typing is not replaced by news from others.
  const typed = (one) => (one.tagName === "SELECT" ? [...one.options].some((option) => option.selected !== option.defaultSelected) : one.type !== "radio" && "defaultValue" in one && one.value !== one.defaultValue);
  document.addEventListener("htmx:beforeRequest", (event) => {
    const holder = event.target.closest("[data-draft]");
    if (holder && [...holder.querySelectorAll("input:not([type=hidden]), select, textarea")].some(typed)) event.preventDefault();
  });
  // Words selected in the article stand in the form that adds them to the dossier.
  const field = document.querySelector("[data-takes-words] textarea");
  document.addEventListener("selectionchange", () => {
    const chosen = document.getSelection();
    const inside = chosen.anchorNode && chosen.anchorNode.parentElement && chosen.anchorNode.parentElement.closest("[data-words]");
    const said = chosen.toString().replace(/\s+/g, " ").trim();
    if (field && inside && said.length > 1 && said.length <= 300) field.value = said;
  });
})();
