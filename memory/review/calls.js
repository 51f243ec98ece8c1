// Requests to the server that gave us this page. The token is the first part of our own address; a change carries it
// in a header too. An answer of 409 throws a Conflict with the item as it is saved now.

const token = location.pathname.split("/")[1];

export class Conflict extends Error {
  constructor(current) {
    super("changed meanwhile");
    this.current = current;
  }
}

async function answer(response) {
  let values = null;
  try {
    values = await response.json();
  } catch {
    throw new Error(`the server answered ${response.status}`);
  }
  if (response.status === 409) throw new Conflict(values.current);
  if (!response.ok) throw new Error(values.error || `the server answered ${response.status}`);
  return values;
}

async function sent(request) {
  try {
    return await request;
  } catch {
    throw new Error("midan review has ended; start it again and reload");
  }
}

export async function get(name, asked = {}) {
  const query = new URLSearchParams(asked).toString();
  return answer(await sent(fetch(`api/${name}${query ? `?${query}` : ""}`)));
}

export async function post(name, given = {}, leaving = false) {
  const headers = { "Content-Type": "application/json", "X-Midan-Token": token };
  // keepalive lets a change that is sent while the page closes arrive
  return answer(await sent(fetch(`api/${name}`, { method: "POST", headers, body: JSON.stringify(given), keepalive: leaving })));
}
