import {Api} from "./api.js";
import {customer} from "./customer.js";
import {customers} from "./customers.js";
import {gaps} from "./gaps.js";
import {jobs} from "./jobs.js";
import {knowledge} from "./knowledge.js";
import {learning} from "./learning.js";
import {live} from "./live.js";
import {read} from "./route.js";
import {search} from "./search.js";
import {session} from "./session.js";
import {sessions} from "./sessions.js";
import {Visit} from "./visit.js";

/** A view is a function of the element that it fills and the visit that it serves. */
const views = {
  live: ["Live", live],
  sessions: ["Sessions", sessions],
  "sessions/*": ["Session", session],
  knowledge: ["Documents", knowledge],
  "knowledge/search": ["Search", search],
  "knowledge/gaps": ["Gaps", gaps],
  learning: ["Learning", learning],
  customers: ["Customers", customers],
  "customers/*": ["Customer", customer],
  jobs: ["Jobs", jobs],
};

const element = id => document.getElementById(id);
const placeOfKey = "troupe-console-key";

const notice = {
  say: text => (element("state").textContent = text),
  complain: text => (element("problem").textContent = text),
};
const api = new Api(document.baseURI, keyKept(), problem => askKey(api.key ? problem.message : ""));
let leave = new AbortController(); // ends the visit

/** Where a browser denies storage, the key lives as long as the page. */
function keyKept() {
  try {
    return sessionStorage.getItem(placeOfKey);
  } catch {
    return null;
  }
}

function keep(key) {
  try {
    if (key) sessionStorage.setItem(placeOfKey, key);
    else sessionStorage.removeItem(placeOfKey);
  } catch {
    // said by keyKept()
  }
}

/** What the operator types in, "" if the key is to be forgotten, or null if all shall stay as it is. */
function askKey(problem) {
  const dialog = element("key-dialog");
  element("key-problem").textContent = problem;
  element("key").value = "";
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise(resolve => {
    dialog.onclose = () => {
      if (dialog.returnValue !== "given") return resolve(null);
      const key = element("key").value.trim();
      keep(key);
      resolve(key);
    };
  });
}

async function changeKey() {
  const key = await askKey("");
  if (key === null) return;
  api.key = key;
  show();
}

function show() {
  leave.abort();
  leave = new AbortController();
  const {view, id, query} = read(location.hash);
  const [title, fill] = views[view] ?? views.live;
  const isQueue = view === "sessions" && query.status === "escalated";
  document.title = `${isQueue ? "Queue" : title} – Troupe console`;
  element("heading").textContent = isQueue ? "Queue" : title;
  mark(isQueue ? "#/sessions?status=escalated" : `#/${view.split("/")[0]}`);
  notice.say("");
  notice.complain("");
  const place = document.createElement("div");
  element("place").replaceChildren(place);
  const visit = new Visit({api, id, query, signal: leave.signal, notice});
  visit.attempt(() => fill(place, visit));
}

function mark(address) {
  for (const entry of document.querySelectorAll("header nav a"))
    if (entry.getAttribute("href") === address) entry.setAttribute("aria-current", "page");
    else entry.removeAttribute("aria-current");
}

element("change-key").addEventListener("click", changeKey);
element("key-cancel").addEventListener("click", () => element("key-dialog").close(""));
element("skip").addEventListener("click", event => {
  event.preventDefault(); // the part behind # names the view
  element("heading").focus();
});
window.addEventListener("hashchange", () => {
  show();
  element("heading").focus(); // so that a screen reader begins there
});
show();
