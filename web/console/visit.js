import {Problem} from "../transport.js";
import {Unreachable} from "./api.js";
import {poll} from "./poll.js";

/** One visit to a view: what it was asked to show, whom it asks, and where it says what went wrong. It ends when the operator goes on. */
export class Visit {
  #notice;

  /** notice: {say(text), complain(text)}, each until the next word or "". */
  constructor({api, id, query, signal, notice}) {
    Object.assign(this, {api, id, query, signal});
    this.#notice = notice;
  }

  say(text) {
    if (!this.signal.aborted) this.#notice.say(text);
  }

  /** Says why something failed; what fails because the visit is over does not matter. */
  complain(failure) {
    if (this.signal.aborted) return;
    if (!(failure instanceof Problem || failure instanceof Unreachable)) console.error(failure);
    this.#notice.complain(failure.message);
  }

  /** What went wrong is over. */
  #settle() {
    if (!this.signal.aborted) this.#notice.complain("");
  }

  /** What act() gives, or undefined where it failed, which is said. */
  async attempt(act) {
    this.#settle();
    try {
      return await act();
    } catch (failure) {
      this.complain(failure);
    }
  }

  /** Does act() every so many milliseconds. A lost connection is said, and tried again; what the server refuses ends it. */
  async poll(every, act) {
    let isLost = false;
    const once = async () => {
      try {
        await act();
        if (isLost) this.#settle();
        isLost = false;
      } catch (failure) {
        this.complain(failure);
        if (failure instanceof Problem && !failure.retryable) throw failure;
        isLost = true;
      }
    };
    try {
      await poll(every, once, this.signal);
    } catch {
      // said above
    }
  }
}
