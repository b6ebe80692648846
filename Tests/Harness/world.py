"""A world for tests of the real executables: a sandbox, a configuration, a store, and the `couplet` command.

Everything it starts it ends, and everything it writes is in one temporary folder. Python's standard library only.
The client secret and the tokens of every world are canaries: whatever is printed, and whatever is in the folder at the end,
is searched for them.
"""
import json
import os
import pathlib
import re
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import time

from systems import Systems

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
PRODUCTS = pathlib.Path(os.environ.get("COUPLET_PRODUCTS", ROOT / ".build" / "debug"))

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
"""

# The guards ask a person; a test that is about something else says beforehand that everything may be done.
UNGUARDED = """\
guards:
  approveFirstRun: false
  deletes: { count: 1000000, percent: 100 }
  overwrites: { count: 1000000, percent: 100 }
  creates: { count: 1000000, percent: 100 }
"""


# A JSON Web Token, which is what the sandbox's tokens are: https://www.rfc-editor.org/rfc/rfc7519#section-3
TOKEN = re.compile(rb"eyJ[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{8,}\.")
# Where the secret has to be: what the sandbox tells its users, and the file that the configuration names.
KEEPERS = ("secret", "ready.json")


class World:
    """A sandbox with a company, and Couplet connected to it; a context manager."""

    def __init__(self, *, records=None, seed=1, options=(), more=UNGUARDED, products=PRODUCTS):
        self.products, self.more = pathlib.Path(products), more
        self.arguments = ["serve", "--seed", str(seed), *(["--records", str(records)] if records else []), *options]
        self.holder = tempfile.TemporaryDirectory(prefix="couplet-test-")
        self.folder = pathlib.Path(self.holder.name)
        self.ready_path, self.store = self.folder / "ready.json", self.folder / "couplet.sqlite"
        self.configuration = self.folder / "couplet.yaml"
        self.children = []

    def __enter__(self):
        log = open(self.folder / "sandbox.log", "wb")
        self.sandbox = subprocess.Popen(
            [self.products / "couplet-sandbox", *self.arguments, "--ready-file", self.ready_path], stdout=log, stderr=log)
        log.close()
        deadline = time.monotonic() + 120
        while not (self.ready_path.exists() and self.ready_path.stat().st_size > 2):
            if self.sandbox.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError("the sandbox did not get ready: " + (self.folder / "sandbox.log").read_text()[-1000:])
            time.sleep(0.02)
        self.systems = Systems(self.ready_path)
        self.ready = self.systems.ready
        self.configure()
        return self

    def __exit__(self, kind=None, *_):
        for child in self.children:
            if child.poll() is None:
                child.kill()
                child.wait()
        self.sandbox.terminate()
        try:
            self.sandbox.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self.sandbox.kill()
        try:
            if kind is None:
                self.refuse_secrets_in_files()
        finally:
            self.holder.cleanup()

    def refuse_secrets(self, data, where):
        """Raises when a secret or a token is in what was written."""
        found = [secret for secret in (self.ready["clientSecret"].encode(),) if secret in data]
        if found or TOKEN.search(data):
            raise AssertionError(f"a secret was written: {where}")

    def refuse_secrets_in_files(self):
        """Searches every file of the world: store, logs, recorded conversations, what plugins left."""
        for path in self.folder.rglob("*"):
            if path.is_file() and path.name not in KEEPERS and self.folder / "products" not in path.parents:
                self.refuse_secrets(path.read_bytes(), path)

    def configure(self, more=None, **changes):
        """Writes the configuration; `changes` replace the values that go into it."""
        secret = self.folder / "secret"
        secret.touch(mode=0o600)
        secret.write_text(self.ready["clientSecret"])
        values = {
            "erp": self.ready["erp"]["url"], "crm": self.ready["crm"]["url"], "company": self.ready["companyId"],
            "token": self.ready["tokenURL"], "client": self.ready["clientId"], "erp_scope": self.ready["erp"]["scope"],
            "crm_scope": self.ready["crm"]["scope"], "secret": secret, "store": self.store} | changes
        text = CONFIGURATION.format(**values)
        if self.ready.get("ca"):
            text += f"certificateAuthority: {self.ready['ca']}\n"
        self.configuration.write_text(text + (self.more if more is None else more))

    def lying(self, entity, *behaviour):
        """A copy of the products in which the plugin of an entity misbehaves (liar.py); `behaviour` can be changed later."""
        copy = self.folder / "products"
        if not copy.exists():
            shutil.copytree(self.products / "plugins", copy / "plugins", copy_function=link)
            for name in ("couplet", "couplet-launch"):
                link(self.products / name, copy / name)
            self.products = copy
        folder = copy / "plugins" / entity
        command = folder / json.loads((folder / "plugin.json").read_text())["command"][0]
        real = folder / "real"
        if not real.exists():
            command.rename(real)
        command.unlink(missing_ok=True)
        words = [sys.executable, str(ROOT / "Tests" / "Harness" / "liar.py"), str(real), *map(str, behaviour)]
        command.write_text(f'#!/bin/sh\nexec {shlex.join(words)} "$@"\n')
        command.chmod(0o755)

    def command(self, *words):
        """The command line of `couplet` for this world."""
        return [str(self.products / "couplet"), *map(str, words), "--configuration", str(self.configuration)]

    def run(self, *words, timeout=300, environment=None, **options):
        """Runs `couplet`, and returns what it printed and how it ended."""
        done = subprocess.run(
            self.command(*words), capture_output=True, text=True, timeout=timeout, stdin=subprocess.DEVNULL,
            env={**os.environ, "LANG": "en_US.UTF-8", "LC_ALL": "en_US.UTF-8", **(environment or {})}, **options)
        self.refuse_secrets((done.stdout + done.stderr).encode(), words)
        return done

    def start(self, *words):
        """Starts `couplet`; it is ended with the world."""
        child = subprocess.Popen(
            self.command(*words), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL)
        self.children.append(child)
        return child

    def lines(self, *words):
        """Runs `couplet … --json`, and returns its lines as values."""
        done = self.run(*words, "--json")
        if done.returncode not in (0, 1, 3):
            raise RuntimeError(f"{words} ended with {done.returncode}: {done.stderr[-1000:]}")
        return [json.loads(line) for line in done.stdout.splitlines() if line.strip()]

    def settled(self, record):
        """The groups of fields of a record in which both sides had changed something and one won, by its history."""
        stories = self.lines("why", record, "--offline", "--limit", "1000")
        return " ".join(entry["group"] for story in stories for line in story["history"] for entry in line["settled"])

    def clock(self, shift, after=None):
        """The environment of a process whose clock is off by so many seconds; from the start, or after some."""
        library = self.folder / "clock.so"
        if not library.exists():
            subprocess.run(["clang", "-shared", "-fPIC", "-o", library, ROOT / "Tests" / "Harness" / "clock.c"], check=True)
        jump = {} if after is None else {"CLOCK_AFTER": str(after)}
        return {"LD_PRELOAD": str(library), "CLOCK_SHIFT": str(shift), **jump}

    def agreement(self):
        """What an outsider who compares both systems says, and whether all is well."""
        done = subprocess.run(
            ["python3", ROOT / "Tests" / "Harness" / "agreement.py", self.ready_path, self.products / "couplet",
             "--configuration", self.configuration], capture_output=True, text=True, timeout=300)
        return done.returncode == 0, done.stdout + done.stderr


def link(source, target):
    """Puts a file in a second place; a copy where the file systems differ."""
    pathlib.Path(target).parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def descendants(pid):
    """The processes below a process."""
    found, open_pids = [], [pid]
    while open_pids:
        current = open_pids.pop()
        children = []
        # A child belongs to the thread that started it: https://man7.org/linux/man-pages/man5/proc_tid_children.5.html
        try:
            threads = os.listdir(f"/proc/{current}/task")
        except OSError:  # It ended meanwhile.
            continue
        for thread in threads:
            try:
                path = pathlib.Path(f"/proc/{current}/task/{thread}/children")
                children += [int(child) for child in path.read_text().split()]
            except OSError:
                continue
        found += children
        open_pids += children
    return found


def is_alive(pid):
    """Whether a process is there, and no zombie."""
    try:
        with open(f"/proc/{pid}/stat") as file:
            return file.read().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def kill(pid, number=signal.SIGKILL):
    """Sends a signal to a process that may be gone already."""
    try:
        os.kill(pid, number)
        return True
    except ProcessLookupError:
        return False
