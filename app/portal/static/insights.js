// Shows the search insights to whoever has a key for them. The key is read from its field
// when something is asked, and written nowhere.

const DAY_MS = 24 * 60 * 60 * 1000;
const LIMIT = 50;

class Insights {
  constructor(page) {
    this.page = page;
    this.form = page.querySelector("[data-ask]");
    this.status = page.querySelector("[data-status]");
    this.lists = page.querySelector("[data-lists]");
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.read();
    });
    // A page that the browser keeps for going back keeps no key and nothing it opened.
    addEventListener("pagehide", () => this.forget());
  }

  forget() {
    this.form.reset();
    this.lists.hidden = true;
    for (const list of this.lists.querySelectorAll("[data-list]")) list.replaceChildren();
    this.status.textContent = "";
  }

  async ask(path, options = {}) {
    const key = this.form.querySelector("[data-key]").value.trim();
    const headers = { ...options.headers, Authorization: `Bearer ${key}` };
    const answer = await fetch(path, {
      ...options,
      headers,
      cache: "no-store",
      credentials: "omit",
      referrerPolicy: "no-referrer",
    });
    return { status: answer.status, body: await answer.json() };
  }

  async read() {
    const days = Number(this.form.querySelector("[data-days]").value);
    const first = new Date(Date.now() - (days - 1) * DAY_MS).toISOString().slice(0, 10);
    this.lists.hidden = true;
    this.status.textContent = this.status.dataset.reading;
    const told = await this.tried(() => this.ask(`/v1/search-insights?from=${first}&limit=${LIMIT}`));
    if (told) this.show(told.body);
  }

  /** Ask, and say what went wrong where something did. */
  async tried(asking, status = this.status) {
    const { dataset } = this.status;
    const words = { 401: dataset.refused, 403: dataset.forbidden };
    try {
      const told = await asking();
      if (told.status < 300) return told;
      status.textContent = words[told.status] ?? `${dataset.failed} ${told.body.detail ?? ""}`;
    } catch {
      status.textContent = dataset.failed;
    }
    return null;
  }

  show(found) {
    this.days = { from: found.from, until: found.until };
    for (const list of this.lists.querySelectorAll("[data-list]")) {
      const name = list.dataset.list;
      const items = found[name].map((one) =>
        name === "unknownWords" ? this.word(one) : this.text(one, one.text),
      );
      list.replaceChildren(...items);
      list.parentElement.querySelector("[data-none]").hidden = items.length > 0;
    }
    this.lists.hidden = false;
    this.status.textContent = this.status.dataset.done;
  }

  copy(name) {
    return this.page.querySelector(`template[data-${name}]`).content.cloneNode(true).firstElementChild;
  }

  text(one, said) {
    const item = this.copy("text-item");
    const put = (name, value) => (item.querySelector(`[data-${name}]`).textContent = value);
    put("text", said);
    const figure = (number) => number.toLocaleString("en");
    put("searches", figure(one.searches));
    put("sessions", figure(one.sessions));
    if (one.clickedSessions === undefined) {
      item.querySelector("[data-asked]").remove();
    } else {
      put("hits", one.hits === null ? "–" : figure(one.hits));
      put("opened", figure(one.clickedSessions));
    }
    return item;
  }

  word(one) {
    const item = this.text(one, one.word);
    if (one.candidates.length) item.append(this.candidates(one.candidates));
    item.append(this.proposal(one));
    return item;
  }

  candidates(found) {
    const near = this.copy("candidates");
    for (const one of found) {
      const item = this.copy("candidate");
      item.querySelector("[data-text]").textContent = one.text;
      item.querySelector("[data-groups]").append(...one.groups.flatMap(named));
      near.querySelector("ul").append(item);
    }
    return near;
  }

  proposal(one) {
    const box = this.copy("proposal");
    const form = box.querySelector("form");
    const groups = one.candidates.flatMap((each) => each.groups);
    form.querySelector("[data-spelling]").value = one.word;
    const group = form.querySelector("[data-group]");
    group.value = groups[0]?.id ?? "";
    const known = box.querySelector("datalist");
    known.id = `groups-${once()}`;
    group.setAttribute("list", known.id);
    const unlike = new Map(groups.map((each) => [each.id, each]));
    known.append(...Array.from(unlike.values(), (each) => new Option(titled(each), each.id)));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.propose(one.word, form, box.querySelector("[data-outcome]"));
    });
    return box;
  }

  async propose(word, form, outcome) {
    const button = form.querySelector("button");
    const told = { word, ...this.days };
    for (const [name, field] of [["text", "spelling"], ["group", "group"], ["register", "register"]]) {
      told[name] = form.querySelector(`[data-${field}]`).value.trim();
    }
    button.disabled = true;
    const headers = { "Content-Type": "application/json", "Idempotency-Key": once() };
    const body = JSON.stringify(told);
    const asking = () => this.ask("/v1/search-insights/proposals", { method: "POST", headers, body });
    const made = await this.tried(asking, outcome);
    if (made) outcome.textContent = `${outcome.dataset.made} ${made.body.id}`;
    button.disabled = made !== null;
  }
}

function titled(group) {
  return group.title[document.documentElement.lang] ?? Object.values(group.title)[0] ?? group.id;
}

/** Say a group by its title, then by the id that a proposal names. */
function named(group, place) {
  const id = document.createElement("bdi");
  id.dir = "ltr";
  id.textContent = group.id;
  return [place ? " · " : "", `${titled(group)} (`, id, ")"];
}

function once() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (one) => one.toString(16).padStart(2, "0")).join("");
}

const page = document.querySelector("[data-insights]");
if (page) new Insights(page);
