import {ask} from "./dialogs.js";
import {button, link, make, section, table, when} from "./dom.js";
import {quantity, time} from "./format.js";
import {write} from "./route.js";

const look = 2000;

/** The ways through what the server knows. */
export function knowledgeNavigation(current) {
  const entries = [["knowledge", "Documents"], ["knowledge/search", "Search"], ["knowledge/gaps", "Gaps"]].map(([path, name]) => {
    const entry = link(name, write(path));
    if (path === current) entry.setAttribute("aria-current", "page");
    return entry;
  });
  return make("nav", {"aria-label": "Knowledge"}, ...entries);
}

/** The documents that answers are made from, and the sync that keeps up with their folder. */
export async function knowledge(place, visit) {
  const {api} = visit;
  const sync = make("div");
  const documents = table("Documents", [
    {name: "Document", value: d => d.document},
    {name: "Status", value: d => make("span", {class: d.status}, d.status)},
    {name: "Sections", value: d => quantity(d.chunks), isNumber: true},
    {name: "Updated", value: d => when(d.updated_at)},
    {name: "Reason", value: d => d.reason},
    {name: "Actions", value: d => button("Delete", () => remove(d.document), {"aria-label": `Delete ${d.document}`})},
  ]);
  const start = button("Sync now", () => visit.attempt(async () => {
    showSync(await api.call("POST", "v1/knowledge/sync"));
    shown = null;
  }));
  let shown = null; // the state of the sync that is shown, as JSON
  place.append(knowledgeNavigation("knowledge"), section("Sync", make("p", {class: "actions"}, start), sync), section("Documents", documents.element));

  await visit.poll(look, async () => {
    const state = await api.get("v1/knowledge/sync");
    if (JSON.stringify(state) === shown) return;
    documents.fill((await api.get("v1/knowledge/documents")).documents);
    showSync(state);
    shown = JSON.stringify(state);
  });

  function showSync(state) {
    const {progress} = state;
    const counts = `${state.seen} seen, ${state.added} added, ${state.changed} changed, ${state.removed} removed, ${state.failed.length} failed`;
    const told = state.running ? "A sync is under way." : state.ended_at ? `The last sync ended ${time(state.ended_at)}: ${counts}.` : "There was no sync yet.";
    sync.replaceChildren(
      make("p", {id: "sync-state"}, told),
      ...(state.running ? [make("progress", {"aria-label": "Sync"})] : []),
      ...(progress ? [make("p", {}, `${progress.embedded} of ${progress.total} sections are embedded. `, progress.error ?? ""),
        make("progress", {max: progress.total || 1, value: progress.total ? progress.embedded : 1, "aria-label": "Sections that are embedded"})] : []),
      ...(state.error ? [make("p", {class: "failed"}, state.error)] : []),
      ...state.failed.map(({document, reason}) => make("p", {class: "failed"}, `${document}: ${reason}`)));
  }

  async function remove(name) {
    const text = "The file is removed from the folder, and what was made of it from the index.";
    if (!(await ask({heading: `Delete ${name}?`, text, action: "Delete"}))) return;
    await visit.attempt(async () => {
      await api.call("DELETE", `v1/knowledge/documents/${encodeURIComponent(name)}`);
      documents.fill((await api.get("v1/knowledge/documents")).documents);
      documents.element.focus();
      visit.say(`${name} was deleted.`);
    });
  }
}
