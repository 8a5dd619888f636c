"""The figures as a short markdown page, beside what is sought."""

import pathlib
import re

BEGIN, END = "<!-- figures: made by scripts/bench -->", "<!-- end of figures -->"


def number(value):
    if value is None:
        return "-"
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.2f}" if abs(value) >= 1 else f"{value:.3f}"


def rows(figures):
    """(what, seen, sought) for every figure that was measured."""
    disk = (figures.get("one_connection") or {}).get("disk")

    def beyond(milliseconds, percentile):
        return f"at most {milliseconds + disk[percentile]:.2f} ms ({milliseconds} + {disk[percentile]:.2f} of the disk)" if disk else ""

    if seen := figures.get("throughput"):
        yield "turns/s, 64 users", number(seen["turns_per_second"]), "10,000"
        yield "capacity: the same with 512 users, if that is more", f"{number(seen['capacity'])}/s", ""
        yield "CPU per turn", f"{number(seen['cpu_us_per_turn'])} µs", ""
        yield "resident memory then", f"{number(seen['resident_mib'])} MiB", ""
    if seen := figures.get("against_baseline"):
        own = seen["troupe"]["64"]["rps"]
        yield "turns/s, wrk with chat.lua, 64 connections", number(own), ""
        for name, sought in (("A0", 3), ("A", 15), ("L", 80)):
            if name in seen:
                others = max(seen[name]["64"]["rps"], 0.1)
                yield f"that against baseline {name} ({number(others)}/s)", f"{number(own / others)} times", f"{sought} times"
    if seen := figures.get("one_connection"):
        yield "append + fdatasync of 4 KiB, p50 / p99", f"{number(disk['p50_ms'])} / {number(disk['p99_ms'])} ms", ""
        yield "one user, p50", f"{number(seen['latency_ms']['p50'])} ms", beyond(0.35, "p50_ms")
        yield "one user, p99", f"{number(seen['latency_ms']['p99'])} ms", beyond(0.94, "p99_ms")
    if seen := figures.get("language_model"):
        yield "around a language model of 20 ms, one user: p50 added", f"{number(seen['added_ms']['p50'])} ms", beyond(0.35, "p50_ms")
        yield "the same, p99 added", f"{number(seen['added_ms']['p99'])} ms", beyond(0.94, "p99_ms")
        yield "first token, one stream: added p50 / p99", "{} / {} ms".format(*map(number, seen["added_to_first_token_ms"].values())), "p99 at most 0.30 ms"
        yield "CPU of a streamed token", f"{number(seen['cpu_us_per_token'])} µs", "at most 20 µs"
        many = seen["512_streams"]
        yield "512 streams of 50 tokens/s: those that broke", str(many["errors"]), "none"
        yield "the same: p50 / p99 between two tokens", f"{number(many['text_gap_ms']['p50'])} / {number(many['text_gap_ms']['p99'])} ms", "p99 under 40 ms"
        yield "the same: CPU of a token", f"{number(many['cpu_us_per_token'])} µs", "at most 20 µs"
        yield "CPU of a turn around it, 64 users", f"{number(seen['cpu_us_per_turn'])} µs", ""
        yield "turns/s around it, 64 / 256 users", "{} / {}".format(*map(number, seen["turns_per_second"].values())), ""
    if seen := figures.get("half_capacity"):
        yield f"p99 at half of the capacity ({number(seen['rate'])}/s)", f"{number(seen['latency_ms']['p99'])} ms", beyond(2, "p99_ms")
    if seen := figures.get("two_cores"):
        ratio = seen["cpu_us_per_turn"] / figures["throughput"]["cpu_us_per_turn"]
        yield "CPU per turn, 2 cores against 1", f"{ratio:.2f} times", "at most 1.15"
        yield "cores that engine and load used of 2", f"{seen['cores_used']:.2f}", "at least 1.90"
        yield "turns/s then", number(seen["turns_per_second"]), ""
    for times, seen in (figures.get("overload") or {}).items():
        refused = f"{number(seen['refusal_ms']['p99'])} ms" if seen["refusal_ms"] else "none was refused"
        yield f"goodput at {times} times capacity", f"{100 * seen['of_capacity']:.0f} %", f"{85 if int(times) == 2 else 65} %"
        yield f"429 at {times} times capacity, p99", refused, "50 ms"
    if seen := figures.get("sessions"):
        yield "memory per awake idle session", f"{number(seen['kib_per_awake_session'])} KiB", "at most 3 KiB"
        yield "memory per retired session", f"{number(seen['kib_per_retired_session'])} KiB", "nothing"
    if seen := figures.get("connections"):
        yield f"memory per idle connection, of {seen['connections']:,}", f"{number(seen['kib_per_connection'])} KiB", "at most 6 KiB"
    if seen := figures.get("long_session"):
        yield "CPU of a session's 500th turn against its 5th", f"{seen['ratio']:.2f} times", "at most 1.1"
    if seen := figures.get("start"):
        yield f"start to first answer, {number(seen['documents'])} documents indexed before", f"{number(seen['first_answer_seconds'])} s", "under 1 s"
        yield "indexing them from nothing", f"{number(seen['indexing_seconds'])} s", "under 5 s"
    if seen := figures.get("allocations"):
        yield "allocations per turn", f"{number(seen['blocks_per_turn'])} ({number(seen['bytes_per_turn'] / 1024)} KiB)", ""


