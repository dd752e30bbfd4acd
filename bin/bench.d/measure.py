"""How long a shell line takes, what memory its stages need, how a stream behaves while it runs."""
import os
import select
import subprocess
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
WORK = os.path.join(ROOT, "out", "bench")
ENVIRONMENT = {**os.environ, "PATH": os.path.join(ROOT, "bin") + os.pathsep + os.environ["PATH"]}
# A stage in Python is measured as it runs by itself: said here, it would write each word alone.
ENVIRONMENT.pop("PYTHONUNBUFFERED", None)


class Failure(Exception):
    """A command that did not do what is being measured."""


def reason(status, said):
    """Why a command failed, in its own words: its last error, not the advice behind it."""
    lines = said.strip().splitlines() or ["said nothing"]
    errors = [line for line in lines if "error:" in line]
    return f"exit {status}: {(errors or lines)[-1]}"


def shell(line, stdout=subprocess.PIPE):
    """Runs a shell line, failing when any part of it fails; seconds and standard output."""
    begin = time.perf_counter()
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", line], cwd=WORK, env=ENVIRONMENT,
        stdin=subprocess.DEVNULL, stdout=stdout, stderr=subprocess.PIPE, text=True)
    seconds = time.perf_counter() - begin
    if done.returncode != 0:
        raise Failure(reason(done.returncode, done.stderr))
    return seconds, done.stdout


def peak_memory(stages):
    """Peak resident memory of each stage of a pipeline, in MB, from what the kernel counted.

    GNU time forks each stage from a process of 2 MB. A child of this interpreter would
    inherit its peak.
    """
    files = [os.path.join(WORK, f"memory.{index}") for index in range(len(stages))]
    line = " | ".join(
        f"/usr/bin/time -f %M -o {file} {stage}" for file, stage in zip(files, stages))
    shell(line + " > /dev/null", stdout=subprocess.DEVNULL)
    peaks = []
    for file in files:
        with open(file) as text:
            peaks.append(round(int(text.read().split()[-1]) / 1024, 1))
        os.remove(file)
    return peaks


def start_up(command):
    """Seconds from spawning a command to its end."""
    begin = time.perf_counter()
    child = os.posix_spawn(
        command[0], command, ENVIRONMENT,
        file_actions=[(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)])
    status = os.waitpid(child, 0)[1]
    seconds = time.perf_counter() - begin
    if status != 0:
        raise Failure(f"{command[0]}: exit {os.waitstatus_to_exitcode(status)}")
    return seconds


def start(line, stdout):
    return subprocess.Popen(
        ["bash", "-o", "pipefail", "-c", line], cwd=WORK, env=ENVIRONMENT, bufsize=0,
        stdin=subprocess.PIPE, stdout=stdout, stderr=subprocess.PIPE)


def finish(process):
    process.stdin.close()
    said = process.stderr.read().decode()
    if process.wait() != 0:
        raise Failure(reason(process.returncode, said))


def seconds_by_tenth(line, file):
    """Feeds a CSV file to a pipeline in ten parts; how long the pipeline took to take each.

    A pipe holds 64 KiB, a small part of a tenth, so a part is taken when it has been
    worked off, but for what was under way when the part before it was taken, too.
    """
    with open(file, "rb") as bars:
        rows = bars.read().splitlines(keepends=True)
    head, rows = rows[0], rows[1:]
    size = len(rows) // 10
    parts = [b"".join(rows[index * size:(index + 1) * size]) for index in range(10)]
    process = start(line, subprocess.DEVNULL)
    times = []
    try:
        process.stdin.write(head)
        for part in parts:
            begin = time.perf_counter()
            view = memoryview(part)
            while view:
                view = view[process.stdin.write(view):]
            times.append(time.perf_counter() - begin)
    except BrokenPipeError:
        pass
    finish(process)
    return times


def latencies(line, write, orders, warm_up):
    """Seconds from writing a bar to reading the order that it causes, sorted.

    `write(n)` is the text of the n-th bar. One bar is under way at a time.
    """
    process = start(line, subprocess.PIPE)
    output = process.stdout.fileno()
    times, pending, silent = [], b"", 0
    for index in range(orders + warm_up):
        begin = time.perf_counter()
        process.stdin.write(write(index))
        while b'"type":"order"' not in pending:
            patience = 2 if index >= warm_up else 0.05
            if not select.select([output], [], [], patience)[0]:
                silent += 1
                break
            block = os.read(output, 1 << 16)
            if not block:
                break
            pending += block
        else:
            if index >= warm_up:
                times.append(time.perf_counter() - begin)
        # The rest of the step, so that it is not taken for the next one's answer.
        while select.select([output], [], [], 0.0005)[0] and os.read(output, 1 << 16):
            pass
        pending = b""
        if process.poll() is not None or silent > warm_up + 3:
            break
    finish(process)
    if len(times) < orders:
        raise Failure(f"{len(times)} of {orders} bars were answered by an order")
    return sorted(times)
