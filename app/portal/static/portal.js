// Makes the portal quicker to use: suggestions while typing and results that
// change in place. Every page works without this file.

const WAIT_MS = 160;
const LIVE_WAIT_MS = 350;
const SHORTEST = 2;

function later(action, wait) {
  let timer;
  return (...values) => {
    clearTimeout(timer);
    timer = setTimeout(() => action(...values), wait);
  };
}

// --- suggestions: the combobox pattern of the ARIA Authoring Practices Guide ---

class Suggestions {
  constructor(form) {
    this.form = form;
    this.input = form.querySelector("input[name=q]");
    this.list = form.querySelector("[role=listbox]");
    this.status = form.querySelector("[data-suggest-status]");
    // Where the results follow what is typed, a list over them would hide the answer:
    // there it opens when it is asked for, by the arrow key.
    this.isQuiet = form.closest("[data-live]") !== null;
    this.items = [];
    this.active = -1;
    this.turn = 0;
    this.prepare();
    this.listen();
  }

  prepare() {
    const marks = {
      role: "combobox",
      "aria-autocomplete": "list",
      "aria-expanded": "false",
      "aria-controls": this.list.id,
      "aria-haspopup": "listbox",
    };
    for (const [name, value] of Object.entries(marks)) this.input.setAttribute(name, value);
  }

  listen() {
    const look = this.isQuiet ? () => this.close() : later(() => this.look(), WAIT_MS);
    this.input.addEventListener("input", look);
    this.input.addEventListener("keydown", (event) => this.press(event));
    this.input.addEventListener("blur", () => this.close());
    this.form.addEventListener("submit", () => this.close());
    // The list must not take the focus away from the field.
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) this.choose(Number(option.dataset.index));
    });
  }

  async look() {
    const text = this.input.value.trim();
    const turn = ++this.turn;
    if (text.length < SHORTEST) return this.close();
    try {
      const answer = await fetch(`${this.form.dataset.suggest}?${new URLSearchParams({ q: text })}`);
      const found = answer.ok ? await answer.json() : { items: [], status: "" };
      if (turn === this.turn && document.activeElement === this.input) this.show(found);
    } catch {
      this.close();
    }
  }

  show({ items, status }) {
    this.items = items;
    this.active = -1;
    this.input.removeAttribute("aria-activedescendant");
    this.list.replaceChildren(...items.map((item, index) => this.option(item, index)));
    this.status.textContent = status;
    this.open(items.length > 0);
  }

  option(item, index) {
    const option = document.createElement("li");
    option.id = `${this.list.id}-${index}`;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    option.dataset.index = index;
    const text = document.createElement("span");
    text.dir = "auto";
    text.textContent = item.text;
    const kind = document.createElement("small");
    kind.textContent = item.kind;
    option.append(text, kind);
    return option;
  }

  press(event) {
    if (event.isComposing) return;
    const moves = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in moves && !this.list.hidden) {
      event.preventDefault();
      this.move(moves[event.key]);
    } else if (event.key === "ArrowDown") {
      event.preventDefault();
      this.look();
    } else if (event.key === "Enter" && this.active >= 0) {
      event.preventDefault();
      this.choose(this.active);
    } else if (event.key === "Escape" && !this.list.hidden) {
      event.preventDefault();
      this.close();
    }
  }

  move(step) {
    const places = this.items.length + 1; // the field itself is one place
    this.active = ((this.active + 1 + step + places) % places) - 1;
    [...this.list.children].forEach((option, index) => {
      option.setAttribute("aria-selected", String(index === this.active));
    });
    const option = this.list.children[this.active];
    if (!option) return this.input.removeAttribute("aria-activedescendant");
    this.input.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  choose(index) {
    const { address } = this.items[index];
    this.close();
    // Only paths of this site: the answer names them, the check keeps it so.
    if (/^\/[a-z]/.test(address)) location.assign(address);
  }

  open(isOpen) {
    this.list.hidden = !isOpen;
    this.input.setAttribute("aria-expanded", String(isOpen));
  }

  close() {
    this.turn += 1;
    this.active = -1;
    this.input.removeAttribute("aria-activedescendant");
    this.open(false);
  }
}

// --- results in place ---

