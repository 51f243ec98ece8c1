// The page as a whole: its two views, its keys, undo, and translating again. What is shown stands in the address after
// the #, so that reloading shows the same.

import { get, post } from "./calls.js";
import { SegmentEditor, TermEditor, changeTerm, close, editing, markReviewed, more, using } from "./editing.js";
import { count, current, elementOf, idOf, items, note, renew, select, selectId, show, step } from "./listing.js";

const by = (id) => document.getElementById(id);
const list = by("list");
const state = { view: "terms", status: { terms: "candidate", segments: "open" }, document: "", query: "" };
const NAMES = { terms: "Terms", segments: "Segments" };

function say(text) {
  by("said").textContent = text;
  clearTimeout(say.timer);
  say.timer = setTimeout(() => (by("said").textContent = ""), 6000);
}

const fault = (error) => say(`not done: ${error.message}`);
document.addEventListener("fault", (event) => fault(event.detail));

using({
  fault,
  changed(answer, done = true) {
    if (answer.said && done) say(answer.said);
    if ("stale" in answer) {
      count_terms();
      offer(answer.stale, answer.item.name);
    }
  },
});

// --- what is shown

function readAddress() {
  const [view, asked] = location.hash.slice(1).split("?");
  const given = new URLSearchParams(asked || "");
  state.view = view === "segments" ? "segments" : "terms";
  if (given.has("status")) state.status[state.view] = given.get("status");
  state.document = given.get("document") || "";
  state.query = given.get("query") || "";
  return given.get("id");
}

function writeAddress() {
  const given = new URLSearchParams({ status: state.status[state.view] });
  if (state.document) given.set("document", state.document);
  if (state.query) given.set("query", state.query);
  history.replaceState(null, "", `#${state.view}?${given}`);
}

let loading = Promise.resolve();
let typing = 0; // the timer of a search that is still being typed

function load(id = null) {
  clearTimeout(typing);
  typing = 0;
  loading = fill(id);
  return loading;
}

// The list as it is asked for, a search still being typed included.
const loaded = () => (typing ? load() : loading);

