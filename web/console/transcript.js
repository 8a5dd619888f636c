import {Conversation} from "../conversation.js";

const forOperators = {human: "A human has the session.", bot: "The bot has the session again.", closed: "The session was closed."};
const answering = {escalated: "human", closed: "closed"}; // by status; else the bot answers

/** A session as an operator sees it: pages of its history, then its events. Pure. */
export class Transcript extends Conversation {
  /** session: as it stood before the first page of its history was read, so that no event is missed. */
  constructor(session, view) {
    super(view, forOperators);
    this.last = session.last_event;
    this.status = answering[session.status] ?? "bot";
  }

  /** The id of the message before which the history goes on. */
  get first() {
    return this.entries.find(entry => entry.at)?.id;
  }

  /** Puts a page of the history before what is there, and gives its entries. */
  precede(messages) {
    const known = new Set(this.entries.map(entry => entry.id));
    const entries = messages.filter(m => !known.has(m.message_id))
      .map(m => ({id: m.message_id, turn: m.turn_id, role: m.role, text: m.text, at: m.created_at, state: "done"}));
    this.entries.unshift(...entries);
    return entries;
  }
}
