// The queue by keys: j and k go through the items, the key on a button presses it for the item one is at.
"use strict";

(() => {
  const items = [...document.querySelectorAll(".item")];

  function current() {
    return items.find((item) => item.contains(document.activeElement)) ?? items[0];
  }

  function go(step) {
    const at = items.findIndex((item) => item.contains(document.activeElement));
    const next = items[at < 0 ? 0 : at + step];
    next?.focus({ preventScroll: true });
    next?.scrollIntoView({ block: "nearest" });
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat) return;
    if (event.target.closest("input, textarea, select")) return;
    if (event.key === "j" || event.key === "k") {
      event.preventDefault();
      go(event.key === "j" ? 1 : -1);
      return;
    }
    const key = CSS.escape(event.key);
    const button = current()?.querySelector(`[data-key="${key}"]`)
      ?? document.querySelector(`.queue__bar [data-key="${key}"]`);
    if (!button) return;
    event.preventDefault();
    button.click();
  });

  document.documentElement.classList.add("has-keys");
  items[0]?.focus({ preventScroll: true });
})();
