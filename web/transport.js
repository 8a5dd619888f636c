import {EventParser} from "./sse.js";

/**
 * How the page speaks to the server: calls as JSON, and streams as server-sent events read by fetch, which, unlike EventSource,
 * sends a key and a body. A session is followed over a WebSocket where one opens, else in the same way.
 */

const silence = 60_000; // of a stream, after which it counts as lost: the server sends heartbeats
const handshake = 5_000; // of a WebSocket, after which something in between is taken to swallow it
const shortestPause = 500;
const longestPause = 15_000;
const attemptsToSend = 6;

/** What the server refused, or could not do (RFC 9457). */
export class Problem extends Error {
  constructor(status, {type = "about:blank", detail, title} = {}, retryAfter = 0) {
    super(detail ?? title ?? `The server answered with status ${status}.`);
    this.status = status;
    this.type = type.replace("/problems/", "");
    this.retryAfter = retryAfter * 1000 || 0; // a date counts as none
  }

  /** Whether the same request may succeed later. */
  get retryable() {
    return this.status === 429 || this.status >= 500;
  }
}

export class Transport {
  #base;
  #askKey;
  #asking = null;
  key;

  /** askKey(key that was refused, if there was one) gives the key to go on with. */
  constructor(base, key, askKey) {
    this.#base = base;
    this.key = key;
    this.#askKey = askKey;
  }

  /** A call's answer. Throws a Problem, or a TypeError where there is no connection. */
  async call(method, path, body) {
    const response = await this.#request(method, path, body, "application/json");
    return response.status === 204 ? null : response.json();
  }

  /** What there is to read at an address, however often it takes. Throws a Problem that trying again would not mend. */
  async read(path, onConnected) {
    for (let failures = 1; ; ++failures) {
      try {
        const answer = await this.call("GET", path);
        onConnected(true);
        return answer;
      } catch (failure) {
        if (failure instanceof Problem && !failure.retryable) throw failure;
        onConnected(false);
        await pause(failures, failure.retryAfter ?? 0);
      }
    }
  }

  /**
   * Sends a message, in the session if there is one, until the server has it; the same clientId makes that safe. Gives the turn's events,
   * and returns when they end or break off. Throws if the server never took it.
   */
  async send(session, message, clientId, onEvent) {
    const path = session ? `v1/sessions/${session}/messages` : "v1/chat";
    for (let failures = 1; ; ++failures) {
      let begun = false;
      try {
        await this.#stream("POST", path, {message, client_message_id: clientId}, event => {
          begun = true;
          onEvent(event);
        });
        if (begun) return;
        throw new TypeError("The stream ended before it had begun."); // behind some proxies a lost connection looks so
      } catch (failure) {
        if (begun) return;
        if (failure instanceof Problem && !failure.retryable || failures === attemptsToSend) throw failure;
        await pause(failures, failure.retryAfter ?? 0);
      }
    }
  }

  /**
   * The session's events from behind last() on, over any number of connections, until the signal. Throws a Problem that trying again
   * would not mend. onConnected(true or false) tells of the connection.
   */
  async follow(session, last, onEvent, onConnected, signal) {
    for (let failures = 0; !signal.aborted; ) {
      try {
        const onOpen = () => {
          failures = 0;
          onConnected(true);
        };
        if (!(await this.#socket(`v1/sessions/${session}/ws?after=${last()}`, onEvent, signal, onOpen)))
          await this.#stream("GET", `v1/sessions/${session}/events?after=${last()}`, undefined, onEvent, signal, onOpen);
      } catch (failure) {
        if (signal.aborted) return;
        if (failure instanceof Problem && !failure.retryable) throw failure;
      }
      if (signal.aborted) return;
      onConnected(false);
      await pause(++failures, 0, signal);
    }
  }

  /**
   * Resolves when the WebSocket has ended, to whether it had opened: why it did not, browsers do not tell; a plain request will.
   * They keep pings to themselves as well, so that only the network's own word tells of a connection that is lost in silence.
   */
  #socket(path, onEvent, signal, onOpen) {
    return new Promise(resolve => {
      const url = new URL(path, this.#base);
      url.protocol = url.protocol.replace("http", "ws");
      let socket;
      try {
        socket = new WebSocket(url, ["troupe.v1", ...(this.key ? [`bearer.${this.key}`] : [])]);
      } catch {
        return resolve(false); // the key has letters that a subprotocol must not have
      }
      let opened = false;
      const stop = () => socket.close();
      const timer = setTimeout(stop, handshake);
      signal.addEventListener("abort", stop);
      addEventListener("offline", stop);
      socket.onopen = () => {
        clearTimeout(timer);
        opened = true;
        onOpen();
      };
      socket.onmessage = ({data}) => onEvent(JSON.parse(data));
      socket.onclose = () => {
        clearTimeout(timer);
        signal.removeEventListener("abort", stop);
        removeEventListener("offline", stop);
        resolve(opened);
      };
    });
  }

  #stream(method, path, body, onEvent, signal, onOpen) {
    return readEvents(signal => this.#request(method, path, body, "text/event-stream", signal), onEvent, signal, onOpen);
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
      });
      if (response.ok) return response;
      if (response.status !== 401) throw await problemOf(response);
      if (key === this.key) await this.#renewKey();
    }
  }

  /** One question for all requests that wait for it. */
  async #renewKey() {
    this.#asking ??= this.#askKey(this.key).finally(() => (this.#asking = null));
    this.key = await this.#asking;
  }
}

/** The events of the response that ask(signal) gives: resolves at the stream's end, and throws where it breaks off. */
export async function readEvents(ask, onEvent, signal, onOpen) {
  const ended = new AbortController();
  const stop = () => ended.abort();
  signal?.addEventListener("abort", stop);
  let timer = setTimeout(stop, silence);
  try {
    const response = await ask(ended.signal);
    onOpen?.();
    const parser = new EventParser();
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    for (let piece; !(piece = await reader.read()).done; ) {
      clearTimeout(timer);
      timer = setTimeout(stop, silence);
      for (const {data} of parser.push(piece.value)) onEvent(JSON.parse(data));
    }
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", stop);
  }
}

/** The Problem that a response tells. */
export async function problemOf(response) {
  let told = {};
  try {
    told = await response.json();
  } catch {
    // a proxy's page
  }
  return new Problem(response.status, told, Number(response.headers.get("Retry-After")));
}

/** Twice as long after each failure, with jitter, so that a restarted server is not stormed; ends early when the network is back. */
export function pause(failures, least, signal) {
  const most = Math.min(longestPause, shortestPause * 2 ** (failures - 1));
  return new Promise(resolve => {
    const done = () => {
      clearTimeout(timer);
      removeEventListener("online", done);
      signal?.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, Math.max(least, most * (0.5 + Math.random() / 2)));
    addEventListener("online", done);
    signal?.addEventListener("abort", done);
  });
}
