import {growth, histogram, observedSince, quantile, total, valuesOf} from "./prometheus.js";

/**
 * What the server did between two scrapes, each {at, families} with `at` in milliseconds. Pure. A latency is {name, count, p50, p99} in
 * seconds, its quantiles null where nothing was observed.
 */
export function figures(before, now) {
  const duration = (now.at - before.at) / 1000;
  const rate = (name, labels) => duration > 0 ? growth(total(before.families, name, labels), total(now.families, name, labels)) / duration : null;
  const observed = (name, labels) => observedSince(histogram(before.families, name, labels), histogram(now.families, name, labels));
  const latency = (title, name, labels) => {
    const seen = observed(name, labels);
    return {name: title, count: seen?.count ?? 0, p50: seen && quantile(0.5, seen), p99: seen && quantile(0.99, seen)};
  };
  const groups = observed("troupe_commit_group_size");
  const gauge = (name, labels) => total(now.families, name, labels);

  return {
    turnsPerSecond: rate("troupe_turns_total"),
    turn: latency("whole turn", "troupe_turn_seconds"),
    engine: latency("engine alone", "troupe_turn_overhead_seconds"),
    nodes: valuesOf(now.families, "troupe_node_seconds_count", "node").map(node => latency(node, "troupe_node_seconds", {node})),
    commit: latency("commit", "troupe_commit_seconds"),
    commitsPerSecond: rate("troupe_commit_seconds_count"),
    recordsPerCommit: groups?.count ? groups.sum / groups.count : null,
    waitingRecords: gauge("troupe_store_queue"),
    sessionsAwake: gauge("troupe_sessions_awake"),
    upstreams: valuesOf(now.families, "troupe_llm_breaker", "upstream").map(upstream => ({
      ...latency(upstream, "troupe_llm_first_token_seconds", {upstream}),
      breaker: ["closed", "half open", "open"][gauge("troupe_llm_breaker", {upstream})],
      errorsPerSecond: rate("troupe_llm_errors_total", {upstream}),
    })),
    caches: cacheFigures(now.families, rate),
  };
}

/** Whatever is counted of caches, by the names that it has. */
function cacheFigures(families, rate) {
  const names = [...families.keys()].filter(name => /^troupe_.*cache/.test(name) && !/_bucket$/.test(name));
  return names.flatMap(name => families.get(name).map(({labels, value}) => ({
    name: [name, ...Object.values(labels)].join(" "),
    value,
    perSecond: name.endsWith("_total") ? rate(name, labels) : null,
  })));
}
