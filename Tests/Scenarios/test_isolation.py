"""Plugins that try to get out: what bubblewrap holds back, and that the same attempts succeed without it."""
import json
import pathlib
import shutil
import subprocess
import unittest
import urllib.parse

import scenario  # noqa: F401
from world import World, is_alive

# Every attempt is harmless, and says what came of it among the notes of the description.
ESCAPES = """
import os
import socket
import sys


def connect():
    socket.create_connection(("127.0.0.1", {port}), 5).close()

def neighbours():
    for process in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{{process}}/cmdline", "rb") as file:
                if os.path.basename(file.read().split(b"\\0")[0]) == b"couplet":
                    return
        except OSError:
            continue
    raise OSError("nobody is seen")

def read(path):
    with open(path, "rb") as file:
        file.read(1)

def write(path):
    with open(path, "w") as file:
        file.write("was here")

def allocate():
    bytearray(1 << 30)

def fill():
    with open(os.path.join(os.environ["TMPDIR"], "large"), "wb") as file:
        for _ in range(70):
            file.write(bytes(1 << 20))
            file.flush()

def outlive():
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            os.execv("/bin/sleep", ["sleep", "{marker}"])
        os._exit(0)
    os.wait()

ATTEMPTS = {{
    "network": connect, "neighbours": neighbours, "secret": lambda: read("{secret}"), "store": lambda: read("{store}"),
    "configuration": lambda: read("{configuration}"), "beside": lambda: write(os.path.join(os.path.dirname(__file__), "planted")),
    "outside": lambda: write("{outside}"), "memory": allocate, "large file": fill,
}}


class Escape(Entity):
    def describe(self, metadata, config):
        told = super().describe(metadata, config)
        for name, attempt in ATTEMPTS.items():
            try:
                attempt()
                outcome = "reached"
            except (OSError, MemoryError):
                outcome = "held"
            told["notes"].append({{"severity": "note", "path": name, "message": f"attempt {{name}} {{outcome}}"}})
        outlive()
        return told


if __name__ == "__main__":
    couplet.run(Escape)
"""
# What couplet-launch holds back by itself.
LIMITED = {"memory": "held", "large file": "held"}
FREE = ("network", "neighbours", "secret", "store", "configuration", "beside", "outside")


def bubblewrap_works():
    program = shutil.which("bwrap")
    return program and subprocess.run(
        [program, "--unshare-all", "--ro-bind", "/", "/", "--proc", "/proc", "true"], capture_output=True).returncode == 0


# A machine that lets nobody make namespaces: one of its own, in which that is forbidden, without any right.
FORBIDDEN = ["unshare", "--user", "--map-root-user", "sh", "-c",
             'echo 0 > /proc/sys/user/max_user_namespaces && exec setpriv --bounding-set=-all --inh-caps=-all "$@"', "sh"]


def can_forbid():
    return all(map(shutil.which, ("unshare", "setpriv"))) and subprocess.run(
        [*FORBIDDEN, "true"], capture_output=True).returncode == 0


class Launchers(unittest.TestCase):
    """What is said of how plugins are started."""

    def findings(self, world, mark):
        lines = [json.loads(line) for line in world.run("doctor", "--json").stdout.splitlines()]
        return {line["subject"]: line["text"] for line in lines if line["mark"] == mark}

    @unittest.skipUnless(bubblewrap_works(), "bubblewrap is not here, or may not make namespaces")
    def test_doctor_names_the_entity_that_is_taken_out_of_the_sandbox(self):
        with World() as world:
            world.configure(world.more + "plugins: { launcher: bubblewrap }\nentities: { shipmentmethods: { launcher: none } }\n")
            noted = self.findings(world, "note")
            self.assertIn("Its plugin alone runs without a sandbox", noted["shipmentmethods"])
            self.assertNotIn("plugins", noted)
            self.assertNotIn("paymentterms", noted)
            done = world.run("sync", "shipmentmethods", "paymentterms", "--json")
            self.assertEqual(done.returncode, 0, done.stderr)

    @unittest.skipUnless(bubblewrap_works() and can_forbid(), "no machine can be had here that forbids namespaces")
    def test_where_namespaces_are_forbidden_one_sentence_says_so_and_no_plugin_is_started(self):
        with World() as world:
            world.configure(world.more + "plugins: { launcher: bubblewrap }\n")
            for words in (("doctor",), ("sync", "shipmentmethods", "paymentterms")):
                done = subprocess.run(
                    [*FORBIDDEN, *world.command(*words)], capture_output=True, text=True, timeout=300,
                    stdin=subprocess.DEVNULL)
                said = " ".join(done.stderr.split())
                self.assertEqual(done.returncode, 2, done.stdout + said)
                self.assertIn("plugins.launcher is bubblewrap, which can't start anything here", said)
                self.assertIn("It says: bwrap: ", said)
                self.assertEqual(done.stdout, "")
            self.assertFalse(world.store.exists())


