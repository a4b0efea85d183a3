// A clip was missed: everything works without this file.
"use strict";
(() => {
  // Words selected in the article stand in the form that adds them to the dossier.
  const field = document.querySelector("[data-takes-words] textarea");
  document.addEventListener("selectionchange", () => {
    const chosen = document.getSelection();
    const inside = chosen.anchorNode && chosen.anchorNode.parentElement && chosen.anchorNode.parentElement.closest("[data-words]");
    const said = chosen.toString().replace(/\s+/g, " ").trim();
    if (field && inside && said.length > 1 && said.length <= 300) field.value = said;
  });
  // Ctrl+Enter in the field of addresses looks them up.
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.name === "addresses") event.target.form.requestSubmit();
  });
})();
