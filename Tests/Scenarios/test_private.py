"""What others on the machine, and what texts from elsewhere, could do: read files and memory, swap executables, steer terminals."""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import unittest

import scenario  # noqa: F401
from world import PRODUCTS, World, descendants

NOBODY = 65534


class PrivateFiles(unittest.TestCase):
    """Whatever Couplet writes is for its owner alone."""

    def test_every_file_is_private_whatever_the_umask(self):
        with World() as world:
            there = set(world.folder.rglob("*"))
            for words in (["sync", "--record-conversations", world.folder / "said"], ["plan", "customers"], ["status"]):
                self.assertIn(world.run(*words, umask=0).returncode, (0, 1))
            made = set(world.folder.rglob("*")) - there
            self.assertLessEqual({"couplet.sqlite", "couplet.sqlite.key", "said"}, {path.name for path in made})
            self.assertTrue(any(path.suffix == ".jsonl" and path.stat().st_size for path in made))
            for path in made:
                self.assertEqual(path.stat().st_mode & 0o077, 0, path)


class Memory(unittest.TestCase):
    """A plugin runs as the same user; what the host holds in memory is not for it."""

    def user(self):
        """Who runs the host: root may read everything, so somebody else where that is possible."""
        return {"user": NOBODY, "group": NOBODY, "extra_groups": []} if os.geteuid() == 0 else {}

    def reads(self, pid):
        """Whether another process of that user can read the environment and the memory of one."""
        codes = set()
        for words in (["cat", f"/proc/{pid}/environ"], ["dd", f"if=/proc/{pid}/mem", "count=0"]):
            done = subprocess.run(
                words, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, cwd="/",
                env={**os.environ, "LC_ALL": "C"}, **self.user())
            self.assertTrue(done.returncode == 0 or "Permission denied" in done.stderr, done.stderr)
            codes.add(done.returncode == 0)
        self.assertEqual(len(codes), 1)
        return codes.pop()

    def sleepers(self, pid):
        """The children of a process that have become the command; what is on the way to it may be gone a moment later."""
        found = []
        for child in descendants(pid):
            try:
                if pathlib.Path(f"/proc/{child}/cmdline").read_bytes().split(b"\0")[0].endswith(b"sleep"):
                    found.append(child)
            except OSError:
                continue
        return found

    @unittest.skipUnless(sys.platform == "linux", "there is no /proc")
    def test_no_other_process_of_the_user_reads_the_memory_or_the_environment(self):
        with World() as world:
            home = world.folder / "home"
            home.mkdir()
            text = world.configuration.read_text().replace(str(world.store), str(home / "couplet.sqlite"))
            (home / "couplet.yaml").write_text(
                text.replace(f"{{ file: {world.folder / 'secret'} }}", "{ command: [sleep, '25'] }"))
            if os.geteuid() == 0:
                world.folder.chmod(0o755)
                for path in (home, home / "couplet.yaml"):
                    os.chown(path, NOBODY, NOBODY)
            try:
                host = subprocess.Popen(
                    [world.products / "couplet", "doctor", "--configuration", home / "couplet.yaml"], cwd="/",
                    stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, **self.user())
            except PermissionError:
                self.skipTest("nobody else may run what was built here")
            world.children.append(host)
            deadline = time.monotonic() + 20
            while not (below := self.sleepers(host.pid)) and host.poll() is None and time.monotonic() < deadline:
                time.sleep(0.02)
            self.assertTrue(below, host.stderr.read() if host.poll() is not None else "no secret was asked for")
            self.assertTrue(self.reads(below[0]), "another process of the user can't be read anyway")
            self.assertFalse(self.reads(host.pid))
            host.kill()
            host.wait()
            host.stderr.close()


