"""What a session costs: stages between journals instead of pipes, six of them, in a row and as the
loop of strategy, gate and venue.

A month of minutes of two symbols. Live, each mark is handed to the first stage by a named pipe, and
journals are not brought to the disk: what a disk needs is measured apart.
"""
import glob
import json
import multiprocessing
import os
import shutil
import signal
import statistics
import subprocess
import time

from measure import ENVIRONMENT, WORK, Failure, shell

MINUTES = 43_200
MARKS = 1_000
RUNS = 3
# Of latency: what else runs on a machine only adds, so that the quietest says what a session needs.
ROUNDS = 5
REPLAY = "replay, marks a second"
LATENCY = "bar to the last journal, p99 of the quietest of 5 rounds, ms"
USUAL = "the same, p99 of the middle one, ms"
CHILD = "a child killed, caught up after, s"
ALL = "the serving process killed, caught up after, s"
MEMORY = "memory of sf-serve, MB"
REST = "CPU at rest, %"
SYNC = "a sync of this disk, ms"
# What must be reached, and whether more or less is better.
MUSTS = {REPLAY: 6_000, LATENCY: 2, CHILD: 0.5, ALL: 1, MEMORY: 24, REST: 1}
MARK = b'{"type":"mark","ts":"'

FEATURES = "sf-features sma:20 sma:50 atr:14"
ROW = [
    ("features", FEATURES, {"in": "ingest"}),
    ("more", "sf-features rsi:14", {"in": "features"}),
    ("detect", "sf-detect sma_cross:20,50", {"in": "more"}),
    ("again", "sf-detect --name dip --rise rsi_14<30", {"in": "detect"}),
    ("strategy", "sf-strategy --exit tp_sl", {"in": "again"}),
]
LOOP = [
    ("features", FEATURES, {"in": "ingest"}),
    ("detect", "sf-detect sma_cross:20,50", {"in": "features"}),
    ("strategy", "sf-strategy --exit tp_sl --answers {answers}",
     {"in": "detect", "answers": "broker"}),
    ("risk", "sf-risk --rule concentration:0.25 --market {market} --answers {answers}",
     {"in": "strategy", "market": "ingest", "answers": "broker"}),
    ("broker", "sf-broker virtual --market {market}", {"in": "risk", "market": "ingest"}),
]


class Wiring:
    """Stages, and the one whose journal shows that all is done: of the loop the gate, whose lines a
    venue reads."""

    def __init__(self, stages, last):
        self.stages, self.last = stages, last

    def make(self, directory, first, replay):
        """The config of a session, the first stage of which is given."""
        shutil.rmtree(directory, ignore_errors=True)
        os.makedirs(directory)
        lines = [{"type": "session", "version": 1, "sync": "never", "keep_ms": None,
                  "segment_bytes": 64 << 20, "replay": replay, "text_hash": None}]
        for name, command, inputs in [("ingest", first, {})] + self.stages:
            lines.append({
                "type": "stage", "name": name, "words": command.split(),
                "inputs": [{"name": key, "from": stage} for key, stage in inputs.items()],
                "origin": name == "broker", "warm_up": None, "host": None, "tee": []})
        with open(os.path.join(directory, "config"), "w") as text:
            text.write("".join(json.dumps(line) + "\n" for line in lines))


WIRINGS = {"six in a row": Wiring(ROW, "strategy"), "the loop": Wiring(LOOP, "risk")}


def bars():
    """The lines of a month."""
    path = os.path.join(WORK, f"session-{MINUTES}-{MARKS * (ROUNDS + 1)}.jsonl")
    if not os.path.exists(path):
        shell(f"sf-ingest --synthetic --symbols BTCUSDT,ETHUSDT --bars {MINUTES + MARKS * (ROUNDS + 1)} > {path}.part")
        os.rename(path + ".part", path)
    return path


