"""The figures. Each function starts the engine that it needs, and returns what it saw as one JSON object."""

import json
import socket
import struct
import subprocess
import time

import loads
import machine
import model
from engine import Cost, Engine

REQUEST = b"GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n"


def throughput(plan):
    """64 users who do not think, one core; and so many that more would not help, which is the capacity."""
    with Engine(plan, plan.folder("throughput")) as engine:
        loads.users(plan, engine, 64, 2)  # warm
        cost = Cost(engine)
        report = loads.users(plan, engine, 64, plan.seconds)
        cost.measure()
        peak = loads.users(plan, engine, 512, plan.seconds)
        return {
            "turns_per_second": report["turns_per_second"],
            "capacity": max(report["turns_per_second"], peak["turns_per_second"]),
            "latency_ms": report["latency_ms"],
            "cpu_us_per_turn": cost.cpu_us_per_turn,
            "split_us": cost.split(),
            "harness_us_per_turn": report["harness"]["cpu_us_per_turn"],
            "resident_mib": engine.resident_kib() / 1024,
        }


def against_baseline(plan):
    """Troupe, and right behind it the other system on the same core and with the same script."""
    with Engine(plan, plan.folder("against-baseline")) as engine:
        loads.wrk(plan, engine, 16, 2)  # warm, as run.sh does
        own = {str(c): loads.wrk(plan, engine, c, plan.seconds) for c in (1, 64)}
    return {"troupe": own} | loads.baseline(plan, plan.variants, (1, 64), plan.seconds)


def one_connection(plan):
    """Latency of a single user, beside what the disk takes in the same minute."""
    folder = plan.folder("one-connection")
    with Engine(plan, folder) as engine:
        loads.users(plan, engine, 1, 1)
        cost = Cost(engine)
        report = loads.users(plan, engine, 1, plan.seconds)
        cost.measure()
    return {"latency_ms": report["latency_ms"], "split_us": cost.split(), "disk": machine.disk(folder, plan.disk_writes)}


def language_model(plan):
    """What turns take and cost beyond a language model of 20 ms, and what a stream's token costs."""
    quick, slow = f"mock-ttft{model.FIRST_TOKEN_MS}-itl0", "mock-ttft20-itl20-len400"
    count = 200 if plan.quick else 1000
    questions = plan.questions.read_text().splitlines()
    asked = [questions[i % len(questions)] for i in range(count)]
    with model.Mock(plan) as mock:
        alone = mock.ask(quick, count)
        with Engine(plan, plan.folder("language-model"), OPENAI_BASE_URL=mock.url, OPENAI_MODEL=quick) as engine:
            model.ask_engine(engine, asked[:20])  # warm
            streamed = model.ask_engine(engine, asked)
            one = loads.users(plan, engine, 1, plan.seconds)
            cost = Cost(engine)
            many = loads.users(plan, engine, 64, plan.seconds)
            cost.measure()
            most = loads.users(plan, engine, 256, plan.seconds)
        with Engine(plan, plan.folder("streams"), OPENAI_BASE_URL=mock.url, OPENAI_MODEL=slow) as engine:
            tokens = Cost(engine)
            loads.load(plan, engine, "--users", 64, "--duration", "20s", "--turns", 1, "--transport", "sse")
            tokens.measure()
        limits = {"TROUPE_LLM_CONCURRENCY": 512, "TROUPE_MAX_WAITING_TURNS": 1024}
        with Engine(plan, plan.folder("many-streams"), OPENAI_BASE_URL=mock.url, OPENAI_MODEL=slow, **limits) as engine:
            wide = Cost(engine)
            streams = loads.load(plan, engine, "--users", 512, "--duration", "8s", "--turns", 1, "--transport", "sse")
            wide.measure()

    def added(percent, through, which):
        return machine.percentile([t[which] for t in through], percent) - machine.percentile([t[which] for t in alone], percent)

    whole = {name: one["latency_ms"][name] - machine.percentile([t[1] for t in alone], percent) for name, percent in (("p50", 50), ("p99", 99))}
    return {
        "added_ms": whole,
        "added_to_first_token_ms": {"p50": added(50, streamed, 0), "p99": added(99, streamed, 0)},
        "turns_per_second": {"64": many["turns_per_second"], "256": most["turns_per_second"]},
        "cpu_us_per_turn": cost.cpu_us_per_turn,
        "cpu_us_per_token": tokens.cpu_us_per_turn / 400,
        "512_streams": {"ended": streams["answered"], "errors": sum(streams["errors"].values()), "text_gap_ms": streams["text_gap_ms"],
                        "cpu_us_per_token": wide.cpu_us_per_turn / 400},
    }


