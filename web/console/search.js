import {facts, field, form, make, section, select, table} from "./dom.js";
import {score} from "./format.js";
import {knowledgeNavigation} from "./knowledge.js";
import {search as queryOf, write} from "./route.js";

const stages = [["bm25", "BM25"], ["vector", "Vector"], ["fused", "Fused"], ["page", "Page"], ["tokens", "Tokens"]];

/** What a question finds in the documents, how each passage came to its place, and whether that would be an answer. */
export async function search(place, visit) {
  const {q = "", mode = "hybrid"} = visit.query;
  const question = make("input", {type: "search", value: q, required: true});
  const how = select([["hybrid", "by words and meaning"], ["lexical", "by words alone"]], mode);
  place.append(knowledgeNavigation("knowledge/search"),
    form(() => (location.hash = write("knowledge/search", {q: question.value.trim(), mode: how.value})),
      field("Question", question), field("Search", how), make("button", {class: "main"}, "Search")));
  if (!q) return;

  const found = await visit.api.get(`v1/knowledge/search${queryOf({q, mode})}`);
  if (visit.signal.aborted) return;
  const passages = table("Passages, best first", [
    {name: "Passage", value: r => r.heading ? `${r.document}, ${r.heading}` : r.document},
    {name: "Score", value: r => score(r.score), isNumber: true},
    ...stages.map(([stage, name]) => ({name, value: r => score(r.scores[stage]), isNumber: true})),
    {name: "Text", value: r => make("div", {class: "passage"}, r.text)},
  ]);
  passages.fill(found.results);
  const documents = table("Documents, best first", [
    {name: "Document", value: d => d.document},
    {name: "Score", value: d => score(d.score), isNumber: true},
  ]);
  documents.fill(found.documents);
  place.append(facts([["Answerable", make("span", {id: "answerable"}, score(found.answerable))], ["Searched", found.mode]]),
    section("Passages", passages.element), section("Documents", documents.element));
}
