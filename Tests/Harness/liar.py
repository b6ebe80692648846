"""Stands between the host and a real plugin, and misbehaves: what a broken plugin would do, at a chosen moment.

    liar.py REAL BEHAVIOUR [ARGUMENT ...]

Behaviours: `exit STATUS` at once · `silent` · `flood` lines that are no messages · `endless`
a line without end · `dots` a line that grows slowly · `children` that ignore SIGTERM and
outlive it · `die COUNT` when the host's message of that number came · `stop COUNT` there, by SIGSTOP · `half COUNT` of its
own message of that number · `twice`, `stranger`, `forget`: a decision twice, for a pair that it was not given, none.
"""
import json
import os
import signal
import subprocess
import sys
import threading
import time


def wait_for_ever():
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    time.sleep(1000)


def at_start(behaviour, arguments):
    if behaviour == "exit":
        print("there is no such library", file=sys.stderr)
        sys.exit(int(arguments[0]))
    if behaviour == "silent":
        wait_for_ever()
    if behaviour == "flood":
        while True:
            print("x" * 1000)
    if behaviour in ("endless", "dots"):
        while True:
            sys.stdout.write("x" * 65536 if behaviour == "endless" else ".")
            sys.stdout.flush()
            time.sleep(0 if behaviour == "endless" else 0.05)
    if behaviour == "children":
        for _ in range(3):
            if os.fork() == 0:
                os.setsid()
                os.fork()
                wait_for_ever()


def decisions(behaviour, message, forgotten):
    made = message["params"]["decisions"]
    if behaviour == "twice":
        made.append(made[0])
    elif behaviour == "stranger":
        made.append({**made[0], "pair": 999_999})
    elif behaviour == "forget":
        forgotten.append(made.pop()["pair"])


class Liar:
    def __init__(self, real, behaviour, arguments):
        self.forgotten = []
        self.behaviour, self.moment = behaviour, int(arguments[0]) if arguments else 0
        at_start(behaviour, arguments)
        self.plugin = subprocess.Popen([real, *sys.argv[-1:]], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def hear(self):
        for count, line in enumerate(sys.stdin.buffer, 1):
            if count == self.moment and self.behaviour == "die":
                os._exit(1)
            if count == self.moment and self.behaviour == "stop":
                os.kill(os.getpid(), signal.SIGSTOP)
            if self.forgotten and b'"results"' in line:
                # The plugin itself is not to know.
                message = json.loads(line)
                message["result"]["results"] += [{"pair": self.forgotten.pop(), "outcome": "unchanged"}]
                line = json.dumps(message, separators=(",", ":")).encode() + b"\n"
            try:
                self.plugin.stdin.write(line)
                self.plugin.stdin.flush()
            except BrokenPipeError:
                return
        self.plugin.stdin.close()

    def talk(self):
        threading.Thread(target=self.hear, daemon=True).start()
        for count, line in enumerate(self.plugin.stdout, 1):
            if count == self.moment and self.behaviour == "half":
                sys.stdout.buffer.write(line[:len(line) // 2])
                sys.stdout.buffer.flush()
                os._exit(1)
            message = json.loads(line)
            if message.get("method") == "decisions/apply" and message["params"]["decisions"]:
                decisions(self.behaviour, message, self.forgotten)
            sys.stdout.buffer.write(json.dumps(message, separators=(",", ":")).encode() + b"\n")
            sys.stdout.buffer.flush()
        sys.exit(self.plugin.wait())


if __name__ == "__main__":
    Liar(sys.argv[1], sys.argv[2], sys.argv[3:-1]).talk()