class LiveResults {
  constructor(page) {
    this.page = page;
    this.form = page.querySelector("form.search");
    this.input = this.form.querySelector("input[name=q]");
    this.status = page.querySelector("[data-live-status]");
    this.turn = 0;
    this.listen();
  }

  listen() {
    const type = later(() => this.go(this.addressOfForm(), "replace"), LIVE_WAIT_MS);
    this.input.addEventListener("input", type);
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.go(this.addressOfForm(), "push");
    });
    this.page.addEventListener("click", (event) => {
      const link = event.target.closest("a[data-live-link]");
      const isPlain = !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
      if (!link || !isPlain || event.button !== 0) return;
      event.preventDefault();
      this.go(link.href, "push", link.dataset.key ?? "");
    });
    window.addEventListener("popstate", () => this.go(location.href, "none"));
  }

  addressOfForm() {
    const address = new URL(location.href);
    address.searchParams.delete("page");
    address.searchParams.delete("q");
    const text = this.input.value.trim();
    const rest = [...address.searchParams];
    const pairs = new URLSearchParams(text ? [["q", text], ...rest] : rest);
    return `${address.pathname}${pairs.size ? `?${pairs}` : ""}`;
  }

  async go(address, step, key) {
    const turn = ++this.turn;
    const results = this.part(this.page, "results");
    results.classList.add("is-waiting");
    try {
      const answer = await fetch(address, { headers: { Accept: "text/html" } });
      const text = await answer.text();
      if (turn !== this.turn) return;
      if (!answer.ok) return location.assign(address);
      if (step === "push") history.pushState(null, "", address);
      if (step === "replace") history.replaceState(null, "", address);
      this.show(new DOMParser().parseFromString(text, "text/html"), step, key);
    } catch {
      if (turn === this.turn) location.assign(address);
    } finally {
      results.classList.remove("is-waiting");
    }
  }

  show(next, step, key) {
    const unfolded = this.unfolded();
    for (const name of ["chosen", "filters", "results"]) {
      this.part(this.page, name).replaceWith(this.part(next, name));
    }
    document.title = next.title;
    this.updateTwin(next);
    for (const name of unfolded) this.find(name)?.setAttribute("open", "");
    unfold(this.page);
    if (step === "none") this.input.value = next.querySelector("form.search input[name=q]").value;
    this.status.textContent = this.part(this.page, "results").dataset.said;
    if (key !== undefined) this.focusOn(key);
  }

  updateTwin(next) {
    const twin = document.querySelector("[data-twin]");
    twin.href = next.querySelector("[data-twin]").getAttribute("href");
  }

  unfolded() {
    const open = [...this.page.querySelectorAll("details[open]")];
    return open.map((details) => details.dataset.key).filter(Boolean);
  }

  focusOn(key) {
    const same = key ? this.find(key) : null;
    const place = same ?? document.getElementById("results-title");
    place.focus({ preventScroll: Boolean(same) });
    if (!same) place.scrollIntoView({ block: "start" });
  }

  find(key) {
    return this.page.querySelector(`[data-key="${CSS.escape(key)}"]`);
  }

  part(root, name) {
    return root.querySelector(`[data-live-part="${name}"]`);
  }
}

// On a wide screen the filters stand open; the style sheet does the same where it can.
function unfold(root) {
  const filters = root.querySelector("details.filters");
  if (filters && matchMedia("(min-width: 60rem)").matches) filters.open = true;
}

// Tells which hit was opened; nothing waits for it, and nobody is named.
function tellClick(event) {
  const link = event.target.closest("ul.hits[data-query] > li a");
  if (!link) return;
  const hits = link.closest("ul.hits");
  const place = [...hits.children].indexOf(link.closest("li"));
  const click = {
    queryId: hits.dataset.query,
    service: decodeURIComponent(new URL(link.href).pathname.split("/").pop()),
    position: Number(hits.dataset.first) + place,
  };
  const body = new Blob([JSON.stringify(click)], { type: "application/json" });
  navigator.sendBeacon("/v1/search-clicks", body);
}

document.addEventListener("click", tellClick);
for (const form of document.querySelectorAll("form[data-suggest]")) new Suggestions(form);
for (const page of document.querySelectorAll("[data-live]")) {
  new LiveResults(page);
  unfold(page);
}
