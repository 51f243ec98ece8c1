// The editors: one is open at a time. A segment's English is sent with every key, so that closing the browser loses
// nothing; an entry's fields are sent when one leaves them. A change that meets a newer version asks what shall stand.

import { Conflict, get, post } from "./calls.js";
import { elementOf, items, renew } from "./listing.js";

let open = null;
let hooks = {}; // changed(answer, what), fault(error)

export const using = (given) => (hooks = given);
export const editing = () => open;

export function close() {
  return open ? open.close() : Promise.resolve();
}

const dialog = document.getElementById("conflict");

// Show both versions; true when the person wants their own to stand.
function decide(saved, yours) {
  document.getElementById("conflict-saved").replaceChildren(...saved);
  document.getElementById("conflict-yours").replaceChildren(...yours);
  return new Promise((done) => {
    const answered = (mine) => () => {
      dialog.close();
      done(mine);
    };
    document.getElementById("conflict-keep").onclick = answered(false);
    document.getElementById("conflict-mine").onclick = answered(true);
    dialog.oncancel = () => done(false);
    dialog.showModal();
  });
}

function lines(values) {
  return Object.entries(values).map(([name, value]) => {
    const line = document.createElement("p");
    const label = document.createElement("span");
    label.className = "name";
    label.textContent = `${name}: `;
    const text = document.createElement("bdi");
    text.textContent = value || "(none)";
    line.append(label, text);
    return line;
  });
}

// Send a change; where it meets a newer version, ask, and send it again or take over what is saved.
export async function send(name, item, given, shown) {
  let version = item.version;
  for (;;) {
    try {
      const answer = await post(name, { id: item.id, version, ...given });
      renew(answer.item);
      hooks.changed(answer);
      return answer;
    } catch (error) {
      if (!(error instanceof Conflict)) {
        hooks.fault(error);
        return null;
      }
      const mine = await decide(lines(error.current.values), lines(shown));
      if (!mine) {
        renew(error.current);
        return null;
      }
      version = error.current.version;
    }
  }
}

export const changeTerm = (item, changes) =>
  send("term", item, { changes }, { ...item.values, ...changes });

export const markReviewed = (item) =>
  send("segment", item, { target: item.values.target, done: true }, item.values);

class Editor {
  constructor(item, template, place) {
    this.item = item;
    this.form = document.getElementById(template).content.firstElementChild.cloneNode(true);
    place.hidden = false;
    place.replaceChildren(this.form);
    open = this;
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.close();
    });
    this.form.addEventListener("focusout", (event) => {
      const to = event.relatedTarget;
      if (to && !elementOf(this.item.id)?.contains(to) && !to.closest("dialog")) this.close(false);
    });
  }

  // What is typed from now on is meant for the list.
  release() {
    elementOf(this.item.id)?.focus({ preventScroll: true });
  }

  end(focus) {
    if (open === this) open = null;
    const item = items.get(this.item.id);
    const element = elementOf(this.item.id);
    this.form.remove();
    if (item) renew(item);
    if (focus && element) elementOf(this.item.id)?.focus({ preventScroll: true });
  }
}

export class TermEditor extends Editor {
  constructor(item) {
    super(item, "term-editor", elementOf(item.id).querySelector(".more"));
    for (const key of ["en", "kind", "note"]) this.form.elements[key].value = item.values[key];
    this.form.elements.en.select();
    this.form.elements.en.focus();
  }

  changes() {
    const changed = {};
    for (const key of ["en", "kind", "note"]) {
      const value = this.form.elements[key].value.trim();
      if (value !== this.item.values[key]) changed[key] = value;
    }
    return changed;
  }

  async close(focus = true, more = {}) {
    if (open !== this) return null;
    const changes = { ...this.changes(), ...more };
    open = null;
    if (focus) this.release();
    const answer = Object.keys(changes).length ? await changeTerm(this.item, changes) : null;
    this.end(focus);
    return answer;
  }

