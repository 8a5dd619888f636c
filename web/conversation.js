const forTheCustomer = {
  human: "A colleague has been asked to take over. You can go on writing; they will answer you here.",
  bot: "The assistant answers again.",
  closed: "This conversation has been closed.",
};

/**
 * What a session's events make of a conversation. Pure: it tells a view what has changed, and asks nobody.
 *
 * A message is {role, text, state, …}: state is "sending" (a customer's, until the server has it), "sent", "writing", "done",
 * or "failed" with {problem, retryable}; an answer has {turn, citations, supported}, a customer's message {clientId}.
 * Something that happened is {role: "note", text}.
 */
export class Conversation {
  entries = [];
  status = "bot"; // who answers: "bot", "human", or nobody when it is "closed"
  last = 0; // the id of the last event
  #view;
  #notes;
  #running = new Set(); // turns
  #incoming = new Map(); // message_id -> a customer's message that is not complete

  /** view: {changed(entry), removed(entry), told()}; the last for what is no entry's. notes: what is said of each new status. */
  constructor(view, notes = forTheCustomer) {
    this.#view = view;
    this.#notes = notes;
  }

  /** Whether the bot has yet to answer. */
  get busy() {
    return this.status === "bot" && this.#running.size > 0;
  }

  /** Whether the bot is to answer, and nothing of that is there to read. */
  get thinking() {
    return this.busy && !this.entries.some(entry => entry.state === "writing");
  }

  /** The customer's message of a turn, if it is here. */
  asked(turn) {
    return this.#find(e => e.role === "customer" && e.turn === turn);
  }

  /** A message that is about to be sent. */
  say(text, clientId) {
    return this.#add({role: "customer", text, clientId, state: "sending"});
  }

  /** A message that is about to be sent once more. */
  sayAgain(entry) {
    this.#change(entry, {state: "sending", problem: null});
  }

  /** The server has the message, as this turn; the turn's own events may have come before, with their texts alone. */
  accepted(clientId, turn) {
    const entry = this.#find(e => e.clientId === clientId);
    if (!entry || entry.turn === turn) return;
    const known = this.asked(turn);
    if (known && entry.turn) [known.clientId, entry.clientId] = [clientId, known.clientId]; // two messages of one text
    else if (known) this.#remove(entry), (known.clientId = clientId);
    else this.#change(entry, {turn, state: "sent", problem: null});
  }

  /** It could not be sent. */
  failed(clientId, problem, retryable) {
    const entry = this.#find(e => e.clientId === clientId && e.state === "sending");
    if (entry) this.#change(entry, {state: "failed", problem, retryable});
  }

  note(text) {
    this.#add({role: "note", text, state: "done"});
  }

  /** An event of the session, in the order of their ids; one that was there before does nothing. */
  apply(event) {
    if (event.id <= this.last) return;
    this.last = event.id;
    this[event.type]?.(event);
    this.#view.told();
  }

  RUN_STARTED({turn_id}) {
    this.#running.add(turn_id);
  }

  RUN_RESTARTED({turn_id}) {
    this.#running.add(turn_id);
    this.#dropAnswer(turn_id);
    const asked = this.asked(turn_id);
    if (asked) this.#change(asked, {state: "sent", problem: null});
  }

  TEXT_MESSAGE_START({turn_id, message_id, role}) {
    const known = this.#find(e => e.id === message_id);
    if (role === "customer" && !known) this.#incoming.set(message_id, "");
    if (role !== "customer" && !known) this.#add({id: message_id, role, turn: turn_id, text: "", state: "writing"});
  }

  TEXT_MESSAGE_CONTENT({message_id, role, delta}) {
    if (this.#incoming.has(message_id)) this.#incoming.set(message_id, this.#incoming.get(message_id) + delta);
    const entry = this.#find(e => e.id === message_id && e.state === "writing");
    if (entry && role !== "customer") this.#change(entry, {text: entry.text + delta});
  }

  TEXT_MESSAGE_END({turn_id, message_id, role}) {
    if (role === "agent") this.#change(this.#find(e => e.id === message_id), {state: "done"});
    const text = this.#incoming.get(message_id);
    if (text === undefined) return;
    this.#incoming.delete(message_id);
    const said = this.asked(turn_id) ?? this.#find(e => e.role === "customer" && !e.turn && e.text === text);
    if (said) this.#change(said, {id: message_id, turn: turn_id, state: "sent", problem: null});
    else this.#add({id: message_id, role, turn: turn_id, text, state: "sent"});
  }

  RUN_FINISHED({turn_id, result}) {
    this.#running.delete(turn_id);
    this.#end(turn_id, {state: "done"});
    if (result.answer !== null && !result.superseded_by) {
      const answer = this.#answer(turn_id) ?? this.#add({role: "assistant", turn: turn_id});
      this.#change(answer, {text: result.answer, citations: result.citations, supported: result.supported, state: "done"});
    }
    if (result.status === "escalated") this.#become("human");
  }

  RUN_ERROR({turn_id, message, retryable}) {
    this.#running.delete(turn_id);
    this.#dropAnswer(turn_id);
    this.#end(turn_id, {state: "failed", problem: message, retryable});
  }

  CUSTOM({name}) {
    if (name === "handoff") this.#become("human");
    if (name === "returned") this.#become("bot");
    if (name === "closed") this.#become("closed");
  }

  #become(status) {
    if (status === this.status) return;
    this.status = status;
    this.note(this.#notes[status]);
  }

  #find(holds) {
    return this.entries.find(holds);
  }
  #answer(turn) {
    return this.#find(e => e.role === "assistant" && e.turn === turn);
  }
  #end(turn, change) {
    const asked = this.asked(turn);
    if (asked) this.#change(asked, change);
  }
  #dropAnswer(turn) {
    const answer = this.#answer(turn);
    if (answer) this.#remove(answer);
  }
  #add(entry) {
    this.entries.push(entry);
    this.#view.changed(entry);
    return entry;
  }
  #change(entry, members) {
    Object.assign(entry, members);
    this.#view.changed(entry);
  }
  #remove(entry) {
    this.entries.splice(this.entries.indexOf(entry), 1);
    this.#view.removed(entry);
  }
}
