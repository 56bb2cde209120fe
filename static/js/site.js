// What is nicer with a script; every page does without.

"use strict";

// Buttons that copy the text of another element, and say so.
for (const button of navigator.clipboard ? document.querySelectorAll("[data-copy]") : []) {
  const said = button.firstChild.nodeValue;
  button.classList.add("is-ready");
  button.setAttribute("aria-live", "polite");
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent.trim());
    button.firstChild.nodeValue = "已复制";
    setTimeout(() => { button.firstChild.nodeValue = said; }, 2000);
  });
}

// Drawers, where there are any (on a wide screen what they hold is always there): Escape closes one and leads back to
// where it was opened; those that lie over the page close when the reader goes on in it.
document.addEventListener("keydown", (event) => {
  const drawer = event.key === "Escape" ? event.target.closest("details.drawer[open]") : null;
  if (!drawer || !isDrawer(drawer)) return;
  drawer.open = false;
  drawer.querySelector("summary").focus();
});

for (const drawer of document.querySelectorAll(".outline > .drawer, .site-menu")) {
  drawer.addEventListener("focusout", (event) => {
    const gone = event.relatedTarget && !drawer.contains(event.relatedTarget);
    if (gone && isDrawer(drawer)) drawer.open = false;
  });
}

function isDrawer(details) {
  return details.querySelector("summary").checkVisibility();
}

// The outline follows the reader: the entry of what is being read is marked and kept in sight.
const outline = document.querySelector("[data-outline]");
if (outline && "IntersectionObserver" in window) followReader(outline);

function followReader(contents) {
  const links = new Map([...contents.querySelectorAll("a")].map((link) => [link.hash.slice(1), link]));
  const drawer = contents.closest("details");
  const here = document.querySelector("[data-outline-here]");
  const places = [...links.keys()].map((id) => document.getElementById(id)).filter(Boolean);
  const above = new Set();
  let marked = null;

  const mark = () => {
    const place = places.findLast((each) => above.has(each));
    const link = place ? links.get(place.id) : null;
    if (link === marked) return;
    marked?.removeAttribute("aria-current");
    link?.setAttribute("aria-current", "true");
    marked = link;
    if (here) here.textContent = link ? link.textContent : "";
    if (link && contents.scrollHeight > contents.clientHeight) keepInSight(contents, link);
  };

  // A heading is read from when it passes the upper third of the window until the next one does.
  const observer = new IntersectionObserver((entries) => {
    for (const entry of entries) {
      const passed = entry.isIntersecting || entry.boundingClientRect.top < 0;
      above[passed ? "add" : "delete"](entry.target);
    }
    mark();
  }, { rootMargin: "0px 0px -66% 0px" });
  places.forEach((place) => observer.observe(place));
  here?.classList.add("is-ready");

  // On a phone the drawer closes behind the reader.
  contents.addEventListener("click", (event) => {
    if (event.target.closest("a") && !window.matchMedia("(min-width: 64rem)").matches) drawer.open = false;
  });
}

function keepInSight(box, link) {
  const outer = box.getBoundingClientRect();
  const inner = link.getBoundingClientRect();
  if (inner.top < outer.top || inner.bottom > outer.bottom) {
    box.scrollTop += inner.top - outer.top - outer.height / 3;
  }
}
