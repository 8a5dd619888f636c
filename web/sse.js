/** The lines of server-sent events (HTML standard, 9.2.6), as pieces of text come in. Pure. */
export class EventParser {
  #waiting = "";
  #id = "";
  #data = [];

  /** The events that a further piece completes, each {id, data}. */
  push(text) {
    this.#waiting += text;
    const lines = this.#waiting.split(/\r\n|\n|\r(?!$)/); // a \r at the end may be half of \r\n
    this.#waiting = lines.pop();
    return lines.flatMap(line => this.#take(line));
  }

  #take(line) {
    if (line === "") return this.#dispatch();
    const [, field, value] = /^([^:]*)(?:: ?(.*))?$/s.exec(line);
    if (field === "id") this.#id = value ?? "";
    if (field === "data") this.#data.push(value ?? "");
    return []; // a line that begins with a colon is a heartbeat
  }

  #dispatch() {
    if (!this.#data.length) return [];
    const event = {id: this.#id, data: this.#data.join("\n")};
    this.#data = [];
    return [event];
  }
}
