import {field, make} from "./dom.js";

const dialog = document.getElementById("question");

/**
 * Asks before something is done. fields: [{name, label, equals?}]; where `equals` is given, nothing is done until the operator has typed
 * that. Gives what was typed by name, or null if it shall not be done.
 */
export function ask({heading, text, action, fields = []}) {
  const inputs = fields.map(({name}) => make("input", {name, autocomplete: "off", spellcheck: "false"}));
  const act = make("button", {class: "main", value: "done"}, action);
  const allow = () => (act.disabled = fields.some(({equals}, n) => equals !== undefined && inputs[n].value.trim() !== equals));
  for (const input of inputs) input.addEventListener("input", allow);
  allow();
  const cancel = make("button", {type: "button"}, "Cancel");
  cancel.addEventListener("click", () => dialog.close(""));

  dialog.querySelector("h2").textContent = heading;
  dialog.querySelector("p").textContent = text;
  dialog.querySelector("form").replaceChildren(...fields.map(({label}, n) => field(label, inputs[n])),
    make("p", {class: "actions"}, act, cancel));
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise(resolve => {
    dialog.onclose = () => resolve(dialog.returnValue === "done" ? Object.fromEntries(inputs.map(i => [i.name, i.value.trim()])) : null);
  });
}
