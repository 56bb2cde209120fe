// The page of results: what stays open while filters change, j and k through the hits, and how to switch keys off.
"use strict";

(() => {
  const results = document.getElementById("results");
  const KEPT = "shortcuts"; // where the browser keeps whether single keys act; search-box.js reads it too
  let open = [];

  results.addEventListener("htmx:beforeSwap", () => {
    open = [...results.querySelectorAll("details[id][open]")].map((each) => each.id);
  });
  document.body.addEventListener("htmx:afterSwap", () => {
    for (const id of open) document.getElementById(id)?.setAttribute("open", "");
  });
  // Whatever went wrong, the browser shows it better than a page that does nothing.
  for (const failure of ["htmx:responseError", "htmx:sendError"]) {
    document.body.addEventListener(failure, (event) => location.assign(event.detail.pathInfo.requestPath));
  }

  function keysAreOn() {
    try {
      return localStorage.getItem(KEPT) !== "off";
    } catch {
      return true;
    }
  }

  function go(step) {
    const hits = [...document.querySelectorAll(".hit__title a")];
    const now = hits.findIndex((hit) => hit.closest(".hit").contains(document.activeElement));
    const next = hits[now < 0 ? (step > 0 ? 0 : -1) : now + step];
    if (!next) return;
    next.focus({ preventScroll: true });
    next.closest(".hit").scrollIntoView({ block: "nearest" });
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.key === "Escape") return closeMenu(event);
    if (event.target.closest("input, textarea, select") || !keysAreOn()) return;
    if (event.key === "j" || event.key === "k") {
      event.preventDefault();
      go(event.key === "j" ? 1 : -1);
    }
  });

  function closeMenu(event) {
    const menu = event.target.closest("details.menu[open]");
    if (!menu) return;
    menu.removeAttribute("open");
    menu.querySelector("summary").focus();
  }

  document.addEventListener("click", (event) => {
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      if (!menu.contains(event.target)) menu.removeAttribute("open");
    }
  });

  const note = document.querySelector(".shortcuts");
  const button = note.querySelector("[data-shortcuts]");

  function showKeys() {
    note.hidden = false;
    note.querySelector(".shortcuts__keys").hidden = !keysAreOn();
    button.textContent = keysAreOn() ? "停用快捷键" : "启用快捷键";
  }

  button.addEventListener("click", () => {
    try {
      localStorage.setItem(KEPT, keysAreOn() ? "off" : "on");
    } catch {
      // a browser that keeps nothing keeps the keys as they are
    }
    showKeys();
  });
  showKeys();
})();