def table(head, lines):
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    yield from (f"| {' | '.join(line)} |" for line in lines)
    yield ""


NODES = ("classify", "search", "compose_answer", "choose_strategy/0 epsilon_greedy")  # what they compute, by its micro benchmark


def cpu(figures, parts):
    """(part, µs) of a turn's CPU; the parts are all of it."""
    threads = dict(parts)
    nodes = sum(figures.get("micro", {}).get(name, 0) for name in NODES)
    yield "HTTP: reading, parsing, writing", threads.pop("http", None)
    yield "commit", threads.pop("store.writer", 0) + threads.pop("checkpointer", 0)
    yield "reading from the store", threads.pop("store.reader", None)
    actors = threads.pop("actors", 0)
    if nodes:
        yield "nodes, by their micro benchmarks", nodes
    yield "the other actors, messages, answers to JSON" if nodes else "actors, nodes among them", actors - nodes
    yield "other threads", sum(threads.values())


def split(figures):
    if not (seen := figures.get("throughput")):
        return
    alone = (figures.get("one_connection") or {}).get("split_us", {})
    parts = seen["split_us"]
    yield "CPU of a turn in µs (`troupe_thread_cpu_seconds_total`):"
    yield ""
    one = dict(cpu(figures, alone["cpu"])) if alone else {}
    yield from table(("part", "64 users", "one user"), ((name, number(value), number(one.get(name))) for name, value in cpu(figures, parts["cpu"])))
    yield "Time of a turn from begin to end, in µs, waiting included (`troupe_turn_overhead_seconds`, `troupe_node_seconds`, `troupe_commit_seconds`):"
    yield ""
    times = [("to the record", parts["overhead"], alone.get("overhead")), ("commit", parts["commit"], alone.get("commit")),
             ("turns in a commit", parts["turns_per_commit"], alone.get("turns_per_commit"))]
    times += [(name, value, alone.get("node", {}).get(name)) for name, value in parts["node"].items()]
    yield from table(("part", "64 users", "one user"), ((name, number(a), number(b)) for name, a, b in times))


def markdown(result):
    machine, figures = result["machine"], result["figures"]
    lines = [f"{result['time']}, commit {result['commit']}, {machine['cores']} cores of {machine['cpu']}, {machine['memory_mib']:,} MiB, "
             f"Linux {machine['kernel']}, {machine['file_system']}; load average before: {machine['load_before']:.2f}. "
             f"Documents: {result['documents']}. `{result['command']}`", ""]
    lines += table(("figure", "seen", "sought"), rows(figures))
    lines += split(figures)
    if micro := figures.get("micro"):
        lines += ["Micro benchmarks, µs of CPU (commits: of the clock, for the whole group):", ""]
        lines += table(("benchmark", "µs"), ((f"`{name}`", number(value)) for name, value in micro.items()))
    for name, fault in result["failed"].items():
        lines += [f"Not measured: {name} ({fault}).", ""]
    return "\n".join(lines)


def update(page, text):
    """Puts the figures into the page, between its two marks."""
    page = pathlib.Path(page)
    before = page.read_text()
    after = re.sub(f"{re.escape(BEGIN)}.*{re.escape(END)}", lambda _: f"{BEGIN}\n{text}\n{END}", before, flags=re.S)
    page.write_text(after)