def half_capacity(plan):
    """Open loop at half of the capacity."""
    with Engine(plan, plan.folder("half-capacity")) as engine:
        loads.users(plan, engine, 16, 1)
        report = loads.rate(plan, engine, plan.capacity / 2, plan.seconds)
    return {"rate": plan.capacity / 2, "latency_ms": report["latency_ms"]}


def two_cores(plan):
    """Engine and load share both cores."""
    with Engine(plan, plan.folder("two-cores"), cores="0,1", API_WORKERS=2, TROUPE_SCHEDULER_THREADS=2) as engine:
        loads.users(plan, engine, 64, 1, cores="0,1")
        cost = Cost(engine)
        report = loads.users(plan, engine, 64, plan.seconds, cores="0,1")
        cost.measure()
    cpu = cost.total("troupe_thread_cpu_seconds_total") + report["harness"]["cpu_seconds"]
    return {"turns_per_second": report["turns_per_second"], "cpu_us_per_turn": cost.cpu_us_per_turn, "cores_used": cpu / report["seconds"]}


def overload(plan):
    """Open loop beyond what can be served."""
    seen = {}
    for times in (2, 4):
        with Engine(plan, plan.folder("overload")) as engine:
            loads.users(plan, engine, 64, 1)
            report = loads.rate(plan, engine, times * plan.capacity, plan.seconds, "--connections", 4096, "--timeout", "10s")
            seen[str(times)] = {
                "goodput_per_second": report["turns_per_second"],
                "of_capacity": report["turns_per_second"] / plan.capacity,
                "refused": report["refused"],
                "refusal_ms": report["refusal_ms"],
                "latency_ms": report["latency_ms"],
                "errors": report["errors"],
                "unsent": report["unsent"],
                "resident_mib": engine.resident_kib() / 1024,
            }
    return seen


def _awake(engine):
    return engine.metrics()["troupe_sessions_awake"]


def _open_sessions(plan, engine, count):
    loads.rate(plan, engine, plan.capacity / 2, count / (plan.capacity / 2), turns=1)


def sessions(plan):
    """Resident memory of a session that is awake and idle, and of one that has retired."""
    with Engine(plan, plan.folder("sessions"), TROUPE_SESSION_IDLE_SECONDS=3600) as engine:
        _open_sessions(plan, engine, plan.sessions)  # fills the caches and the allocator
        awake, memory = _awake(engine), engine.resident_kib()
        _open_sessions(plan, engine, plan.sessions)
        more = _awake(engine) - awake
        per_awake = (engine.resident_kib() - memory) / more
    with Engine(plan, plan.folder("sessions"), TROUPE_SESSION_IDLE_SECONDS=1) as engine:
        memory = []
        for _ in range(3):
            _open_sessions(plan, engine, plan.sessions)
            while _awake(engine):
                time.sleep(0.1)
            memory.append(engine.resident_kib())
    return {"awake": more, "kib_per_awake_session": per_awake, "retired": plan.sessions,
            "kib_per_retired_session": (memory[-1] - memory[-2]) / plan.sessions}