class Escapes(unittest.TestCase):
    """A plugin gets no further than its folder and its pipe."""

    def attempts(self, world, launcher):
        """What the plugin reached, started so, as `couplet doctor` tells it."""
        new = ["plugin", "new", "machines", "--kind", "python", "--erp", "example/assets/v1.0/machines", "--crm", "new_machine"]
        made = world.run(*new, cwd=world.folder)
        self.assertEqual(made.returncode, 0, made.stderr)
        (world.folder / "plugins").mkdir(mode=0o755)
        plugin = world.folder / "machines"
        plugin.rename(world.folder / "plugins" / "machines")
        program = world.folder / "plugins" / "machines" / "machines.py"
        port = urllib.parse.urlsplit(world.ready["erp"]["url"]).port
        self.marker = f"300.{port}"
        program.write_text(program.read_text().split("if __name__")[0] + ESCAPES.format(
            port=port, marker=self.marker, secret=world.folder / "secret", store=world.store,
            configuration=world.configuration, outside=world.folder / "outside"))
        world.configure(world.more + launcher.format(folder=world.folder / "plugins"))
        said = world.run("doctor", "--json")
        texts = [json.loads(line) for line in said.stdout.splitlines()]
        words = [entry["text"].split() for entry in texts if entry["subject"] == "machines" and "attempt" in entry["text"]]
        return {" ".join(line[1:-1]): line[-1] for line in words}, said

    def left(self):
        """Processes that a plugin left behind."""
        return [path.parent.name for path in pathlib.Path("/proc").glob("[0-9]*/cmdline")
                if is_alive(path.parent.name) and self.words(path) == ["sleep", self.marker]]

    @staticmethod
    def words(path):
        try:
            return path.read_bytes().decode(errors="replace").split("\0")[:-1]
        except OSError:
            return []

    def test_without_a_sandbox_a_plugin_reaches_what_its_user_does(self):
        with World() as world:
            found, said = self.attempts(world, "plugins: {{ folders: [{folder}] }}\n")
            self.assertEqual(found, LIMITED | {name: "reached" for name in FREE}, said.stdout + said.stderr)
            self.assertEqual(self.left(), [])

    @unittest.skipUnless(bubblewrap_works(), "bubblewrap is not here, or may not make namespaces")
    def test_behind_bubblewrap_it_reaches_nothing_and_does_its_work(self):
        for launcher in ("plugins: {{ folders: [{folder}], launcher: bubblewrap }}\n",
                         "plugins: {{ folders: [{folder}] }}\nentities: {{ machines: {{ launcher: bubblewrap }} }}\n"):
            with self.subTest(launcher), World() as world:
                found, said = self.attempts(world, launcher)
                self.assertEqual(found, LIMITED | {name: "held" for name in FREE}, said.stdout + said.stderr)
                self.assertEqual(self.left(), [])
                self.assertFalse((world.folder / "outside").exists())
                self.assertFalse((world.folder / "plugins" / "machines" / "planted").exists())
                done = world.run("sync", "machines", "--json")
                self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
                self.assertEqual(scenario.written(scenario.final(done))["machines"][0], {"erp": 1, "crm": 3})

    @unittest.skipUnless(bubblewrap_works(), "bubblewrap is not here, or may not make namespaces")
    def test_the_bundled_plugins_do_their_work_behind_bubblewrap(self):
        with World(records=40) as world:
            world.configure(world.more + "plugins: { launcher: bubblewrap }\n")
            done = world.run("sync", "--json")
            self.assertEqual(done.returncode, 0, done.stderr)
            ended = scenario.states(scenario.final(done))
            self.assertGreater(len(ended), 8)
            self.assertLessEqual(set(ended.values()), {"complete", "unchanged"})
