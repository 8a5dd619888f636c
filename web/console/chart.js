const namespace = "http://www.w3.org/2000/svg";

function draw(tag, attributes, ...children) {
  const node = document.createElementNS(namespace, tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

/** Values from left to right -> the commands of an SVG path from 0 at the bottom to `most` at the top; null is a gap. Pure. */
export function linePath(values, width, height, most) {
  const step = values.length > 1 ? width / (values.length - 1) : 0;
  const at = (value, index) => `${round(index * step)} ${round(height - (most > 0 ? value / most : 0) * height)}`;
  let pen = "M";
  return values.map((value, index) => {
    if (value === null) return (pen = "M"), "";
    const command = pen === "M" ? `M${at(value, index)}h0` : `L${at(value, index)}`; // a lone value is a dot
    pen = "L";
    return command;
  }).join("");
}

/** Where a value lies between two ends, 0 to 1; what lies beyond them is at the end. Pure. */
export function position(value, least, most) {
  return Math.min(1, Math.max(0, (value - least) / (most - least)));
}

const round = x => Math.round(x * 10) / 10;

/** A line of values that are told in words and in a table beside it. */
export function sparkline(values) {
  const [width, height] = [160, 36];
  const most = Math.max(...values.filter(value => value !== null), 0);
  return draw("svg", {class: "sparkline", viewBox: `-1 -2 ${width + 2} ${height + 4}`, preserveAspectRatio: "none", "aria-hidden": "true"},
    draw("path", {d: linePath(values, width, height, most), "vector-effect": "non-scaling-stroke"}));
}

/** A value on a scale, with its interval if there is one; a table tells the same in figures. */
export function intervalBar({value, low, high}, least, most) {
  const [width, height] = [120, 16];
  const x = v => round(position(v, least, most) * width);
  const middle = height / 2;
  const bar = draw("svg", {class: "interval", viewBox: `-4 0 ${width + 8} ${height}`, "aria-hidden": "true"},
    draw("line", {class: "axis", x1: 0, x2: width, y1: middle, y2: middle}));
  const isKnown = v => v !== null && v !== undefined;
  if (isKnown(low) && isKnown(high)) bar.append(draw("line", {class: "whisker", x1: x(low), x2: x(high), y1: middle, y2: middle}));
  if (isKnown(value)) bar.append(draw("circle", {cx: x(value), cy: middle, r: 3.5}));
  return bar;
}