def replay(wiring):
    """Marks a second through all stages."""
    directory = os.path.join(WORK, "session")
    lines = os.path.join(WORK, "session-month.jsonl")
    with open(bars(), "rb") as text, open(lines, "wb") as month:
        marks = 0
        for line in text:
            month.write(line)
            marks += line.startswith(MARK)
            if marks == MINUTES:
                break
        month.write(b'{"type":"end","ts":"' + line[len(MARK):len(MARK) + 24]
                    + b'","reason":"end_of_input","counts":{}}\n')
    wiring.make(directory, f"sf-ingest {lines}", True)
    seconds = shell(f"sf-serve --session {directory} -q")[0]
    shutil.rmtree(directory)
    return MINUTES / seconds


class Live:
    """A session that is fed mark by mark."""

    def __init__(self, wiring):
        self.last = wiring.last
        self.directory = os.path.join(WORK, "live")
        feed = os.path.join(WORK, "feed")
        if os.path.exists(feed):
            os.remove(feed)
        os.mkfifo(feed)
        wiring.make(self.directory, f"cat {feed}", False)
        self.feed = os.open(feed, os.O_RDWR)
        with open(bars(), "rb") as text:
            self.header = text.readline()
            self.steps, step = [], []
            for line in text:
                step.append(line)
                if line.startswith(MARK):
                    self.steps.append(b"".join(step))
                    step = []
        self.start()
        self.write(self.header)
        for number in range(0, MINUTES, 100):
            self.write(b"".join(self.steps[number:number + 100]))
        self.next = MINUTES
        self.wait(self.steps[MINUTES - 1])

    def start(self):
        self.process = subprocess.Popen(["sf-serve", "--session", self.directory, "-q"],
                                        env=ENVIRONMENT, stderr=subprocess.DEVNULL)

    def write(self, data):
        view = memoryview(data)
        while view:
            view = view[os.write(self.feed, view):]

    def journal(self, stage):
        files = glob.glob(os.path.join(self.directory, stage, "journal", "*.jsonl"))
        return os.open(max(files), os.O_RDONLY) if files else -1

    def step(self):
        self.next += 1
        return self.steps[self.next - 1]

    def wait(self, step):
        """Until the last mark of a step stands in the last journal."""
        mark = step[step.rindex(MARK):]
        deadline = time.perf_counter() + 120
        while time.perf_counter() < deadline:
            file = self.journal(self.last)
            if file >= 0:
                size = os.fstat(file).st_size
                tail = os.pread(file, 4096, max(0, size - 4096))
                os.close(file)
                if mark in tail:
                    return
            time.sleep(0.002)
        raise Failure(f"the stage '{self.last}' did not come to its mark")

    def latencies(self):
        """Seconds from the mark in the first journal to that in the last, sorted.

        Who looks spins, and at a priority like that of the stages would keep a core from them: a
        process of its own looks, which runs only where nobody else wants to.
        """
        fork = multiprocessing.get_context("fork")
        receiver, sender = fork.Pipe(duplex=False)
        observer = fork.Process(target=lambda: sender.send(self.observe()))
        observer.start()
        sender.close()
        times = receiver.recv()
        observer.join()
        self.next += MARKS
        return sorted(times)

    def observe(self):
        """The seconds of one mark after another."""
        os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))
        times = []
        for _ in range(MARKS):
            step = self.step()
            mark = step[step.rindex(MARK):]
            day = step[step.rindex(MARK) + len(MARK):][:16]
            if day.endswith(b"00:00"):
                # A segment begins: the next mark is looked at.
                self.write(step)
                self.wait(step)
                continue
            first, last = self.journal("ingest"), self.journal(self.last)
            sizes = os.fstat(first).st_size, os.fstat(last).st_size
            self.write(step)
            while os.fstat(first).st_size == sizes[0]:
                pass
            begin = time.perf_counter()
            while mark not in os.pread(last, 65536, sizes[1]):
                pass
            times.append(time.perf_counter() - begin)
            os.close(first)
            os.close(last)
        return times

    def status(self):
        with open(os.path.join(self.directory, "status.json")) as text:
            return json.load(text)

    def pids(self):
        return [self.process.pid] + [stage["pid"] for stage in self.status()["stages"] if stage["pid"]]

    def recover(self, pid):
        """Seconds from a kill until the next mark has come through."""
        step = self.step()
        begin = time.perf_counter()
        os.kill(pid, signal.SIGKILL)
        if pid == self.process.pid:
            self.process.wait()
            self.start()
        self.write(step)
        self.wait(step)
        return time.perf_counter() - begin

    def memory(self):
        with open(f"/proc/{self.process.pid}/status") as text:
            return next(int(line.split()[1]) for line in text if line.startswith("VmHWM")) / 1024

    def rest(self):
        """Percent of one core that all processes use while nothing comes."""
        def ticks():
            total = 0
            for pid in self.pids():
                with open(f"/proc/{pid}/stat") as text:
                    fields = text.read().rsplit(")", 1)[1].split()
                total += int(fields[11]) + int(fields[12])
            return total
        time.sleep(2)
        before = ticks()
        time.sleep(5)
        return (ticks() - before) / os.sysconf("SC_CLK_TCK") / 5 * 100

    def stop(self):
        self.process.terminate()
        self.process.wait()
        os.close(self.feed)
        shutil.rmtree(self.directory)


