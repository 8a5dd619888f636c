import {pause, Problem, problemOf, readEvents} from "../transport.js";

/** What a call ends with where there is no connection. */
export class Unreachable extends Error {
  constructor() {
    super("There is no connection to the server.");
  }
}

/** How the console asks the server: the operator's key goes in a header, which is why streams are read by fetch. */
export class Api {
  #base;
  #askKey;
  #asking = null;
  key;

  /** askKey(problem) gives the key to go on with, or null if the operator has none. */
  constructor(base, key, askKey) {
    this.#base = base;
    this.key = key;
    this.#askKey = askKey;
  }

  /** A call's answer. Throws a Problem, or Unreachable. */
  async call(method, path, body) {
    const response = await this.#request(method, path, body, "application/json");
    return response.status === 204 ? null : response.json();
  }

  get(path) {
    return this.call("GET", path);
  }

  /** As get(), or null where the server has no such call: it is of another version. */
  async getIfThere(path) {
    try {
      return await this.get(path);
    } catch (failure) {
      if (failure instanceof Problem && failure.status === 404 && failure.type === "not_found") return null;
      throw failure;
    }
  }

  async text(path) {
    return (await this.#request("GET", path, undefined, "text/plain")).text();
  }

  async file(path) {
    return (await this.#request("GET", path, undefined, "application/json")).blob();
  }

  /**
   * A session's events from behind last() on, over any number of connections, until the signal. Throws a Problem that trying again
   * would not mend. onConnected(true or false) tells of the connection.
   */
  async follow(session, last, onEvent, onConnected, signal) {
    for (let failures = 0; !signal.aborted; ) {
      const ask = ended => this.#request("GET", `v1/sessions/${session}/events?after=${last()}`, undefined, "text/event-stream", ended);
      try {
        await readEvents(ask, onEvent, signal, () => {
          failures = 0;
          onConnected(true);
        });
      } catch (failure) {
        if (!signal.aborted && failure instanceof Problem && !failure.retryable) throw failure;
      }
      if (signal.aborted) return;
      onConnected(false);
      await pause(++failures, 0, signal);
    }
  }

  async #request(method, path, body, accept, signal) {
    for (;;) {
      const key = this.key;
      const response = await fetch(new URL(path, this.#base), {
        method,
        signal,
        cache: "no-store",
        headers: {Accept: accept, ...(body && {"Content-Type": "application/json"}), ...(key && {Authorization: `Bearer ${key}`})},
        body: body && JSON.stringify(body),
      }).catch(failure => {
        throw failure.name === "AbortError" ? failure : new Unreachable();
      });
      if (response.ok) return response;
      const problem = await problemOf(response);
      if (response.status !== 401 && response.status !== 403) throw problem;
      if (key === this.key && !(await this.#renewKey(problem))) throw problem;
    }
  }

  /** One question for all requests that wait for it; whether there is a key to go on with. */
  async #renewKey(problem) {
    this.#asking ??= this.#askKey(problem).finally(() => (this.#asking = null));
    const given = await this.#asking;
    if (given !== null) this.key = given;
    return Boolean(given);
  }
}