  confirm() {
    return this.close(true, { status: "approved" });
  }

  leaving() {
    const changes = this.changes();
    if (Object.keys(changes).length) post("term", { id: this.item.id, version: this.item.version, changes }, true).catch(() => {});
  }
}

export class SegmentEditor extends Editor {
  constructor(item) {
    super(item, "segment-editor", elementOf(item.id).querySelector(".en-cell"));
    this.area = this.form.elements.target;
    this.live = this.form.querySelector(".live");
    this.kept = this.form.querySelector(".kept");
    this.session = crypto.randomUUID();
    this.saved = item.values.target;
    this.version = item.version;
    this.sending = null;
    this.area.value = this.saved;
    this.area.setAttribute("aria-label", `English of ${elementOf(item.id).getAttribute("aria-label")}`);
    this.area.addEventListener("input", () => this.typed());
    this.fit();
    this.area.focus();
    this.verify();
  }

  fit() {
    this.area.style.height = "auto";
    this.area.style.height = `${this.area.scrollHeight + 4}px`;
  }

  use(text) {
    this.area.value = text;
    this.area.focus();
    this.typed();
  }

  typed() {
    this.fit();
    this.keep();
    this.verify();
  }

  text() {
    return this.area.value.trim();
  }

  // One request at a time, and always the newest text.
  keep() {
    if (!this.sending) this.sending = this.sendAll().finally(() => (this.sending = null));
    return this.sending;
  }

  async sendAll() {
    while (open === this && this.text() && this.text() !== this.saved) {
      if (!(await this.put(this.text(), false))) return;
    }
  }

  async put(target, done) {
    for (;;) {
      try {
        const answer = await post("segment", this.given(target, done));
        this.version = answer.item.version;
        this.saved = target;
        items.set(answer.item.id, answer.item);
        this.kept.textContent = done ? "" : "kept";
        if (answer.said) hooks.changed(answer, done);
        return answer;
      } catch (error) {
        if (!(error instanceof Conflict)) {
          this.kept.textContent = "not kept";
          hooks.fault(error);
          return null;
        }
        const mine = await decide(lines(error.current.values), lines({ target: this.text() }));
        items.set(error.current.id, error.current);
        this.version = error.current.version;
        this.session = crypto.randomUUID();
        if (!mine) {
          this.saved = error.current.values.target;
          this.area.value = this.saved;
          this.fit();
          this.verify();
          return null;
        }
        target = this.text();
      }
    }
  }

  given(target, done) {
    return { id: this.item.id, version: this.version, target, done, session: this.session };
  }

  async verify() {
    this.again = true;
    if (this.verifying) return;
    this.verifying = true;
    while (this.again && open === this) {
      this.again = false;
      try {
        this.live.innerHTML = (await post("verify", { id: this.item.id, target: this.area.value })).html;
      } catch (error) {
        hooks.fault(error);
      }
    }
    this.verifying = false;
  }

  async close(focus = true) {
    if (open !== this) return null;
    if (focus) this.release();
    await this.keep();
    this.end(focus);
    return null;
  }

  async confirm() {
    await this.keep();
    const answer = await this.put(this.text(), true);
    if (answer) this.end(true);
    return answer;
  }

  leaving() {
    if (this.text() && this.text() !== this.saved) post("segment", this.given(this.text(), false), true).catch(() => {});
  }
}

// Contexts or matches below an item, shown and taken away.
export async function more(item, name) {
  const shown = elementOf(item.id).querySelector(".more");
  if (!shown.hidden && shown.dataset.shows === name) {
    shown.hidden = true;
    return;
  }
  try {
    const given = await get(name, { id: item.id });
    const place = elementOf(item.id)?.querySelector(".more");
    if (!place || place.querySelector(".editor")) return; // gone, or being edited meanwhile
    place.innerHTML = given.html;
    place.dataset.shows = name;
    place.hidden = false;
  } catch (error) {
    hooks.fault(error);
  }
}

addEventListener("pagehide", () => open?.leaving());
