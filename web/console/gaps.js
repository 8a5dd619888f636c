import {link, make, table, when} from "./dom.js";
import {quantity, time} from "./format.js";
import {knowledgeNavigation} from "./knowledge.js";
import {write} from "./route.js";

/** What customers asked that the documents do not hold. */
export async function gaps(place, visit) {
  place.append(knowledgeNavigation("knowledge/gaps"));
  const found = await visit.api.getIfThere("v1/knowledge/gaps?limit=100");
  if (!found) return place.append(make("p", {}, "This version of the server does not tell of gaps."));
  const list = table("Questions that were not answered, the most frequent first", [
    {name: "Example", value: gap => gap.examples[0]?.question},
    {name: "Asked", value: gap => quantity(gap.count), isNumber: true},
    {name: "Last", value: gap => when(gap.last_at)},
    {name: "Asked in", value: examplesOf},
  ]);
  list.fill(found.gaps);
  const extent = `${quantity(found.turns)} turns were looked at.${found.has_more ? " There are more gaps than these." : ""}`;
  place.append(make("p", {class: "faint"}, extent), list.element);
}

function examplesOf(gap) {
  const items = gap.examples.map(example => make("li", {}, link(example.question, write(`sessions/${example.session_id}`)), ` ${time(example.at)}`));
  return make("ul", {class: "passage"}, ...items);
}
