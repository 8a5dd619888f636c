import {intervalBar} from "./chart.js";
import {ask} from "./dialogs.js";
import {button, facts, make, section, table, when} from "./dom.js";
import {interval, quantity, score, words} from "./format.js";

const estimators = [["ips", "IPS"], ["snips", "SNIPS"], ["dr", "DR"], ["switch_dr", "SWITCH-DR"]];
const meanOf = row => ({value: row.mean_reward, low: row.low, high: row.high});

const means = (name, more = []) => [
  {name, value: row => words(row.name ?? row.kind)},
  ...more,
  {name: "Decisions", value: row => quantity(row.count), isNumber: true},
  {name: "Mean reward [95 %]", value: row => interval(meanOf(row)), isNumber: true},
  {name: "0 to 1", value: row => intervalBar(meanOf(row), 0, 1)},
];

/** What was learned of the ways of answering, what other policies would have earned, and which one chooses. */
export async function learning(place, visit) {
  const {api} = visit;
  const policy = make("div");
  const strategies = table("Value of each way of answering", means("Strategy"));
  const groups = make("div");
  const rewards = table("Rewards by kind", means("Kind", [{name: "Weight", value: row => quantity(row.weight), isNumber: true}]));
  const evaluations = table("What each policy would have earned with the decisions that were logged", [
    {name: "Policy", value: e => e.policy},
    ...estimators.map(([estimator, name]) => ({name, value: e => e.estimates ? interval(e.estimates[estimator]) : "–", isNumber: true})),
    {name: "Decisions", value: e => quantity(e.n), isNumber: true},
    {name: "Effective", value: e => quantity(e.effective_n), isNumber: true},
    {name: "Remark", value: e => e.refused ?? e.failed ?? ""},
    {name: "Actions", value: e => button("Promote", () => promote(e.policy), {"aria-label": `Promote ${e.policy}`})},
  ]);
  const promotions = table("Promotions, the last first", [
    {name: "At", value: p => when(p.at)},
    {name: "Policy", value: p => p.policy},
    {name: "In place of", value: p => p.replaced},
    {name: "Reason", value: p => words(p.reason)},
    {name: "Note", value: p => p.note},
    {name: "By", value: p => p.by},
  ]);
  const evaluate = button("Evaluate all policies", () => visit.attempt(evaluateAll));
  const names = await policyNames();
  await refresh();
  evaluations.fill(names.map(name => ({policy: name})));
  place.append(section("Policy", policy), section("Strategies", strategies.element, groups), section("Rewards", rewards.element),
    section("Off-policy evaluation", make("p", {class: "actions"}, evaluate), evaluations.element), section("Promotions", promotions.element));

  /** The policies that there are, as the server's own description names them. */
  async function policyNames() {
    const {paths} = await api.get("openapi.json");
    return paths["/v1/learning/evaluation"].get.parameters.find(({name}) => name === "policy").schema.enum;
  }

  async function refresh() {
    const [now, metrics] = await Promise.all([api.get("v1/learning/policy"), api.get("v1/learning/metrics")]);
    policy.replaceChildren(facts([
      ["In use", make("span", {id: "policy"}, now.policy)],
      ["Configured", now.configured],
      ["Version", quantity(now.version)],
      ["Decisions learned", quantity(now.decisions)],
      ["Lessons behind", quantity(now.behind)],
      ["Exploration rate", now.exploration_rate === null ? null : score(now.exploration_rate)],
      ["Corrections to rebuild", now.left_to_rebuild ? quantity(now.left_to_rebuild) : null],
    ]), ...trialsOf(now));
    strategies.fill(metrics.strategies);
    rewards.fill(metrics.rewards);
    groups.replaceChildren(groupTable(metrics.strategies).element);
    promotions.fill([...now.promotions].sort((a, b) => b.at.localeCompare(a.at)));
  }

  /** One after the other, as each takes its time; what cannot be told of one does not keep the others. */
  async function evaluateAll() {
    evaluate.disabled = true;
    const done = [];
    try {
      for (const name of names) {
        visit.say(`Evaluating ${name}…`);
        done.push(await api.get(`v1/learning/evaluation?policy=${name}`).catch(failure => ({policy: name, failed: failure.message})));
        if (visit.signal.aborted) return;
        evaluations.fill([...done, ...names.slice(done.length).map(policy => ({policy}))]);
      }
      visit.say("All policies were evaluated.");
    } finally {
      evaluate.disabled = false;
    }
  }

  async function promote(name) {
    const text = "It learns the whole log, and then chooses the way of answering until the next promotion.";
    const given = await ask({heading: `Promote ${name}?`, text, action: "Promote", fields: [{name: "note", label: "Note: why"}]});
    if (!given) return;
    await visit.attempt(async () => {
      await api.call("POST", "v1/learning/promote", {policy: name, ...(given.note && {note: given.note})});
      visit.say(`${name} chooses now.`);
      await refresh();
    });
  }
}

/** What is told of the challenger, and of the guard of a policy that took over. */
function trialsOf({challenger, guard}) {
  return [
    challenger && section("Challenger", facts([
      ["Policy", challenger.policy],
      ["Conversations", quantity(challenger.conversations)],
      ["Agreement", score(challenger.agreement)],
      ["Gain", score(challenger.gain)],
      ["Gain, at least", score(challenger.gain_low)],
      ["Proved better", challenger.better ? "yes" : "no"],
    ])),
    guard && section("Guard", facts([
      ["Replaced", guard.replaced],
      ["Escalated before", score(guard.before.escalated)],
      ["Escalated since", score(guard.since.escalated)],
      ["Worse", guard.worse ? "yes" : "no"],
    ])),
  ].filter(Boolean);
}

function groupTable(strategies) {
  const names = strategies[0]?.by_group.map(({group}) => group) ?? [];
  const shown = table("Mean reward by group of intents", [
    {name: "Strategy", value: s => words(s.name)},
    ...names.map((name, n) => ({name: words(name), value: s => interval(meanOf(s.by_group[n])), isNumber: true})),
  ]);
  shown.fill(strategies);
  return shown;
}
