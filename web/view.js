import {build, parse} from "./markdown.js";

const speakers = {customer: "You", assistant: "Assistant", agent: "Colleague"};

/** An element; text among its children is text, never markup. */
function make(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children.filter(Boolean));
  return element;
}

function button(content, act, attributes = {}) {
  const made = make("button", {type: "button", ...attributes}, content);
  made.addEventListener("click", act);
  return made;
}

/** A thumb that points up. Not every system has a letter for it. */
function thumbSign() {
  const namespace = "http://www.w3.org/2000/svg";
  const sign = document.createElementNS(namespace, "svg");
  const line = document.createElementNS(namespace, "path");
  for (const [name, value] of Object.entries({viewBox: "0 0 24 24", "aria-hidden": "true"})) sign.setAttribute(name, value);
  line.setAttribute("d", "M2 10h4v11H2zM8 10l4-8c1.7 0 3 1.3 3 3v4h5.5c1 0 1.8.9 1.6 1.9l-1.6 8.5c-.2.9-1 1.6-1.9 1.6H8z");
  sign.append(line);
  return sign;
}

/** Shows a conversation's entries, each in an element of its own, and a citation when its marker is pressed. */
export class View {
  #log = document.getElementById("log");
  #thinking = make("p", {class: "thinking note"}, "The assistant is looking for an answer", make("span", {class: "dots", "aria-hidden": "true"}, "…"));
  #elements = new Map(); // entry -> element
  #stale = new Set(); // entries to draw with the next frame
  #actions;
  #showsThinking = false;
  #isQuiet = false;
  #atEnd = true; // the reader has not scrolled back
  #lastTop = 0;

  /** actions: {retry(entry), rate(entry, "up" | "down") -> Promise, ratingOf(turn)} */
  constructor(actions) {
    this.#actions = actions;
    this.#log.addEventListener("scroll", () => this.#scrolled());
    new ResizeObserver(() => this.#atEnd && this.#scrollToEnd()).observe(this.#log);
  }

  /** A reader who scrolls back stays there; a window that gets smaller is no scrolling back. */
  #scrolled() {
    const {scrollHeight, scrollTop, clientHeight} = this.#log;
    if (scrollHeight - scrollTop - clientHeight < 40) this.#atEnd = true;
    else if (scrollTop < this.#lastTop) this.#atEnd = false;
    this.#lastTop = scrollTop;
  }

  #scrollToEnd() {
    this.#log.scrollTop = this.#log.scrollHeight;
    this.#atEnd = true;
  }

  /** While the history comes in, nothing is read out. */
  set quiet(quiet) {
    if (quiet !== this.#isQuiet) this.#draw(() => (this.#isQuiet = quiet));
  }

  changed(entry) {
    this.#draw(() => this.#stale.add(entry));
  }

  removed(entry) {
    this.#stale.delete(entry);
    this.#elements.get(entry)?.remove();
    this.#elements.delete(entry);
  }

  set thinking(thinking) {
    if (thinking !== this.#showsThinking) this.#draw(() => (this.#showsThinking = thinking));
  }

  clear() {
    for (const entry of [...this.#elements.keys()]) this.removed(entry);
    this.#stale.clear();
    this.#showsThinking = false;
    this.#thinking.remove();
    document.getElementById("welcome").hidden = false;
  }

  /** However many tokens come, the page is drawn once a frame; a hidden page has no frames. */
  #draw(change) {
    if (!this.#stale.size) (document.hidden ? setTimeout : requestAnimationFrame)(() => this.#flush());
    change();
  }

  #flush() {
    const said = [...this.#stale].some(entry => entry.role === "customer" && !this.#elements.has(entry));
    if (this.#isQuiet) this.#log.setAttribute("aria-live", "off");
    for (const entry of this.#stale) this.#render(entry);
    this.#stale.clear();
    if (this.#showsThinking) this.#log.append(this.#thinking);
    else this.#thinking.remove();
    if (this.#atEnd || said) this.#scrollToEnd();
    if (!this.#isQuiet) this.#log.setAttribute("aria-live", "polite");
  }

  #render(entry) {
    document.getElementById("welcome").hidden = true;
    const old = this.#elements.get(entry);
    const element = entry.role === "note" ? make("p", {class: "note"}, entry.text) : this.#message(entry);
    if (old) {
      // Only what changed, so that a screen reader does not read all again, and the focus stays.
      if (!old.contains(document.activeElement)) old.replaceChildren(...element.childNodes);
      else old.lastChild.replaceWith(element.lastChild);
      for (const {name, value} of element.attributes) old.setAttribute(name, value);
    } else {
      this.#elements.set(entry, element);
      this.#log.insertBefore(element, this.#thinking.parentNode === this.#log ? this.#thinking : null);
    }
  }

  #message(entry) {
    const text = make("div", {class: "text"});
    if (entry.role === "customer") text.textContent = entry.text;
    else text.append(...build(parse(entry.text), marker => this.#marker(entry, marker)));
    return make("article", {class: `message ${entry.role} ${entry.state}`, "aria-busy": String(entry.state === "writing")},
      make("span", {class: entry.role === "agent" ? "speaker" : "unseen"}, `${speakers[entry.role]}: `), text, make("div", {class: "below"}, ...this.#below(entry)));
  }

  #below(entry) {
    if (entry.state === "sending") return ["Sending…"];
    if (entry.state === "failed") {
      const again = entry.retryable && entry.clientId && button("Try again", () => this.#actions.retry(entry));
      return [make("span", {class: "problem"}, entry.problem), again];
    }
    if (entry.role !== "assistant" || entry.state !== "done") return [];
    return [this.#thumbs(entry)];
  }

  #thumbs(entry) {
    const said = make("span", {role: "status", class: "unseen"});
    const thumb = (value, label) => button(thumbSign(), async () => {
      const given = await this.#actions.rate(entry, value);
      mark(given ? value : this.#actions.ratingOf(entry.turn));
      said.textContent = given ? "Thank you." : "That could not be stored.";
    }, {"aria-label": label, title: label, "data-value": value});
    const both = [thumb("up", "Helpful"), thumb("down", "Not helpful")];
    const mark = value => both.forEach(b => b.setAttribute("aria-pressed", String(b.dataset.value === value)));
    mark(this.#actions.ratingOf(entry.turn));
    return make("span", {class: "thumbs", role: "group", "aria-label": "Was this helpful?"}, ...both, said);
  }

  /** A marker of an answer: a button, once there is what it shows. */
  #marker(entry, marker) {
    const cited = entry.citations?.find(c => c.marker === marker);
    if (!cited) return entry.state === "writing" ? make("sup", {}, String(marker)) : null;
    const label = `Source ${marker}: ${cited.heading || cited.document}`;
    return button(String(marker), () => this.#show(cited), {class: "marker", "aria-label": label, title: label, "aria-haspopup": "dialog"});
  }

  #show(cited) {
    const put = (id, text) => (document.getElementById(id).textContent = text);
    put("citation-heading", cited.heading || cited.document);
    put("citation-document", cited.document);
    put("citation-quote", cited.quote);
    document.getElementById("citation").showModal();
  }
}
