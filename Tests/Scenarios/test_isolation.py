"""Plugins that try to get out: what bubblewrap holds back, and that the same attempts succeed without it."""
import json
import os
import pathlib
import shutil
import subprocess
import time
import unittest
import urllib.parse

import scenario
import neighbours
from neighbours import bubblewrap_works, written
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
# What a plugin may burden the machine with while it is asked for its description, within bounds of the test's own.
BURDENS = """
import mmap
import os
import signal
import sys
import time


def stubborn():
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)

def bomb():
    made = 0
    for _ in range({forks}):
        try:
            child = os.fork()
        except OSError:
            break
        if child == 0:
            os.setsid()
            stubborn()
            time.sleep(600)
            os._exit(0)
        made += 1
    return made

def comet():
    # One process at any time, of which no one who looks finds more than the tail.
    if os.fork() == 0:
        end = time.monotonic() + 120
        while time.monotonic() < end:
            os.setsid()
            if os.fork():
                os._exit(0)
        os._exit(0)
    return 1

def litter():
    made = 0
    for number in range(5000):
        with open("small%d" % number, "w") as file:
            file.write("x" * 100)
        made += 1
    for number in range(3):
        with open("large%d" % number, "wb") as file:
            file.write(bytes(8 << 20))
        made += 1
    here = os.getcwd()
    for depth in range(1200):
        os.mkdir("deeper")
        os.chdir("deeper")
        made += 1
    os.chdir(here)
    os.chmod("deeper", 0)
    return made

def grow():
    kept = []
    while True:
        kept.append(bytearray(32 << 20))

def stay():
    stubborn()
    for _ in range(3):
        if os.fork() == 0:
            os.setsid()
            stubborn()
            time.sleep(600)
    open(os.path.join(os.environ["TMPDIR"], "ready"), "w").close()
    time.sleep(600)

class Burden(Entity):
    def describe(self, metadata, config):
        told = super().describe(metadata, config)
        told["notes"].append({{"severity": "note", "path": "", "message": "made %d" % {burden}()}})
        return told


if __name__ == "__main__":
    couplet.run(Burden)
"""
# What couplet-launch holds back by itself.
LIMITED = {"memory": "held", "large file": "held"}
FREE = ("network", "neighbours", "secret", "store", "configuration", "beside", "outside")


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
        program = written(world)
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


class Burdens(unittest.TestCase):
    """What a plugin burdens the machine with goes with it, and costs no other entity its run."""

    LAUNCHERS = ["none", *(["bubblewrap"] if bubblewrap_works() else [])]

    def worlds(self, burden, forks=200, **options):
        """A world for each way to start plugins, in which that of the machines is a burden."""
        for launcher in self.LAUNCHERS:
            with self.subTest(launcher), World(**options) as world:
                program = written(world)
                program.write_text(program.read_text().split("if __name__")[0] + BURDENS.format(forks=forks, burden=burden))
                world.configure(world.more + f"plugins: {{ folders: [{program.parent.parent}], launcher: {launcher} }}\n")
                self.scratch = world.folder / "scratch"
                self.scratch.mkdir(mode=0o700)
                yield world
                self.assertEqual(self.left(world), [])
                self.assertEqual(list(self.scratch.iterdir()), [])

    @staticmethod
    def left(world):
        """Processes of the plugin, whoever their parent is by now."""
        place, found = str(world.folder / "plugins" / "machines").encode(), []
        for path in pathlib.Path("/proc").glob("[0-9]*/cmdline"):
            try:
                if place in path.read_bytes() and is_alive(path.parent.name):
                    found.append(path.parent.name)
            except OSError:
                continue
        return found

    def ended(self, world, entity="machines"):
        """How an entity ended that ran beside an honest one."""
        done = world.run("sync", entity, "paymentterms", "--json", environment={"TMPDIR": str(self.scratch)})
        entities = {one["entity"]: one for one in scenario.final(done)["entities"]}
        self.assertEqual(entities["paymentterms"]["state"], "complete", done.stderr)
        return entities[entity]

    def test_a_swarm_of_processes_that_ignore_signals_is_gone_with_its_plugin(self):
        for world in self.worlds("bomb"):
            self.assertEqual(self.ended(world)["state"], "complete")

    def test_a_process_that_is_another_one_all_the_time_is_caught(self):
        for world in self.worlds("comet"):
            self.assertEqual(self.ended(world)["state"], "complete")

    def test_whatever_it_leaves_in_its_scratch_folder_is_removed(self):
        for world in self.worlds("litter"):
            self.assertEqual(self.ended(world)["state"], "complete")

    def test_memory_without_end_ends_its_own_entity(self):
        for world in self.worlds("grow"):
            ended = self.ended(world)
            self.assertEqual(ended["state"], "failed")
            self.assertIn("ended", ended["says"])

    def test_who_ignores_every_signal_does_not_outlive_its_host(self):
        for world in self.worlds("stay"):
            host = subprocess.Popen(world.command("sync", "machines"), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                    stdin=subprocess.DEVNULL, env={**os.environ, "TMPDIR": str(self.scratch)})
            world.children.append(host)
            self.wait(lambda: list(self.scratch.glob("*/ready")), 60)
            self.assertGreaterEqual(len(self.left(world)), 4)
            host.kill()
            host.wait()
            self.wait(lambda: not self.left(world), 10)
            # Its folder stays: the host was in no position to remove it. The next one starts with another.
            for folder in self.scratch.iterdir():
                shutil.rmtree(folder)

    @unittest.skipUnless(scenario.LONG, "takes long, and wants a quiet machine")
    def test_a_neighbour_that_misbehaves_costs_another_entity_a_fifth_of_its_pace_at_most(self):
        for habit in neighbours.HABITS:
            for launcher in self.LAUNCHERS:
                with self.subTest(habit, launcher=launcher):
                    if neighbours.load() > 0.5 * os.cpu_count():
                        self.skipTest("this machine is busy; Tests/Benchmarks/neighbours measures it by itself")
                    alone, beside = neighbours.measured(habit, launcher)
                    self.assertLess(neighbours.ratio(alone, beside), 1.2, (alone, beside))

    def wait(self, happened, seconds):
        deadline = time.monotonic() + seconds
        while not happened():
            self.assertLess(time.monotonic(), deadline, "it took too long")
            time.sleep(0.05)
