"""What the benchmarks of the main job share: a sandbox with a large company, Couplet and the floor on it, and the measuring of one pass."""
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import threading
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "Harness"))
from systems import Systems  # noqa: E402

PHASES = ["initial", "nothing changed", "1 % on one side", "1 % on both", "1 % in conflict"]

CONFIGURATION = """\
erp:
  system: business-central
  url: {erp}
  company: {company}
  signIn:
    tokenURL: {token}
    client: {client}
    scope: {erp_scope}
    secret: {{ file: {secret} }}
crm:
  system: dataverse
  url: {crm}
  signIn:
    tokenURL: {token}
    client: {client}
    scope: {crm_scope}
    secret: {{ file: {secret} }}
store: {store}
guards:
  approveFirstRun: false
  overwrites: {{ count: 1000000, percent: 100 }}
  creates: {{ count: 1000000000, percent: 100 }}
"""


class Sandbox:
    """A sandbox with a large company, for as long as one program is measured."""

    def __init__(self, products, folder, records):
        self.ready_path = folder / "ready.json"
        self.process = subprocess.Popen(
            [products / "couplet-sandbox", "serve", "--records", str(records), "--seed", "1", "--ready-file",
             self.ready_path], stdout=subprocess.DEVNULL, stderr=open(folder / "sandbox.log", "wb"))
        for _ in range(1200):
            if self.ready_path.exists() and self.ready_path.stat().st_size > 2:
                break
            if self.process.poll() is not None:
                raise SystemExit(f"the sandbox ended: {(folder / 'sandbox.log').read_text()[-500:]}")
            time.sleep(0.05)
        self.systems = Systems(self.ready_path)

    def requests(self):
        stats = self.systems.control("GET", "/stats")
        return {side: stats[side]["requests"] for side in ("erp", "crm")} | {"signIn": stats["signIn"]["requests"]}

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(timeout=30)


def resident(pid):
    """Resident megabytes of a process and its descendants."""
    total, open_pids = 0, [pid]
    while open_pids:
        current = open_pids.pop()
        try:
            with open(f"/proc/{current}/statm") as file:
                total += int(file.read().split()[1]) * os.sysconf("SC_PAGESIZE")
            # A child belongs to the thread that started it.
            for children in pathlib.Path(f"/proc/{current}/task").glob("*/children"):
                open_pids += [int(child) for child in children.read_text().split()]
        except (OSError, IndexError):
            continue
    return total / 1e6


def measured(command, sandbox, log, samples_memory):
    """Runs a command; returns seconds, requests by the sandbox's count, and peak memory when asked."""
    before = sandbox.requests()
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=log, stderr=log)
    peak = 0.0
    if samples_memory:
        def sample():
            nonlocal peak
            while process.poll() is None:
                peak = max(peak, resident(process.pid))
                time.sleep(0.02)
        watcher = threading.Thread(target=sample)
        watcher.start()
        process.wait()
        watcher.join()
    else:
        process.wait()
    seconds = time.perf_counter() - start
    # One read for the person's statistics themselves is not the program's.
    after = sandbox.requests()
    if process.returncode not in (0, 1):
        log.flush()
        raise SystemExit(f"{command[0]} ended with {process.returncode}: {pathlib.Path(log.name).read_text()[-2000:]}")
    return {"seconds": seconds, "requests": {key: after[key] - before[key] for key in after}, "megabytes": peak}


def people_edit(phase, systems, count):
    """What people change before a phase: some customers, their accounts, or both."""
    customers = systems.rows("erp", "customers", "$select=id,number&$top=" + str(count))[:count]
    if phase in ("1 % on one side", "1 % on both", "1 % in conflict"):
        field = "phoneNumber" if phase != "1 % in conflict" else "email"
        systems.edit_many("erp", "customers", [
            (row["id"], {field: f"erp-{phase[4:7].strip()}-{number}" if field == "phoneNumber" else f"a{number}@erp.example"})
            for number, row in enumerate(customers)])
    if phase in ("1 % on both", "1 % in conflict"):
        by_customer = people_edit.partners
        systems.edit_many("crm", "accounts", [
            (by_customer[row["id"]], {"emailaddress1": f"b{number}@crm.example"} if phase == "1 % in conflict"
             else {"address1_city": f"City {number}"})
            for number, row in enumerate(customers) if row["id"] in by_customer])


def one_pass(program, products, records, samples_memory):
    """Every phase of one program on a fresh sandbox."""
    results = {}
    with tempfile.TemporaryDirectory(prefix="couplet-bench-") as name:
        folder = pathlib.Path(name)
        with Sandbox(products, folder, records) as sandbox, open(folder / "program.log", "w+") as log:
            command, partners = prepare(program, products, folder, sandbox)
            for phase in PHASES:
                if phase not in ("initial", "nothing changed"):
                    people_edit.partners = partners()
                    people_edit(phase, sandbox.systems, max(1, records // 100))
                runs = [measured(command, sandbox, log, samples_memory and phase == "initial")
                        for _ in range(3 if phase == "nothing changed" else 1)]
                results[phase] = sorted(runs, key=lambda run: run["seconds"])[len(runs) // 2]
    return results


def prepare(program, products, folder, sandbox):
    """The command that one pass of a program is, and how its pairs are read."""
    ready = sandbox.systems.ready
    if program == "floor":
        state = folder / "floor.json"

        def partners():
            return {key: pair["crm"] for key, pair in json.loads(state.read_text())["pairs"].items()}
        return [sys.executable, HERE / "floor.py", sandbox.ready_path, state], partners
    secret = folder / "secret"
    secret.touch(mode=0o600)
    secret.write_text(ready["clientSecret"])
    configuration = folder / "couplet.yaml"
    configuration.write_text(CONFIGURATION.format(
        erp=ready["erp"]["url"], crm=ready["crm"]["url"], company=ready["companyId"], token=ready["tokenURL"],
        client=ready["clientId"], erp_scope=ready["erp"]["scope"], crm_scope=ready["crm"]["scope"], secret=secret,
        store=folder / "couplet.sqlite"))
    couplet = [products / "couplet"]
    options = ["--configuration", configuration]
    # What customers refer to is coupled first, once, and is no part of what is measured.
    subprocess.run(couplet + ["sync", "+customers", "--except", "customers"] + options, check=True,
                   stdout=subprocess.DEVNULL, stderr=open(folder / "codes.log", "wb"))

    def partners():
        lines = subprocess.run(couplet + ["couplings", "customers", "--json"] + options, check=True,
                               capture_output=True, text=True).stdout.splitlines()
        return {pair["erp"]: pair["crm"] for pair in map(json.loads, lines)}
    return couplet + ["sync", "customers"] + options, partners