def connections(plan):
    """Resident memory of a connection that was used once and is kept alive."""
    count = plan.connections
    limits = {"TROUPE_MAX_CONNECTIONS": 2 * count, "TROUPE_MAX_CONNECTIONS_PER_ADDRESS": 2 * count}
    with Engine(plan, plan.folder("connections"), **limits) as engine:
        memory, opened = engine.resident_kib(), []
        for _ in range(count):
            opened.append(socket.create_connection(("127.0.0.1", engine.port)))
            opened[-1].sendall(REQUEST)
            opened[-1].recv(4096)
        per_connection = (engine.resident_kib() - memory) / count
        for each in opened:
            each.close()
    return {"connections": count, "kib_per_connection": per_connection}


def long_session(plan):
    """CPU of a session's turns around the 500th against those around the 5th."""
    questions = plan.questions.read_text().splitlines()
    with Engine(plan, plan.folder("long-session")) as engine:
        loads.users(plan, engine, 16, 2)  # warm
        talks = [engine.chat(questions[i % len(questions)])["session_id"] for i in range(plan.long_sessions)]

        def turns(first, last):
            cost = Cost(engine)
            for session in talks:
                for turn in range(first, last + 1):
                    engine.chat(questions[turn % 10 % len(questions)], session_id=session)
            return cost.measure().cpu_us_per_turn

        early = turns(2, 11)
        turns(12, 491)
        late = turns(492, 501)
    return {"early_us": early, "late_us": late, "ratio": late / early}


def start(plan):
    """From the program's start to its first answer, with documents that were indexed before; and indexing them from nothing."""
    folder = plan.folder("start")
    question = plan.questions.read_text().splitlines()[0]
    with Engine(plan, folder) as engine:
        while not (metrics := engine.metrics())["troupe_sync_seconds_count"]:  # the index is there a little earlier
            time.sleep(0.01)
        indexing, documents = metrics["troupe_sync_seconds_sum"], metrics["troupe_knowledge_documents"]
    with Engine(plan, folder) as engine:
        engine.chat(question)
        first = time.perf_counter() - engine.begun
    return {"documents": documents, "indexing_seconds": indexing, "first_answer_seconds": first}


def allocations(plan):
    """Of a turn, HTTP and store included; by a program that is the same but for its malloc()."""
    counts = plan.work / "allocation-counts"

    def read():
        return struct.unpack("=QQ", counts.read_bytes())

    with Engine(plan, plan.folder("allocations"), program=plan.counting_program, environment={"ALLOCATIONS": str(counts)}) as engine:
        loads.users(plan, engine, 16, 1)
        blocks, size = read()
        report = loads.users(plan, engine, 16, 2)
        after = read()
    return {"blocks_per_turn": (after[0] - blocks) / report["answered"], "bytes_per_turn": (after[1] - size) / report["answered"]}


def micro(plan):
    """The micro benchmarks: {name: microseconds of CPU}, of a commit: of the clock."""
    command = ["taskset", "-c", "0", str(plan.micro_program), "--benchmark_format=json", f"--benchmark_min_time={plan.micro_seconds}"]
    plan.note(f"DOCUMENTS_PATH={plan.documents} " + " ".join(command))
    done = subprocess.run(command, capture_output=True, text=True, cwd=plan.work,
                          env={"DOCUMENTS_PATH": str(plan.documents), "PATH": "/usr/bin:/bin"})
    unit = {"ns": 1e-3, "us": 1, "ms": 1e3, "s": 1e6}
    seen = {}
    for one in json.loads(done.stdout)["benchmarks"]:
        if one.get("error_occurred"):
            raise SystemExit(f"micro benchmark {one['name']}: {one['error_message']}")
        name = one["name"] + (f" {one['label']}" if "label" in one else "")
        seen[name] = one["real_time" if "/real_time" in one["name"] else "cpu_time"] * unit[one["time_unit"]]
    return seen
