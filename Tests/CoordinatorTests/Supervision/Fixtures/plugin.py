#!/usr/bin/env python3
"""A plugin that behaves as its first argument says; without one, well."""
import json, os, resource, signal, sys, time

folder = os.path.dirname(os.path.abspath(__file__))
habit = sys.argv[1] if len(sys.argv) > 2 else "good"
read, write = sys.stdin.buffer, sys.stdout.buffer
number = 0
early = []


def send(message, before=b""):
    write.write(before + json.dumps({"jsonrpc": "2.0", **message}, separators=(",", ":")).encode() + b"\n")
    write.flush()


def receive():
    line = read.readline()
    if not line:
        if habit in ("stubborn", "deaf"):
            time.sleep(600)
        sys.exit(0)
    return json.loads(line)


def call(method, params):
    """Asks the host; what it asks meanwhile is answered or kept."""
    global number
    number += 1
    send({"id": number, "method": method, "params": params})
    crash(method + " sent")
    while True:
        message = receive()
        if message.get("method") == "$/ping":
            send({"id": message["id"], "result": {"inFlight": 1}})
        elif "method" in message:
            early.append(message)
        elif message["id"] == number:
            crash(method + " answered")
            return message


def crash(boundary):
    """Dies at a boundary, once (`crash-once`) or always (`crash-always`)."""
    if len(sys.argv) < 4 or sys.argv[2] != boundary:
        return
    marker = os.path.join(folder, "crashed")
    if habit == "crash-once" and os.path.exists(marker):
        return
    if habit in ("crash-once", "crash-always"):
        open(marker, "a").write("x")
        print("about to die at", boundary, file=sys.stderr, flush=True)
        os.kill(os.getpid(), signal.SIGSEGV)


def grandchildren():
    """Processes that nothing but SIGKILL ends, in sessions of their own."""
    for generation in range(3):
        if os.fork() == 0:
            os.setsid()
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
            if os.fork() == 0:
                time.sleep(600)
            time.sleep(600)


def surroundings():
    limits = {name: resource.getrlimit(getattr(resource, name))[0]
              for name in ("RLIMIT_CORE", "RLIMIT_NOFILE", "RLIMIT_FSIZE", "RLIMIT_DATA")}
    status = open("/proc/self/status").read()
    return {"argv": sys.argv, "environment": dict(os.environ), "descriptors": sorted(os.listdir("/proc/self/fd")),
            "mode": oct(os.stat(os.environ["HOME"]).st_mode & 0o777), "folder": os.getcwd(), "limits": limits,
            "noNewPrivileges": "NoNewPrivs:\t1" in status, "session": os.getsid(0) == os.getppid()}


def describe():
    name = json.dumps(surroundings()) if habit == "surroundings" else "f1"
    sides = {"erp": ["number"], "crm": ["number"]}
    more = {"deletes": "delete"} if habit == "deletes" else {}
    return {**more, "fields": [], "reads": sides, "naturalKey": {"erp": [], "crm": []}, "fingerprint": name}


def habit_done():
    global habit
    habit = "good"


def run(identity, params):
    batch = 0
    while True:
        if habit == "hang":
            time.sleep(600)
        if habit == "modest":
            send({"method": "$/log", "params": {"level": "info", "message": "0123456789abcdef"}})
            send({"id": 1000, "method": "state/get", "params": {"runId": params["runId"], "key": "x"}})
            send({"id": 1001, "method": "state/get", "params": {"runId": params["runId"], "key": "y" * 5000}})
            codes = {}
            while len(codes) < 2:
                message = receive()
                codes[message["id"]] = message.get("error", {}).get("code", 0)
            open(os.path.join(folder, "codes"), "w").write(json.dumps(codes))
            habit_done()
        page = call("changes/next", {"runId": params["runId"], "limit": 2})
        if "error" in page:
            if habit == "deaf":
                time.sleep(600)
            return send({"id": identity, "error": {"code": page["error"]["code"], "message": "ended"}})
        page = page["result"]
        if page["pairs"]:
            batch += 1
            decisions = [{"pair": pair["pair"], "do": "none", "reason": {"code": "test"}} for pair in page["pairs"]]
            call("decisions/apply", {"runId": params["runId"], "batch": batch, "decisions": decisions,
                                     "checkpoint": page["checkpoint"]})
        send({"method": "$/progress", "params": {"runId": params["runId"], "phase": "deciding", "done": batch}})
        if page.get("end") and habit != "endless" and habit != "deaf":
            return send({"id": identity, "result": {"outcome": "complete"}})


def answer(message):
    method, identity = message["method"], message.get("id")
    crash(method + " received")
    if method == "initialize":
        version, name = 1, "python"
        if habit == "refuses-version":
            return send({"id": identity, "error": {"code": 1004, "message": "no", "data": {"supported": [9]}}})
        if habit == "other-version":
            version = 9
        if habit == "other-name":
            name = "serpent"
        result = {"protocol": version, "plugin": {"name": name, "version": "1.0.0"}, "capabilities": {}}
        if habit == "validates":
            result["capabilities"] = {"validate": {}}
        if habit == "modest":
            result["limits"] = {"frame": 4000, "batch": 2000, "inFlight": 1, "logLine": 10}
        if habit == "greedy":
            result["limits"] = {"frame": 1 << 40, "inFlight": 1000}
        if habit == "lying-digest":
            result["manifestDigest"] = "0" * 64
        before = b""
        if habit == "stray":
            write.write(b"hello from a library\n")
            before = b"no newline here "
        send({"id": identity, "result": result}, before)
        if habit == "stray":
            write.write(b'{"not": "a message"}\n')
            print("careful: Authorization: Bearer abcdef.ghijkl and TOPSECRET", file=sys.stderr, flush=True)
        if habit == "flood-stdout":
            while True:
                write.write(b"x" * 1000 + b"\n")
        if habit == "flood-stderr":
            for line in range(3000):
                sys.stderr.write("y" * 1000 + "\n")
    elif method == "config/validate":
        findings = []
        if "team" not in message["params"]["config"]:
            findings.append({"severity": "error", "path": "team", "message": "A team is to own the records, and none is named.",
                             "hint": "Write the identity of the team."})
        findings.append({"severity": "warning", "path": "company", "message": "Records of all companies take part."})
        send({"id": identity, "result": {"diagnostics": findings}})
    elif method == "entity/describe":
        send({"id": identity, "result": describe()})
    elif method == "sync/run":
        run(identity, message["params"])
        crash("sync/run answered")
    elif method == "shutdown":
        if habit in ("stubborn", "deaf"):
            return
        send({"id": identity, "result": {}})
    elif method == "$/ping":
        send({"id": identity, "result": {"inFlight": 0}})


if habit == "exit":
    print("the licence is missing", file=sys.stderr)
    sys.exit(3)
if habit == "silent":
    time.sleep(600)
if habit in ("stubborn", "deaf"):
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    grandchildren()
if habit == "family":
    grandchildren()
open(os.path.join(folder, "started"), "a").write("%d\n" % os.getpid())
while True:
    answer(early.pop(0) if early else receive())
