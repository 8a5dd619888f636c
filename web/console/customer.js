import {ask} from "./dialogs.js";
import {button, facts, field, form, link, make, section, table, when} from "./dom.js";
import {score, words} from "./format.js";
import {write} from "./route.js";

const editable = [["name", "Name"], ["email", "E-mail"], ["language", "Language"], ["plan", "Plan"]];

/** One customer: what is known, and the rights of the person that it is about. */
export async function customer(place, visit) {
  const {api} = visit;
  const path = `v1/customers/${visit.id}`;
  const [known, insight, alike] = await Promise.all([api.get(path), api.get(`${path}/insights`), api.get(`${path}/similar`)]);
  if (visit.signal.aborted) return;

  const similar = table("Similar customers, the most content first", [
    {name: "Customer", value: c => link(c.customer_id, write(`customers/${c.customer_id}`))},
    {name: "Satisfaction", value: c => score(c.satisfaction_score), isNumber: true},
  ]);
  similar.fill(alike.customers);
  place.append(
    facts([["Customer", known.customer_id], ["Your id", known.external_id], ["Met", when(known.created_at)]]),
    section("Profile", editor(known, change)),
    section("Insights", facts([
      ["Relationship", words(insight.relationship_stage)],
      ["Communication", words(insight.communication_style)],
      ["Satisfaction", score(insight.satisfaction_score)],
    ]), similar.element),
    section("Rights", make("p", {class: "actions"}, button("Export", () => visit.attempt(download)), button("Erase", erase))));

  function change(changes) {
    return visit.attempt(async () => {
      const now = await api.call("PATCH", path, changes);
      visit.say("The customer was changed.");
      return now;
    });
  }

  async function download() {
    const url = URL.createObjectURL(await api.file(`${path}/export`));
    make("a", {href: url, download: `${visit.id}.json`}).click();
    setTimeout(() => URL.revokeObjectURL(url), 60_000); // the browser reads it meanwhile
    visit.say("The export was downloaded.");
  }

  async function erase() {
    const given = await ask({
      heading: "Erase this person?",
      text: `The sessions are closed, and the profile and all that was said leave the store. This cannot be undone. Type ${visit.id} to go on.`,
      action: "Erase",
      fields: [{name: "id", label: "The customer's id", equals: visit.id}],
    });
    if (given) await visit.attempt(async () => showErasure(await api.call("DELETE", path)));
  }

  function showErasure({erased, kept}) {
    const counts = section("Erased", facts(Object.entries(erased).map(([what, count]) => [words(what), String(count)])));
    counts.tabIndex = -1;
    place.replaceChildren(counts, section("Kept", make("ul", {}, ...kept.map(what => make("li", {}, what)))));
    counts.focus(); // the button that had it is gone
    visit.say("The person was erased.");
  }
}

/** Fields of a profile; change(members that are other than before) gives the profile as it is then, or nothing. */
function editor(known, change) {
  const inputs = editable.map(([member]) => make("input", {name: member, value: known[member] ?? "", autocomplete: "off"}));
  const attributes = make("textarea", {name: "attributes", rows: "3", spellcheck: "false"});
  attributes.value = JSON.stringify(known.attributes);
  attributes.addEventListener("input", () => attributes.setCustomValidity(objectIn(attributes.value) ? "" : "This is no JSON object."));
  return form(async () => {
    const changes = Object.fromEntries(inputs.filter(i => i.value.trim() !== (known[i.name] ?? "")).map(i => [i.name, i.value.trim()]));
    const object = objectIn(attributes.value);
    if (JSON.stringify(object) !== JSON.stringify(known.attributes)) changes.attributes = object;
    if (Object.keys(changes).length) known = await change(changes) ?? known;
  }, ...editable.map(([, label], n) => field(label, inputs[n])), field("Attributes, as JSON", attributes), make("button", {class: "main"}, "Save"));
}

/** The JSON object that a text is, or null. */
function objectIn(text) {
  try {
    const value = JSON.parse(text);
    return value !== null && typeof value === "object" && !Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}
