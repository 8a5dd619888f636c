/** What the address behind # means. Pure. */

const lists = new Set(["sessions", "customers"]); // whose second part is an id

/** "#/sessions/ses_1?a=b" -> {view: "sessions/*", id: "ses_1", query: {a: "b"}}. */
export function read(hash) {
  const [path, search = ""] = hash.replace(/^#\/?/, "").split("?");
  const [first, second] = path.split("/");
  const query = Object.fromEntries(new URLSearchParams(search));
  if (!first) return {view: "live", id: "", query};
  if (!second) return {view: first, id: "", query};
  return lists.has(first) ? {view: `${first}/*`, id: second, query} : {view: `${first}/${second}`, id: "", query};
}

/** ("sessions", {status: "escalated"}) -> "#/sessions?status=escalated"; what is empty is left out. */
export function write(path, query = {}) {
  return `#/${path}${search(query)}`;
}

/** {limit: 50, q: ""} -> "?limit=50"; what is empty is left out. */
export function search(query) {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== "");
  return given.length ? `?${new URLSearchParams(given)}` : "";
}
