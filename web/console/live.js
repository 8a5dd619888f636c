import {sparkline} from "./chart.js";
import {facts, field, make, section, select, table, when} from "./dom.js";
import {figures} from "./figures.js";
import {quantity, seconds, timeOfDay} from "./format.js";
import {parse} from "./prometheus.js";

const every = 2000;
const kept = 150; // scrapes: five minutes

const charts = [
  ["Turns per second", f => f.turnsPerSecond, quantity],
  ["Whole turn, p50", f => f.turn.p50, seconds],
  ["Whole turn, p99", f => f.turn.p99, seconds],
  ["Engine alone, p50", f => f.engine.p50, seconds],
  ["Engine alone, p99", f => f.engine.p99, seconds],
  ["Commit, p99", f => f.commit.p99, seconds],
  ["Records that wait for a commit", f => f.waitingRecords, quantity],
];

const latencyColumns = name => [
  {name, value: l => l.name},
  {name: "Observed", value: l => quantity(l.count), isNumber: true},
  {name: "p50", value: l => seconds(l.p50), isNumber: true},
  {name: "p99", value: l => seconds(l.p99), isNumber: true},
];

/** What the server does now, from differences between scrapes of its metrics, and how its components are. */
export async function live(place, visit) {
  const scrapes = [];
  const steps = []; // {at, figures} of each scrape and the one before it
  const span = select([["10", "10 seconds"], ["60", "minute"], ["300", "5 minutes"]], "60");
  span.addEventListener("change", () => scrapes.length > 1 && showFigures());
  const cards = make("div", {class: "figures"});
  const course = table("How the figures went", [
    {name: "At", value: step => timeOfDay(step.at)},
    ...charts.map(([name, of, format]) => ({name, value: step => format(of(step.figures)), isNumber: true})),
  ]);
  const courseDetails = make("details", {}, make("summary", {}, "The charts as a table"), course.element);
  courseDetails.addEventListener("toggle", showCourse);
  const latencies = table("Time by step of a turn", latencyColumns("Step"));
  const store = make("div");
  const upstreams = table("Language models, to their first text", [
    ...latencyColumns("Upstream"),
    {name: "Breaker", value: u => make("span", {class: u.breaker.replace(" ", "-")}, u.breaker)},
    {name: "Errors per second", value: u => quantity(u.errorsPerSecond), isNumber: true},
  ]);
  const caches = table("Caches", [
    {name: "Counted", value: c => c.name},
    {name: "Now", value: c => quantity(c.value), isNumber: true},
    {name: "Per second", value: c => quantity(c.perSecond), isNumber: true},
  ]);
  const models = section("Language models", upstreams.element);
  const cached = section("Caches", caches.element);
  models.hidden = cached.hidden = true;
  const components = table("Components", [
    {name: "Component", value: c => c.name},
    {name: "State", value: c => make("span", {class: c.state}, c.state)},
    {name: "Since", value: c => when(c.since)},
    {name: "Restarts", value: c => quantity(c.restarts), isNumber: true},
    {name: "Reason", value: c => c.reason},
  ]);
  place.append(make("div", {class: "fields"}, field("Figures of the last", span)), cards, courseDetails,
    section("Latency", latencies.element), section("Store", store), models, cached, section("Health", components.element));

  await visit.poll(every, async () => {
    const [text, health] = await Promise.all([visit.api.text("metrics"), visit.api.get("health")]);
    if (visit.signal.aborted) return;
    take({at: Date.now(), families: parse(text)});
    components.fill(health.components);
    visit.say(health.ready ? "" : "The server is not ready to answer.");
  });

  function take(scrape) {
    if (scrapes.length) steps.push({at: scrape.at, figures: figures(scrapes.at(-1), scrape)});
    scrapes.push(scrape);
    if (scrapes.length > kept) scrapes.shift(), steps.shift();
    if (steps.length) showFigures();
  }

  function showFigures() {
    const now = scrapes.at(-1);
    const before = scrapes.find(one => now.at - one.at <= Number(span.value) * 1000 + every / 2);
    const over = figures(before === now ? scrapes.at(-2) : before, now);
    cards.replaceChildren(...charts.map(([name, of, format]) => make("div", {class: "figure"},
      make("p", {}, name), make("p", {class: "value"}, format(of(over))), sparkline(steps.map(step => of(step.figures))))));
    latencies.fill([over.turn, over.engine, ...over.nodes]);
    store.replaceChildren(facts([
      ["Commits per second", quantity(over.commitsPerSecond)],
      ["Records per commit", quantity(over.recordsPerCommit)],
      ["Commit, p50", seconds(over.commit.p50)],
      ["Commit, p99", seconds(over.commit.p99)],
      ["Records that wait", quantity(over.waitingRecords)],
      ["Sessions awake", quantity(over.sessionsAwake)],
    ]));
    models.hidden = !over.upstreams.length;
    upstreams.fill(over.upstreams);
    cached.hidden = !over.caches.length;
    caches.fill(over.caches);
    showCourse();
  }

  function showCourse() {
    if (courseDetails.open) course.fill([...steps].reverse());
  }
}
