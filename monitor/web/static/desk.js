// The keyboard of the desk: an element with data-key="c" is clicked (a field is focused) when C is pressed.
// Everything can be done without this file.
"use strict";
(() => {
  const typing = (element) => element.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]");
  const usable = (element) => !element.disabled && (element.closest("[data-keys-hidden]") || element.offsetParent !== null || element.getClientRects().length);

  // Inside the item in focus first, then anywhere on the page.
  const holder = (key) => {
    const all = [...document.querySelectorAll("[data-key]")].filter((one) => one.dataset.key.split(" ").includes(key) && usable(one));
    return all.find((one) => one.closest("[aria-current=true]")) || all[0];
  };

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (typing(event.target)) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    const found = holder(event.key.length === 1 && event.shiftKey && event.key !== event.key.toLowerCase() ? `shift+${event.key.toLowerCase()}` : event.key);
    if (!found) return;
    event.preventDefault();
    if (typing(found)) found.focus();
    else found.click();
  });
})();
