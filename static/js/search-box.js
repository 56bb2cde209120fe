// Every search box: suggestions while one types, and "/" to go to it. Without this script the boxes work as they are.
"use strict";

(() => {
  const PAUSE = 130; // milliseconds without a key before the site is asked
  const KINDS = { term: "检索词", agency: "部门", plan: "文件" };
  let boxes = 0;

  // An input that is told what may be meant, as ARIA describes a combobox with a list: the cursor stays in the input.
  class SuggestingBox {
    constructor(form) {
      this.form = form;
      this.input = form.querySelector("input[type=search]");
      this.address = form.dataset.suggest;
      this.answers = new Map();
      this.options = [];
      this.active = -1;
      boxes += 1;
      this.name = `suggestions-${boxes}`;
      this.makeList();
      this.listen();
    }

    makeList() {
      this.list = element("div", { id: this.name, class: "suggestions", role: "listbox", "aria-label": "检索建议" });
      this.list.hidden = true;
      this.said = element("p", { class: "visually-hidden", role: "status" });
      this.form.append(this.list, this.said);
      for (const [name, value] of Object.entries({
        role: "combobox",
        "aria-autocomplete": "list",
        "aria-expanded": "false",
        "aria-controls": this.name,
      })) {
        this.input.setAttribute(name, value);
      }
    }

    listen() {
      this.input.addEventListener("input", (event) => {
        // while Chinese is being composed the box holds Latin letters that nobody means
        if (!event.isComposing) this.askSoon();
      });
      this.input.addEventListener("compositionend", () => this.askSoon());
      this.input.addEventListener("keydown", (event) => this.pressed(event));
      this.input.addEventListener("blur", () => this.close());
      this.list.addEventListener("pointerdown", (event) => event.preventDefault()); // else the input would lose focus
      this.list.addEventListener("click", (event) => {
        const option = event.target.closest("[role=option]");
        if (option) this.choose(Number(option.dataset.place));
      });
    }

    askSoon() {
      clearTimeout(this.waiting);
      this.waiting = setTimeout(() => this.ask(), PAUSE);
    }

    async ask() {
      const typed = this.input.value;
      if (!typed.trim()) return this.close();
      let found = this.answers.get(typed);
      if (!found) {
        found = await this.fetched(typed);
        if (found) this.answers.set(typed, found);
      }
      // what arrives late, or for a box that was left, is of no use any more
      if (found && this.input.value === typed && document.activeElement === this.input) this.show(found);
    }

    async fetched(typed) {
      this.asking?.abort();
      this.asking = new AbortController();
      try {
        const answer = await fetch(`${this.address}?q=${encodeURIComponent(typed)}`, { signal: this.asking.signal });
        return answer.ok ? (await answer.json()).suggestions : null;
      } catch {
        return null; // without suggestions one can search as well
      }
    }

    show(found) {
      this.options = found;
      this.active = -1;
      this.list.replaceChildren(...this.groups());
      this.setOpen(found.length > 0);
      this.said.textContent = found.length ? `${found.length} 条建议，用上下键选择` : "没有建议";
    }

    groups() {
      return Object.keys(KINDS)
        .map((kind) => [kind, this.options.filter((each) => each.kind === kind)])
        .filter(([, options]) => options.length)
        .map(([kind, options]) => {
          const title = element("p", { class: "suggestions__kind", id: `${this.name}-${kind}`, role: "presentation" });
          title.textContent = KINDS[kind];
          const group = element("div", { role: "group", "aria-labelledby": title.id });
          group.append(title, ...options.map((each) => this.option(each)));
          return group;
        });
    }

    option(suggestion) {
      const place = this.options.indexOf(suggestion);
      const option = element("div", { class: "suggestion", role: "option", "aria-selected": "false" });
      option.id = `${this.name}-${place}`;
      option.dataset.place = place;
      const text = element("span", { class: "suggestion__text" });
      const detail = element("span", { class: "suggestion__detail" });
      text.textContent = suggestion.text;
      detail.textContent = suggestion.detail;
      option.append(text, " ", detail);
      return option;
    }

    pressed(event) {
      if (event.isComposing) return;
      const open = !this.list.hidden;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        if (open) this.move(event.key === "ArrowDown" ? 1 : -1);
        else this.ask();
      } else if (event.key === "Enter" && open && this.active >= 0) {
        event.preventDefault();
        this.choose(this.active);
      } else if (event.key === "Escape" && open) {
        event.preventDefault(); // else the browser would empty the box
        this.close();
      }
    }

    // One on or back; past either end stands the input itself, with what was typed.
    move(step) {
      const places = this.options.length + 1;
      this.active = ((this.active + 1 + step + places) % places) - 1;
      for (const option of this.list.querySelectorAll("[role=option]")) {
        const chosen = Number(option.dataset.place) === this.active;
        option.setAttribute("aria-selected", String(chosen));
        if (chosen) {
          this.input.setAttribute("aria-activedescendant", option.id);
          option.scrollIntoView({ block: "nearest" });
        }
      }
      if (this.active < 0) this.input.removeAttribute("aria-activedescendant");
    }

    choose(place) {
      const chosen = this.options[place];
      this.close();
      if (!chosen.fill) return location.assign(chosen.address);
      this.input.value = chosen.fill;
      this.form.requestSubmit();
    }

    close() {
      clearTimeout(this.waiting);
      this.asking?.abort();
      this.setOpen(false);
      this.said.textContent = "";
    }

    setOpen(open) {
      this.list.hidden = !open;
      this.input.setAttribute("aria-expanded", String(open));
      this.input.removeAttribute("aria-activedescendant");
    }
  }

  function element(name, attributes) {
    const made = document.createElement(name);
    for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value);
    return made;
  }

  // Keys that stand for an act by themselves can be switched off on the search page (WCAG 2.1.4).
  function keysAreOn() {
    try {
      return localStorage.getItem("shortcuts") !== "off";
    } catch {
      return true;
    }
  }

  function isTyping(target) {
    return target.closest("input, textarea, select, [contenteditable]") !== null;
  }

  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    const input = document.querySelector("main input[type=search], header input[type=search]");
    if (!input || !keysAreOn()) return;
    event.preventDefault();
    input.focus();
    input.select();
  });

  for (const form of document.querySelectorAll("form[data-suggest]")) new SuggestingBox(form);
})();
