import {button, make, section, table, when} from "./dom.js";
import {time, words} from "./format.js";

const look = 2000;

/** The periodic jobs: when each runs, how it went, and a run or an end by hand. */
export async function jobs(place, visit) {
  const {api} = visit;
  const list = table("Jobs", [
    {name: "Job", value: job => words(job.name)},
    {name: "State", value: job => make("span", {class: job.state}, job.state)},
    {name: "Next run", value: job => when(job.next_run)},
    {name: "Last run", value: job => job.runs.length ? `${words(job.runs[0].outcome)}, ${time(job.runs[0].started_at)}` : "–"},
    {name: "Actions", value: job => job.state === "running" ? act(job, "cancel", "Cancel") : act(job, "run", "Run now")},
  ]);
  const runs = table("Runs, the last first", [
    {name: "Job", value: run => words(run.job)},
    {name: "Started", value: run => when(run.started_at)},
    {name: "Finished", value: run => when(run.ended_at)},
    {name: "Outcome", value: run => make("span", {class: run.outcome}, words(run.outcome))},
    {name: "By", value: run => words(run.trigger)},
    {name: "Counts", value: run => Object.entries(run.counts ?? {}).map(([what, count]) => `${words(what)} ${count}`).join(", ")},
    {name: "Reason", value: run => run.reason},
  ]);
  const first = await api.getIfThere("v1/jobs");
  if (!first) return place.append(make("p", {}, "This version of the server does not tell of its jobs."));
  place.append(section("Schedule", list.element), section("Runs", runs.element));
  show(first);
  await visit.poll(look, async () => show(await api.get("v1/jobs")));

  function show(state) {
    list.fill(state.jobs);
    const all = state.jobs.flatMap(job => job.runs.map(run => ({job: job.name, ...run})));
    runs.fill(all.sort((a, b) => b.started_at.localeCompare(a.started_at)));
  }

  function act(job, what, label) {
    return button(label, () => visit.attempt(async () => {
      await api.call("POST", `v1/jobs/${encodeURIComponent(job.name)}/${what}`);
      show(await api.get("v1/jobs"));
    }), {"aria-label": `${label}: ${words(job.name)}`});
  }
}
