import {Conversation} from "./conversation.js";
import {Problem, Transport} from "./transport.js";
import {View} from "./view.js";

/** What outlives a reload, for this tab; where a browser denies that to a frame, it lives as long as the page. */
class Saved {
  static #place = "troupe";
  session = null;
  key = null;
  outbox = []; // {clientId, text, turn?}: what was said and is not answered
  ratings = {}; // turn -> "up" | "down"

  constructor() {
    try {
      Object.assign(this, JSON.parse(sessionStorage.getItem(Saved.#place) ?? "{}"));
    } catch (failure) {
      console.warn("The conversation will not outlive a reload:", failure.message);
    }
  }

  keep(members = {}) {
    Object.assign(this, members);
    try {
      sessionStorage.setItem(Saved.#place, JSON.stringify(this));
    } catch {
      // said by the constructor, or full: the conversation goes on
    }
  }
}

const element = id => document.getElementById(id);
const newId = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), byte => byte.toString(16).padStart(2, "0")).join("");

const saved = new Saved();
const transport = new Transport(document.baseURI, saved.key, askKey);
const view = new View({
  retry: entry => {
    element("message").focus(); // the button goes
    conversation.sayAgain(entry);
    deliver(entry);
  },
  rate,
  ratingOf: turn => saved.ratings[turn],
});

let conversation = begin();
let following = null; // ends the stream of the session's events
let opening = null; // the first message, which opens the session
let replayed = null; // after a reload: the last event of the history that comes in

function begin() {
  return new Conversation({changed: entry => view.changed(entry), removed: entry => view.removed(entry), told});
}

/** What the page shows besides the messages. */
function told() {
  view.thinking = conversation.thinking;
  element("human").disabled = conversation.status !== "bot";
  element("composer").inert = conversation.status === "closed";
  if (conversation.status === "closed") stopFollowing();
  view.quiet = replayed !== null;
  if (replayed === null || conversation.last < replayed) return;
  replayed = null;
  view.quiet = false;
  saved.outbox.forEach(restore);
}

function tell(text) {
  element("state").textContent = text;
}

function handle(event) {
  const {session_id: session, turn_id: turn, type} = event;
  if (saved.session !== session) saved.keep({session});
  conversation.apply(event);
  const isOver = type === "RUN_FINISHED" || type === "RUN_ERROR" && !event.retryable;
  if (isOver) forget(said => said.turn === turn || said.clientId === conversation.asked(turn)?.clientId);
}

/** Nothing is left to send of it. */
function forget(which) {
  saved.keep({outbox: saved.outbox.filter(said => !which(said))});
}

// What comes in

function follow() {
  if (following || !saved.session || conversation.status === "closed") return;
  const stop = (following = new AbortController());
  const about = conversation;
  const mine = act => given => about === conversation && act(given);
  transport.follow(saved.session, () => about.last, mine(handle), mine(connected), stop.signal).catch(mine(lost));
}

function stopFollowing() {
  following?.abort();
  following = null;
}

function connected(is) {
  tell(is ? "" : "The connection was lost. Trying again…");
}

/** The session cannot be followed any more. */
function lost(problem) {
  stopFollowing();
  if (problem.status !== 404) return tell(problem.message);
  renew();
  tell("The earlier conversation is no longer here. This is a new one.");
}

/** After a reload: the whole conversation again, and then what was not answered. */
async function resume() {
  const about = conversation;
  replayed = Infinity;
  told();
  try {
    const {last_event} = saved.session ? await transport.read(`v1/sessions/${saved.session}`, connected) : {last_event: 0};
    if (about !== conversation) return;
    replayed = last_event;
    follow();
    told();
  } catch (problem) {
    if (about === conversation) lost(problem);
  }
}

/** What was said before a reload: sent again, unless it has become a turn, which is running, or has failed. */
function restore({clientId, text, turn}) {
  const known = turn && conversation.asked(turn);
  if (!known) return deliver(conversation.say(text, clientId));
  known.clientId = clientId;
  view.changed(known);
}

// What is said

async function say(text) {
  const entry = conversation.say(text, newId());
  saved.keep({outbox: [...saved.outbox, {clientId: entry.clientId, text}]});
  await deliver(entry);
}

async function deliver(entry) {
  const about = conversation;
  const {clientId, text} = entry;
  while (!saved.session && opening) await opening;
  if (about !== conversation) return;
  const opens = !saved.session;
  let opened = () => {};
  if (opens) opening = new Promise(resolve => (opened = resolve));
  const onEvent = event => {
    if (about !== conversation) return;
    if (event.type === "RUN_STARTED" || event.type === "RUN_RESTARTED") accepted(clientId, event.turn_id);
    if (!opens) return; // the session's stream has it, too
    handle(event);
    opened();
  };
  try {
    await transport.send(saved.session, text, clientId, onEvent);
  } catch (failure) {
    if (about !== conversation) return;
    refused(clientId, failure);
  } finally {
    if (opens) opening = null;
    opened();
    if (about === conversation) follow();
  }
}

function accepted(clientId, turn) {
  conversation.accepted(clientId, turn);
  saved.keep({outbox: saved.outbox.map(said => said.clientId === clientId ? {...said, turn} : said)});
}

function refused(clientId, failure) {
  const isProblem = failure instanceof Problem;
  const retryable = !isProblem || failure.retryable;
  conversation.failed(clientId, isProblem ? failure.message : "This could not be sent: there is no connection.", retryable);
  if (!retryable) forget(said => said.clientId === clientId);
}

async function rate(entry, value) {
  try {
    await transport.call("POST", `v1/turns/${entry.turn}/feedback`, {metric: "thumbs", value});
  } catch {
    return false;
  }
  saved.keep({ratings: {...saved.ratings, [entry.turn]: value}});
  return true;
}

async function callHuman() {
  element("human").disabled = true;
  try {
    while (!saved.session && opening) await opening;
    if (!saved.session) saved.keep({session: (await transport.call("POST", "v1/sessions", {})).session_id});
    await transport.call("POST", `v1/sessions/${saved.session}/handoff`, {});
    follow();
    element("message").focus();
  } catch (failure) {
    element("human").disabled = conversation.status !== "bot";
    tell(failure instanceof Problem ? failure.message : "There is no connection. Try again.");
  }
}

function renew() {
  stopFollowing();
  replayed = null;
  saved.keep({session: null, outbox: [], ratings: {}});
  view.clear();
  opening = null;
  conversation = begin();
  told();
  tell("");
  element("message").focus();
}

/** Nobody waits for an answer in the conversation that is left, so it is closed: a human's queue would keep it. */
function leave() {
  const left = conversation.status === "closed" ? null : saved.session;
  renew();
  if (left) transport.call("DELETE", `v1/sessions/${left}`).catch(() => {}); // it can only stay in the queue then
}

// Keys

/** Asks until there is something; the server says whether it is a key. */
function askKey(refusedKey) {
  const dialog = element("key-dialog");
  element("key-problem").textContent = refusedKey ? "That key is not accepted." : "";
  element("key").value = "";
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise(resolve => {
    dialog.onclose = () => {
      if (dialog.returnValue !== "given") return dialog.showModal(); // closed by Escape
      saved.keep({key: element("key").value.trim()});
      element("message").focus();
      resolve(saved.key);
    };
  });
}

// The page

const composer = element("composer");
const message = element("message");

composer.addEventListener("submit", event => {
  event.preventDefault();
  const text = message.value.trim();
  if (!text) return;
  message.value = "";
  fit();
  say(text);
});
message.addEventListener("keydown", event => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  composer.requestSubmit();
});
message.addEventListener("input", fit);
element("human").addEventListener("click", callHuman);
element("new").addEventListener("click", leave);

/** As high as its text, within the limits of the style. */
function fit() {
  message.rows = Math.min(6, message.value.split("\n").length);
}

// A browser opens few connections to a server: a tab that nobody sees, and where nothing is to come, holds none.
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) return follow();
  if (conversation.status === "bot" && !conversation.busy && !saved.outbox.length) stopFollowing();
});

// In a frame of widget.js, which the policy of this page lets only pages of TROUPE_CORS_ORIGINS make.
const given = new URLSearchParams(location.hash.slice(1));
if (given.has("widget") && window.parent !== window) {
  const close = () => window.parent.postMessage("troupe:close", "*");
  if (given.get("key")) transport.key = given.get("key");
  if (given.get("title")) document.title = element("title").textContent = given.get("title");
  element("close").hidden = false;
  element("close").addEventListener("click", close);
  document.addEventListener("keydown", event => event.key === "Escape" && !document.querySelector("dialog[open]") && close());
  window.addEventListener("focus", () => document.activeElement === document.body && message.focus());
}

if (saved.session || saved.outbox.length) resume();
message.focus();
