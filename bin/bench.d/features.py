"""What each feature costs: nanoseconds a bar, and a hundred of them in one process."""
import os
import subprocess

from measure import ROOT, WORK, Failure, shell

LIMIT_NS = 1_000
HUNDRED_SECONDS = 40
BARS = 1_000_000

# Features that may cost more than a microsecond at their default window, and why.
REASONS = {
    "shannon_entropy": "looks up ten edges among the numbers in order, since the range moves with every bar",
}


def costs():
    """Spec and nanoseconds a bar of every feature, in the order of --list."""
    binary = os.path.join(ROOT, ".build", "release", "feature-bench")
    done = subprocess.run([binary], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    if done.returncode != 0:
        raise Failure(done.stderr.strip())
    rows = [line.split("\t") for line in done.stdout.splitlines()]
    return [(spec, float(ns)) for spec, ns in rows]


def kind(spec):
    """The kind that a spec names, behind its name and before values and source."""
    return spec.removeprefix("range=").split(":")[0].split("(")[0]


def hundred(specs):
    """Seconds of a pipe with a hundred features over a million bars, all processes from cold."""
    chosen = [spec for spec in specs if not spec.startswith("range=")]
    chosen = " ".join(f"'f{n}={spec}'" for n, spec in enumerate(chosen[:100]))
    symbol = "COIN0"
    path = os.path.join(WORK, f"features-{BARS}.jsonl")
    if not os.path.exists(path):
        shell(f"sf-ingest --synthetic --symbols {symbol} --interval 1m --bars {BARS} --seed 1 > {path}.part")
        os.rename(path + ".part", path)
    return shell(f"cat {path} | sf-features {chosen} > /dev/null", stdout=subprocess.DEVNULL)[0]


def run():
    """Prints the table; returns the failures."""
    os.makedirs(WORK, exist_ok=True)
    rows = costs()
    failures = []
    print(f"{'feature':<36}{'ns a bar':>10}")
    for spec, ns in rows:
        reason = REASONS.get(kind(spec), "")
        print(f"{spec:<36}{ns:10.1f}  {reason if ns > LIMIT_NS else ''}".rstrip())
        if ns > LIMIT_NS and not reason:
            failures.append(f"{spec} costs {ns:.0f} ns a bar, more than {LIMIT_NS}")
    seconds = hundred([spec for spec, _ in rows])
    print(f"\n100 features, {BARS} bars, one process, piped: {seconds:.2f} s")
    if seconds > HUNDRED_SECONDS:
        failures.append(f"100 features take {seconds:.1f} s, more than {HUNDRED_SECONDS}")
    return rows, seconds, failures
