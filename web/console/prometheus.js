/**
 * Prometheus' text exposition format, and what two scrapes of it tell. Pure.
 *
 * Families are a Map from a sample's name to its samples, each {labels, value}. A histogram is {buckets: [{le, count}], sum, count},
 * its counts cumulative as they are exposed.
 */

const sample = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})?\s+(NaN|[-+]?(?:Inf|[\d.]+(?:e[-+]?\d+)?))(?:\s+-?\d+)?\s*$/i;
const label = /([a-zA-Z_]\w*)="((?:[^"\\]|\\.)*)"/g;
const escapes = {n: "\n", '"': '"', "\\": "\\"};

export function parse(text) {
  const families = new Map();
  for (const line of text.split("\n")) {
    const found = line.startsWith("#") ? null : sample.exec(line);
    if (!found) continue;
    const [, name, inside = "", value] = found;
    if (!families.has(name)) families.set(name, []);
    families.get(name).push({labels: labelsIn(inside), value: numberIn(value)});
  }
  return families;
}

function labelsIn(text) {
  const pairs = [...text.matchAll(label)].map(([, name, value]) => [name, value.replace(/\\(.)/g, (all, letter) => escapes[letter] ?? all)]);
  return Object.fromEntries(pairs);
}

function numberIn(text) {
  return Number(text.replace(/^([+-]?)Inf$/i, "$1Infinity"));
}

const has = (labels, wanted) => Object.entries(wanted).every(([name, value]) => labels[name] === value);

/** The sum of the samples of a name that have these labels; null where there is none. */
export function total(families, name, labels = {}) {
  const values = (families.get(name) ?? []).filter(s => has(s.labels, labels)).map(s => s.value);
  return values.length ? values.reduce((a, b) => a + b) : null;
}

/** The values that a label has among the samples of a name. */
export function valuesOf(families, name, label) {
  return [...new Set((families.get(name) ?? []).map(s => s.labels[label]).filter(value => value !== undefined))];
}

/** The histogram of a name with these labels; null where there is none. */
export function histogram(families, name, labels = {}) {
  const count = total(families, `${name}_count`, labels);
  if (count === null) return null;
  const buckets = (families.get(`${name}_bucket`) ?? []).filter(s => has(s.labels, labels))
    .map(s => ({le: numberIn(s.labels.le), count: s.value})).sort((a, b) => a.le - b.le);
  return {buckets, sum: total(families, `${name}_sum`, labels), count};
}

/** What a counter has grown by. One that is smaller than before began again at 0, as the process did. */
export function growth(before, now) {
  return before === null || now < before ? now : now - before;
}

/** What was observed between two scrapes of a histogram. */
export function observedSince(before, now) {
  if (!now || !before || now.count < before.count) return now;
  const known = new Map(before.buckets.map(b => [b.le, b.count]));
  return {
    buckets: now.buckets.map(({le, count}) => ({le, count: count - (known.get(le) ?? 0)})),
    sum: now.sum - before.sum,
    count: now.count - before.count,
  };
}

/**
 * The q-quantile, as Prometheus' histogram_quantile estimates it: within its bucket by a straight line, and beyond the last bound that
 * bound. Null where nothing was observed.
 */
export function quantile(q, {buckets, count}) {
  if (!(count > 0) || !buckets.length) return null;
  const rank = q * count;
  const at = buckets.findIndex(b => b.count >= rank);
  const lower = buckets[at - 1] ?? {le: 0, count: 0};
  const {le, count: upTo} = buckets[at];
  if (le === Infinity) return lower.le;
  return lower.le + (le - lower.le) * ((rank - lower.count) / (upTo - lower.count));
}