class Trust(unittest.TestCase):
    """Who installs a plugin knows what it may do."""

    def test_doctor_says_that_plugins_are_trusted_when_nothing_holds_them(self):
        with World() as world:
            words = "They run without a sandbox, as trusted code with the rights of this user."
            self.assertIn(words, " ".join(world.run("doctor").stdout.split()))
            world.configure(world.more + "plugins: { launcher: [/usr/bin/env] }\n")
            self.assertNotIn(words, " ".join(world.run("doctor").stdout.split()))


class Swaps(unittest.TestCase):
    """What is executed is what was looked at."""

    def start(self, folder, path, identity):
        return subprocess.run(
            [PRODUCTS / "couplet-launch", "--parent", str(os.getpid()), "--executable", path, "--identity", identity, "--",
             path, folder / "trace"], capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=60)

    def identity(self, path):
        now = os.stat(path)
        return f"{now.st_dev}:{now.st_ino}:{now.st_size}:{now.st_mtime_ns}:{now.st_ctime_ns}"

    def test_an_executable_that_was_put_in_another_ones_place_is_not_executed(self):
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            path = folder / "plugin"
            shutil.copy2(shutil.which("true"), path)
            known = self.identity(path)
            self.assertEqual(self.start(folder, path, known).returncode, 0)
            for source in ("touch", "true"):
                other = folder / "other"
                shutil.copy2(shutil.which(source), other)
                other.rename(path)
                done = self.start(folder, path, known)
                self.assertEqual((done.returncode, "changed since it was checked" in done.stderr), (126, True), done.stderr)
            path.unlink()
            path.symlink_to(shutil.which("true"))
            self.assertEqual(self.start(folder, path, self.identity(path)).returncode, 126)
            self.assertFalse((folder / "trace").exists())

    def test_nor_when_it_is_put_there_at_that_very_moment(self):
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            path = folder / "plugin"
            good, evil, ends = folder / "good", folder / "evil", threading.Event()
            shutil.copy2(shutil.which("true"), good)
            shutil.copy2(shutil.which("touch"), evil)

            def swap():
                while not ends.is_set():
                    for source in (good, evil):
                        link = folder / "link"
                        os.link(source, link)
                        link.rename(path)

            os.link(evil, path)
            swapper = threading.Thread(target=swap)
            swapper.start()
            try:
                codes = [self.start(folder, path, self.identity(good)).returncode for _ in range(100)]
            finally:
                ends.set()
                swapper.join()
            self.assertLessEqual(set(codes), {0, 126, 127})
            self.assertIn(126, codes)
            self.assertFalse((folder / "trace").exists())


class Terminals(unittest.TestCase):
    """A name that people typed is shown, and steers nothing."""

    NAME = "Adatum \x1b[2J\x1b]0;owned\x07\u009b1m\u202egpj.exe\u2066 \u061c\u200f\x7f end"

    def is_obeyed(self, letter):
        code = ord(letter)
        return (code < 0x20 and letter not in "\n\t" or 0x7F <= code < 0xA0 or code in (0x61C, 0x200E, 0x200F, 0xFEFF)
                or 0x2028 <= code <= 0x202E or 0x2066 <= code <= 0x2069)

    def test_no_command_passes_on_what_a_terminal_would_obey(self):
        with World() as world:
            self.assertIn(world.run("sync", "+customers").returncode, (0, 1))
            pair = world.lines("couplings", "customers")[0]
            for side, entity_set, field in (("erp", "customers", "displayName"), ("crm", "accounts", "name")):
                world.systems.call(
                    side, "PATCH", f"{entity_set}({pair[side]})", {field: f"{side} {self.NAME}"}, If_Match="*")
            shown = ""
            for words in (["plan", "customers"], ["sync", "customers", "--verbose"], ["errors"], ["why", pair["crm"]],
                          ["couplings", "customers"], ["status"], ["doctor"]):
                for more in ([], ["--json"]):
                    done = world.run(*words, *more)
                    found = {hex(ord(letter)) for letter in done.stdout + done.stderr if self.is_obeyed(letter)}
                    self.assertEqual(found, set(), [*words, *more])
                    shown += done.stdout
            self.assertIn("gpj.exe", shown)