def sync():
    """Median milliseconds of a sync behind a step."""
    path, times = os.path.join(WORK, "sync"), []
    with open(path, "wb", buffering=0) as file:
        for _ in range(50):
            file.write(b"x" * 600)
            begin = time.perf_counter()
            os.fdatasync(file.fileno())
            times.append(time.perf_counter() - begin)
    os.remove(path)
    return statistics.median(times) * 1e3


def measure(wiring):
    """The figures by name."""
    results = {REPLAY: round(statistics.median(replay(wiring) for _ in range(RUNS)))}
    live = Live(wiring)
    try:
        results[MEMORY] = round(live.memory(), 1)
        rounds = [live.latencies() for _ in range(ROUNDS)]
        worst = sorted(times[len(times) * 99 // 100] * 1e3 for times in rounds)
        results[LATENCY], results[USUAL] = round(worst[0], 2), round(worst[ROUNDS // 2], 2)
        results[REST] = round(live.rest(), 1)
        children = []
        for _ in range(RUNS):
            strategy = next(s for s in live.status()["stages"] if s["name"] == "strategy")
            children.append(live.recover(strategy["pid"]))
            time.sleep(1.5)
        results[CHILD] = round(statistics.median(children), 2)
        results[ALL] = round(statistics.median(
            live.recover(live.process.pid) for _ in range(RUNS)), 2)
    finally:
        live.stop()
    return results


def run():
    """The figures by name, of each wiring by its name."""
    found = {name: measure(wiring) for name, wiring in WIRINGS.items()}
    results = {figure: {name: found[name][figure] for name in found} for figure in [*MUSTS, USUAL]}
    results[SYNC] = {"": round(sync(), 1)}
    return results


def cells(name, values):
    must = MUSTS.get(name, "")
    return [name, *values.values(), *[""] * (len(WIRINGS) - len(values)), must]


def print_text(results):
    print(f"{'':64}" + "".join(f"{name:>14}" for name in [*WIRINGS, "must"]))
    for name, values in results.items():
        print(f"{name:64}" + "".join(f"{value:>14}" for value in cells(name, values)[1:]))


def too_slow(results):
    return [f"{figure}, {name}" for figure, must in MUSTS.items()
            for name, value in results[figure].items()
            if (value < must if figure == REPLAY else value > must)]


def markdown(results):
    """The table of Speed.md."""
    head = ["A session of six stages", *WIRINGS, "must"]
    rows = [head, ["---"] * len(head), *(cells(name, values) for name, values in results.items())]
    return "\n".join("| " + " | ".join(map(str, row)) + " |" for row in rows) + "\n"
