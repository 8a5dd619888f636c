"""The machine that is measured on: what it is, and how long its disk takes."""

import os
import pathlib
import platform
import subprocess
import time

WRITE = b"\0" * 4096  # a page of the store's log


def output(*command):
    return subprocess.run(command, capture_output=True, text=True).stdout.strip()


def description(folder):
    cpu = [line.split(":", 1)[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")]
    memory = int(open("/proc/meminfo").readline().split()[1]) // 1024
    return {
        "cpu": cpu[0] if cpu else platform.machine(),
        "cores": os.cpu_count(),
        "memory_mib": memory,
        "kernel": platform.release(),
        "file_system": output("stat", "--file-system", "--format=%T", str(folder)),
        "load_before": os.getloadavg()[0],
    }


def percentile(values, percent):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))]


def disk(folder, writes):
    """Percentiles of an append with fdatasync, in ms: what one durable commit costs at least."""
    file = pathlib.Path(folder) / "fdatasync-probe"
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    took = []
    try:
        for _ in range(writes):
            begun = time.perf_counter()
            os.write(descriptor, WRITE)
            os.fdatasync(descriptor)
            took.append((time.perf_counter() - begun) * 1000)
    finally:
        os.close(descriptor)
        file.unlink()
    return {"p50_ms": percentile(took, 50), "p99_ms": percentile(took, 99)}
