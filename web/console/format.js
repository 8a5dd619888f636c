/** How figures and times read. Pure. */

const none = "–";
const whole = new Intl.NumberFormat("en", {maximumFractionDigits: 0});
const short = new Intl.NumberFormat("en", {maximumSignificantDigits: 3});
const moment = new Intl.DateTimeFormat("sv", {dateStyle: "short", timeStyle: "medium"}); // 2026-11-24 06:12:39
const clock = new Intl.DateTimeFormat("sv", {timeStyle: "medium"});

const isKnown = x => x !== null && x !== undefined && !Number.isNaN(x);

/** A quantity: 3 digits as long as they say something. */
export function quantity(x) {
  if (!isKnown(x)) return none;
  return Math.abs(x) >= 1000 ? whole.format(x) : short.format(x);
}

/** Seconds, in the unit that suits them. */
export function seconds(s) {
  if (!isKnown(s)) return none;
  if (s === 0) return "0 s";
  if (s < 1e-3) return `${short.format(s * 1e6)} µs`;
  return s < 1 ? `${short.format(s * 1e3)} ms` : `${short.format(s)} s`;
}

/** A share or a score: three decimals. */
export function score(x) {
  return isKnown(x) ? x.toFixed(3) : none;
}

/** A mean or an estimate with its interval, if there is one. */
export function interval({value, low, high}) {
  return isKnown(low) && isKnown(high) ? `${score(value)} [${score(low)}, ${score(high)}]` : score(value);
}

/** A moment, RFC 3339 or null, by the operator's clock. */
export function time(at) {
  return at ? moment.format(new Date(at)) : none;
}

/** The time of day of a moment in milliseconds. */
export function timeOfDay(at) {
  return clock.format(new Date(at));
}

/** "awaiting_user_reply" -> "awaiting user reply". */
export function words(name) {
  return name ? name.replaceAll("_", " ") : none;
}
