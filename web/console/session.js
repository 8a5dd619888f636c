import {build, parse} from "../markdown.js";
import {ask} from "./dialogs.js";
import {button, facts, field, form, link, make, when} from "./dom.js";
import {quantity, time, words} from "./format.js";
import {search, write} from "./route.js";
import {Transcript} from "./transcript.js";

const speakers = {customer: "Customer", assistant: "Bot", agent: "Agent"};

/** One session: what was said, what is said now, and an operator's part in it. */
export async function session(place, visit) {
  const {api, signal} = visit;
  const path = `v1/sessions/${visit.id}`;
  const about = make("div");
  const log = make("div", {id: "transcript", tabindex: "0", "aria-label": "Transcript"});
  const elements = new Map(); // entry -> element
  const message = make("textarea", {rows: "2"});
  const takeOver = button("Take over", takeIt);
  const giveBack = button("Return to the bot", () => change("POST", "/return"));
  const close = button("Close", closeIt);
  const answer = form(() => visit.attempt(send), field("Your answer", message), make("button", {class: "main"}, "Send as agent"));
  const earlier = button("Earlier messages", () => visit.attempt(readEarlier), {hidden: true});
  message.addEventListener("keydown", event => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    answer.requestSubmit();
  });

  const transcript = new Transcript(await refresh(), {changed: draw, removed: entry => elements.get(entry)?.remove(), told() {}});
  await readEarlier();
  if (signal.aborted) return;
  log.setAttribute("role", "log");
  place.append(about, make("p", {class: "actions"}, takeOver, giveBack, close, earlier), log, answer);
  log.scrollTop = log.scrollHeight;
  if (transcript.status !== "closed") await follow();

  /** The session as it stands. */
  async function refresh() {
    const now = await api.get(path);
    show(now);
    return now;
  }

  function show(now) {
    about.replaceChildren(facts([
      ["Session", now.session_id],
      ["Status", make("span", {id: "status"}, words(now.status))],
      ["Customer", now.customer_id && link(now.customer_id, write(`customers/${now.customer_id}`))],
      ["Opened", when(now.created_at)],
      ["Last active", when(now.last_active_at)],
      ["Turns", quantity(now.turns)],
      ["Escalated for", now.escalation && words(now.escalation.reason)],
      ["Summary", now.escalation?.summary],
    ]));
    const isHumans = now.status === "escalated";
    const isClosed = now.status === "closed";
    const held = document.activeElement;
    takeOver.hidden = isHumans || isClosed;
    giveBack.hidden = answer.hidden = !isHumans;
    close.hidden = isClosed;
    if (held?.closest("[hidden]")) log.focus(); // what had the focus has gone
  }

  async function follow() {
    const ended = new AbortController(); // with the visit, or by the last event
    signal.addEventListener("abort", () => ended.abort());
    await api.follow(visit.id, () => transcript.last, event => {
      if (signal.aborted) return;
      transcript.apply(event);
      if (event.type === "CUSTOM" || event.type === "RUN_FINISHED") refresh().catch(failure => visit.complain(failure));
      if (transcript.status === "closed") ended.abort();
    }, is => visit.say(is ? "" : "The connection was lost. Trying again…"), ended.signal);
  }

  async function readEarlier() {
    const {messages, has_more} = await api.get(`${path}/messages${search({before: transcript.first})}`);
    const height = log.scrollHeight - log.scrollTop;
    log.setAttribute("aria-live", "off"); // what is old is not read out
    log.prepend(...transcript.precede(messages).map(elementOf));
    log.setAttribute("aria-live", "polite");
    log.scrollTop = log.scrollHeight - height;
    if (!has_more && document.activeElement === earlier) log.focus();
    earlier.hidden = !has_more;
  }

  function draw(entry) {
    const isAtEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 40;
    const old = elements.get(entry);
    const now = elementOf(entry);
    if (old) old.replaceWith(now);
    else log.append(now);
    if (isAtEnd) log.scrollTop = log.scrollHeight;
  }

  function elementOf(entry) {
    const element = entry.role === "note" ? make("p", {class: "note"}, entry.text) : messageOf(entry);
    elements.set(entry, element);
    return element;
  }

  async function send() {
    const text = message.value.trim();
    if (!text) return;
    message.value = ""; // at once, so that nothing is sent twice
    try {
      await api.call("POST", `${path}/messages`, {message: text, role: "agent"});
    } catch (failure) {
      message.value ||= text;
      throw failure;
    }
  }

  function change(method, action, body) {
    return visit.attempt(async () => show(await api.call(method, path + action, body)));
  }

  async function takeIt() {
    await change("POST", "/handoff", {summary: "An operator took over."});
    message.focus();
  }

  async function closeIt() {
    const text = "Nobody can write in it any more. What was said stays readable.";
    if (await ask({heading: "Close this session?", text, action: "Close it"})) await change("DELETE", "");
  }
}

function messageOf(entry) {
  const text = make("div", {class: "text"});
  if (entry.role === "customer") text.textContent = entry.text;
  else text.append(...build(parse(entry.text), () => null));
  const about = [speakers[entry.role], entry.at && time(entry.at)].filter(Boolean).join(", ");
  return make("article", {class: `message ${entry.role} ${entry.state}`, "aria-busy": String(entry.state === "writing")},
    make("p", {class: "about"}, about), text, entry.problem && make("p", {class: "about problem"}, entry.problem));
}
