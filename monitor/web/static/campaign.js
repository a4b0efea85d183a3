// The campaign pages: numbers beside the lines of the dossier, a query corrected in one click. Everything can be done without this file.
"use strict";
(() => {
  for (const field of document.querySelectorAll("textarea[data-numbered]")) {
    const numbers = Object.assign(document.createElement("span"), { className: "numbers", ariaHidden: "true" });
    field.parentElement.prepend(numbers);
    field.parentElement.classList.add("numbered");
    const wrong = new Set([...document.querySelectorAll("[data-line]")].map((one) => Number(one.dataset.line)));
    let shown = 0;
    const draw = () => {
      const lines = field.value.split("\n").length;
      if (lines !== shown) {
        shown = lines;
        numbers.replaceChildren(...Array.from({ length: lines }, (_, at) => Object.assign(document.createElement("span"), { textContent: at + 1, className: wrong.has(at + 1) ? "here" : "" })));
      }
      numbers.scrollTop = field.scrollTop;
    };
    field.addEventListener("input", draw);
    field.addEventListener("scroll", () => { numbers.scrollTop = field.scrollTop; });
    draw();
    for (const link of document.querySelectorAll("[data-line]")) {
      link.addEventListener("click", (event) => {
        event.preventDefault();
        const rows = field.value.split("\n"), at = Number(link.dataset.line) - 1;
        const start = rows.slice(0, at).reduce((sum, row) => sum + row.length + 1, 0);
        field.focus();
        field.setSelectionRange(start, start + rows[at].length);
        field.scrollTop = Math.max(0, field.scrollHeight * at / rows.length - 80);
      });
    }
  }

  // The corrected query goes into its field, which is read again.
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-fills]");
    const field = document.querySelector("textarea.query");
    if (!button || !field) return;
    event.preventDefault();
    field.value = button.closest(".err").querySelector("[data-fix]").textContent;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
  });
})();