async function fill(id) {
  await close();
  list.setAttribute("aria-busy", "true");
  const view = state.view;
  for (const link of document.querySelectorAll("[data-view]")) {
    if (link.dataset.view === view) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  by("list-name").textContent = NAMES[view];
  for (const name of ["terms", "segments"]) {
    by(`status-${name}`).hidden = name !== view;
    by(`status-${name}`).value = state.status[name];
  }
  by("document").value = state.document;
  by("query").value = state.query;
  writeAddress();
  try {
    const asked = { view, status: state.status[view], document: state.document, query: state.query };
    const { ids } = await get("ids", asked);
    if (view !== state.view) return;
    items.clear();
    by("total").textContent = ids.length === 1 ? "1 item" : `${ids.length} items`;
    await show(view, ids, id === null ? 0 : ids.indexOf(id));
    if (!ids.length) list.replaceChildren(empty());
    if (id !== null) await selectId(id);
  } catch (error) {
    fault(error);
  }
  list.setAttribute("aria-busy", "false");
}

function empty() {
  const text = document.createElement("p");
  text.className = "empty";
  text.textContent = state.query ? "Nothing holds that." : "Nothing here is left to do.";
  return text;
}

async function overview() {
  const given = await get("overview");
  by("terms-count").textContent = given.terms.candidate ? `${given.terms.candidate}` : "";
  const chosen = by("document");
  while (chosen.options.length > 1) chosen.remove(1);
  for (const name of given.documents) chosen.add(new Option(name, name));
  chosen.value = state.document;
}

const count_terms = () => overview().catch(fault);

// --- what is done

const item = () => items.get(current());

const deeds = {
  approve: async () => {
    const chosen = item();
    const done = state.view === "terms" ? changeTerm(chosen, { status: "approved" }) : markReviewed(chosen);
    if (await done) await step(1);
  },
  reject: async () => {
    if (state.view === "terms" && (await changeTerm(item(), { status: "rejected" }))) await step(1);
  },
  edit: async () => {
    await close();
    return state.view === "terms" ? new TermEditor(item()) : new SegmentEditor(item());
  },
  contexts: () => state.view === "terms" && more(item(), "contexts"),
  matches: () => state.view === "segments" && more(item(), "matches"),
  reviewed: async () => {
    if (await editing()?.confirm()) await step(1);
  },
  leave: () => close(),
  use: async (button) => {
    const text = button.closest(".context").querySelector(".match-target").textContent;
    (editing() || (await deeds.edit())).use(text);
  },
  goto: (button) => {
    Object.assign(state, { view: "segments", document: "", query: "" });
    state.status.segments = "all";
    return load(button.dataset.segment);
  },
};
deeds["save-approve"] = deeds.reviewed;

async function undo() {
  await close();
  try {
    const given = await post("undo");
    if (!given.item) return say("nothing to undo");
    say(`undone: ${given.said}`);
    renew(given.item);
    if (given.item.view === "terms") count_terms();
    if (given.item.view === state.view) await selectId(given.item.id);
  } catch (error) {
    fault(error);
  }
}

// --- translating again

let waiting = 0;

function offer(stale, name = "") {
  if (!stale) return;
  waiting = stale;
  const what = stale === 1 ? "1 segment was" : `${stale} segments were`;
  by("again-said").textContent = name
    ? `${what} translated before ${name} changed.`
    : `${what} translated before the glossary changed.`;
  by("again").hidden = false;
}

async function again() {
  await close();
  by("again-do").disabled = true;
  let done = 0;
  try {
    for (;;) {
      const given = await post("again");
      done += given.items.length;
      for (const fresh of given.items) renew(fresh);
      by("again-said").textContent = `Translating again: ${done} done, ${given.left} left`;
      if (!given.left || !given.items.length) break;
    }
    say(`${done} translated again`);
    by("again").hidden = true;
    waiting = 0;
  } catch (error) {
    fault(error);
    offer(waiting);
  }
  by("again-do").disabled = false;
}

// --- keys and clicks

const keys = {
  j: () => step(1),
  k: () => step(-1),
  ArrowDown: () => step(1),
  ArrowUp: () => step(-1),
  a: deeds.approve,
  r: deeds.reject,
  e: deeds.edit,
  Enter: deeds.edit,
  c: deeds.contexts,
  m: deeds.matches,
  u: undo,
  "/": () => by("query").focus(),
  "?": () => by("keys").showModal(),
  t: () => go("terms"),
  s: () => go("segments"),
};
const needsItem = new Set(["j", "k", "ArrowDown", "ArrowUp", "a", "r", "e", "Enter", "c", "m"]);

function go(view) {
  state.view = view;
  return load();
}

document.addEventListener("keydown", (event) => {
  if (document.querySelector("dialog[open]")) return;
  const field = event.target.closest("input, textarea, select");
  if (event.key === "Escape") {
    if (editing()) close();
    else if (field) loaded().then(() => selectId(current()));
    document.activeElement?.closest("mark")?.blur();
    return;
  }
  if (editing() && event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    deeds.reviewed();
    return;
  }
  if (field || event.ctrlKey || event.metaKey || event.altKey || !by("keys-on").checked) return;
  const onButton = event.target.closest("button, a, summary");
  if (onButton && event.key === "Enter") return;
  const deed = keys[event.key];
  if (!deed || (needsItem.has(event.key) && !count())) return;
  event.preventDefault();
  if (needsItem.has(event.key) && !elementOf(current())) selectId(current()).then(deed);
  else deed();
});

list.addEventListener("focusin", (event) => {
  const element = event.target.closest(".item");
  if (element) note(element);
});

list.addEventListener("click", (event) => {
  const element = event.target.closest(".item");
  if (!element) return;
  note(element);
  const button = event.target.closest("[data-do]");
  if (button) deeds[button.dataset.do](button);
  else if (event.target.closest(".en") && !event.target.closest("mark") && getSelection().isCollapsed) deeds.edit();
});

for (const link of document.querySelectorAll("[data-view]")) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    go(link.dataset.view);
  });
}
for (const view of ["terms", "segments"]) {
  by(`status-${view}`).addEventListener("change", (event) => {
    state.status[view] = event.target.value;
    load();
  });
}
by("document").addEventListener("change", (event) => {
  state.document = event.target.value;
  load();
});
by("query").addEventListener("input", (event) => {
  state.query = event.target.value;
  clearTimeout(typing);
  typing = setTimeout(() => load(), 150);
});
by("query").addEventListener("keydown", (event) => {
  if (event.key === "Enter") loaded().then(() => select(0));
});
by("undo").addEventListener("click", undo);
by("help").addEventListener("click", () => by("keys").showModal());
by("keys-close").addEventListener("click", () => by("keys").close());
by("again-do").addEventListener("click", again);
by("again-later").addEventListener("click", () => (by("again").hidden = true));
addEventListener("hashchange", () => load(readAddress()));

readAddress();
overview()
  .catch(fault)
  .then(() => load())
  .then(() => select(0))
  .then(() => setTimeout(() => get("stale").then((given) => offer(given.stale)).catch(fault), 1000));
