import {field, form, link, make, table, when} from "./dom.js";
import {paged} from "./paging.js";
import {search, write} from "./route.js";

/** The customers, those met last first, or those whose id, e-mail address or name holds something. */
export async function customers(place, visit) {
  const {q = ""} = visit.query;
  const sought = make("input", {type: "search", value: q});
  const rows = table("Customers, those met last first", [
    {name: "Customer", value: c => link(c.customer_id, write(`customers/${c.customer_id}`))},
    {name: "Name", value: c => c.name},
    {name: "E-mail", value: c => c.email},
    {name: "Your id", value: c => c.external_id},
    {name: "Plan", value: c => c.plan},
    {name: "Met", value: c => when(c.created_at)},
  ]);
  const list = paged(visit, rows, async before => {
    const page = await visit.api.get(`v1/customers${search({q, before})}`);
    return {rows: page.customers, hasMore: page.has_more};
  }, c => c.customer_id);
  place.append(form(() => (location.hash = write("customers", {q: sought.value.trim()})),
    field("Name, e-mail or your id", sought), make("button", {class: "main"}, "Search")), list.element);
  await list.reload();
}
