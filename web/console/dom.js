import {time} from "./format.js";

/** The elements that views are made of. Text among children is text, never markup. */

export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes))
    if (value !== false && value !== undefined && value !== null) element.setAttribute(name, value === true ? "" : value);
  element.append(...children.filter(child => child !== null && child !== undefined && child !== false));
  return element;
}

export function button(text, act, attributes = {}) {
  const made = make("button", {type: "button", ...attributes}, text);
  made.addEventListener("click", act);
  return made;
}

export function link(text, href) {
  return make("a", {href}, text);
}

/** A moment, RFC 3339 or null. */
export function when(at) {
  return at ? make("time", {datetime: at}, time(at)) : "–";
}

/** A part of a view under a heading of its own. */
export function section(heading, ...children) {
  return make("section", {}, make("h2", {}, heading), ...children);
}

let controls = 0;

/** A control with its label. */
export function field(text, control) {
  control.id ||= `control-${++controls}`;
  return make("p", {class: control instanceof HTMLTextAreaElement ? "wide field" : "field"}, make("label", {for: control.id}, text), control);
}

/** options: [[value, text]…] */
export function select(options, chosen) {
  return make("select", {}, ...options.map(([value, text]) => make("option", {value, selected: value === chosen}, text)));
}

export function form(act, ...children) {
  const made = make("form", {}, ...children);
  made.addEventListener("submit", event => {
    event.preventDefault();
    act();
  });
  return made;
}

/** pairs: [[name, value]…]; what has no value is left out. */
export function facts(pairs) {
  const known = pairs.filter(([, value]) => value !== null && value !== undefined && value !== "");
  return make("dl", {}, ...known.map(([name, value]) => make("div", {}, make("dt", {}, name), make("dd", {}, value))));
}

/**
 * A table that may be wider than the window. columns: [{name, value(row), isNumber?}], whose first tells the rows apart; a value is text
 * or a node. Filled again with what it shows already it stays as it is, and else keeps the focus where it was.
 */
export function table(caption, columns) {
  const body = make("tbody");
  const heads = columns.map(({name, isNumber}) => make("th", {scope: "col", class: isNumber && "number"}, name));
  const element = make("div", {class: "scroll", tabindex: "0", role: "group", "aria-label": caption},
    make("table", {}, make("caption", {}, caption), make("thead", {}, make("tr", {}, ...heads)), body));
  const cell = (row, {value, isNumber}, index) =>
    make(index ? "td" : "th", {scope: !index && "row", class: isNumber && "number"}, value(row) ?? "–");
  const line = row => make("tr", {}, ...columns.map((column, index) => cell(row, column, index)));
  const nothing = () => make("tr", {}, make("td", {colspan: columns.length, class: "nothing"}, "None."));
  let shown = null;

  return {
    element,
    fill(rows) {
      const now = JSON.stringify(rows);
      if (now === shown) return;
      shown = now;
      const controlsIn = () => [...body.querySelectorAll("a, button")];
      const name = body.contains(document.activeElement) && nameOf(document.activeElement);
      body.replaceChildren(...(rows.length ? rows.map(line) : [nothing()]));
      if (name) (controlsIn().find(one => nameOf(one) === name && !one.disabled) ?? element).focus();
    },
    append(rows) {
      shown = null;
      body.append(...rows.map(line));
    },
  };
}

const nameOf = element => element.getAttribute("aria-label") ?? element.textContent;
