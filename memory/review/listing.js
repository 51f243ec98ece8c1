// A list of any length: the ids of all items are known, chunks of them are drawn when they come near the screen and
// taken out when they are far, so that thousands scroll like twenty. Knows nothing of what the items are.

import { get } from "./calls.js";

const CHUNK = 20;
const NEAR = "150%"; // of the screen's height, above and below

const list = document.getElementById("list");
const drawn = document.createElement("template");

export const items = new Map(); // id -> item as the server gave it
let view = "terms";
let ids = [];
let chunks = [];
let at = -1;
let height = 160; // of an item, as measured so far
let round = 0; // of `show`: what was asked for before it is not drawn any more
const drawing = new WeakMap(); // chunk -> the promise that it is drawn

const observer = new IntersectionObserver(
  (entries) => {
    for (const entry of entries) {
      if (entry.isIntersecting) draw(entry.target);
      else leave(entry.target);
    }
  },
  { rootMargin: `${NEAR} 0px` },
);

export const elementOf = (id) => document.getElementById(`${view === "terms" ? "t" : "s"}-${id}`);
export const idOf = (element) => element.id.slice(2);
export const current = () => (at < 0 ? null : ids[at]);
export const count = () => ids.length;

export function show(newView, newIds, first = 0) {
  observer.disconnect();
  round += 1;
  if (view !== newView) items.clear();
  view = newView;
  ids = newIds;
  at = -1;
  chunks = [];
  for (let start = 0; start < ids.length; start += CHUNK) {
    const chunk = document.createElement("div");
    chunk.className = "chunk";
    chunk.style.minHeight = `${Math.min(CHUNK, ids.length - start) * height}px`;
    chunks.push(chunk);
  }
  list.replaceChildren(...chunks);
  for (const chunk of chunks) observer.observe(chunk);
  return ids.length ? select(Math.max(0, first), false) : Promise.resolve();
}

// Fill a chunk; the same promise for whoever asks while it is being filled.
function draw(chunk) {
  if (!drawing.has(chunk)) drawing.set(chunk, fill(chunk));
  return drawing.get(chunk);
}

async function fill(chunk) {
  const mine = round;
  const number = chunks.indexOf(chunk);
  const wanted = ids.slice(number * CHUNK, (number + 1) * CHUNK);
  const missing = wanted.filter((id) => !items.has(id));
  if (missing.length) {
    try {
      const given = await get("items", { view, ids: missing.join(",") });
      if (mine !== round) return;
      for (const item of given.items) items.set(item.id, item);
    } catch (error) {
      drawing.delete(chunk);
      document.dispatchEvent(new CustomEvent("fault", { detail: error }));
      return;
    }
  }
  drawn.innerHTML = wanted.map((id) => (items.has(id) ? items.get(id).html : "")).join("");
  chunk.replaceChildren(drawn.content);
  chunk.style.minHeight = "";
  if (chunk.offsetHeight) height = chunk.offsetHeight / wanted.length;
  mark();
}

function leave(chunk) {
  if (!chunk.firstElementChild) return;
  // what is being edited or has the focus stays
  if (chunk.querySelector(".editor") || chunk.contains(document.activeElement)) return;
  chunk.style.minHeight = `${chunk.offsetHeight}px`;
  chunk.replaceChildren();
  drawing.delete(chunk);
}

function mark() {
  for (const old of list.querySelectorAll("[aria-current]")) {
    if (idOf(old) !== current()) old.removeAttribute("aria-current");
  }
  const element = at < 0 ? null : elementOf(current());
  if (element) element.setAttribute("aria-current", "true");
  return element;
}

export async function select(place, focus = true) {
  if (place < 0 || place >= ids.length) return;
  at = place;
  const mine = round;
  await draw(chunks[Math.floor(place / CHUNK)]);
  if (mine !== round || at !== place) return;
  const element = mark();
  if (element && focus) {
    element.focus({ preventScroll: true });
    element.scrollIntoView({ block: "nearest" });
  }
}

export const step = (by) => select(Math.min(Math.max(at + by, 0), ids.length - 1));
export const selectId = (id) => select(ids.indexOf(id));

// Take the selection to where the focus already is.
export function note(element) {
  const place = ids.indexOf(idOf(element));
  if (place >= 0 && place !== at) {
    at = place;
    mark();
  }
}

// An item that changed takes the place of what is drawn of it; the focus stays on it.
export function renew(item) {
  if (item.view !== view) return;
  items.set(item.id, item);
  const old = elementOf(item.id);
  if (!old) return;
  const focused = old.contains(document.activeElement);
  drawn.innerHTML = item.html;
  const fresh = drawn.content.firstElementChild;
  old.replaceWith(fresh);
  mark();
  if (focused) fresh.focus({ preventScroll: true });
}
