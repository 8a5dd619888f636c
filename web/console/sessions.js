import {button, field, link, make, select, table, when} from "./dom.js";
import {quantity, words} from "./format.js";
import {paged} from "./paging.js";
import {search, write} from "./route.js";

const queueLook = 5000;

/** All sessions, or those with a status; those that were escalated are the humans' queue, which is looked at again and again. */
export async function sessions(place, visit) {
  const {status = ""} = visit.query;
  const filter = select([["", "all"], ...["awaiting_user_reply", "escalated", "resolved", "closed"].map(name => [name, words(name)])], status);
  filter.addEventListener("change", () => (location.hash = write("sessions", {status: filter.value})));

  const rows = table("Sessions, those opened last first", [
    {name: "Session", value: s => link(s.session_id, write(`sessions/${s.session_id}`))},
    {name: "Status", value: s => words(s.status)},
    {name: "Opened", value: s => when(s.created_at)},
    {name: "Last active", value: s => when(s.last_active_at)},
    {name: "Turns", value: s => quantity(s.turns), isNumber: true},
    {name: "Customer", value: s => s.customer_id && link(s.customer_id, write(`customers/${s.customer_id}`))},
    {name: "Escalation", value: s => s.escalation && words(s.escalation.reason)},
  ]);
  const list = paged(visit, rows, async before => {
    const page = await visit.api.get(`v1/sessions${search({status, before})}`);
    return {rows: page.sessions, hasMore: page.has_more};
  }, s => s.session_id);

  place.append(make("div", {class: "fields"}, field("Status", filter), button("Refresh", () => visit.attempt(list.reload))), list.element);
  if (status !== "escalated") return list.reload();
  await visit.poll(queueLook, async () => {
    if (list.isFirst) await list.reload();
  });
}
