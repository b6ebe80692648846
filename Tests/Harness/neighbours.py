"""What a plugin that misbehaves costs another entity: honest customers, alone and beside it by turns."""
import json
import os
import pathlib
import shutil
import signal
import statistics
import subprocess
import time

from world import World

#: What the neighbour does while it is asked for its description, for as long as anybody lets it.
HABITS = {
    # Two processes that do nothing but work.
    "spin": """
def misbehave():
    if os.fork() == 0:
        while True:
            pass
    while True:
        pass
""",
    # Every line that a pipe takes, to the host's log.
    "flood": """
def misbehave():
    while True:
        os.write(2, b"x" * 4000 + b"\\n")
        time.sleep(0)
""",
    # Files without end in its own folder, removed and written again.
    "litter": """
def misbehave():
    place = os.environ["TMPDIR"]
    while True:
        for number in range(200):
            with open(os.path.join(place, "file%d" % number), "wb") as file:
                file.write(bytes(1 << 16))
        for number in range(200):
            os.remove(os.path.join(place, "file%d" % number))
""",
}
PROGRAM = """
import os
import time

{habit}

class Neighbour(Entity):
    def describe(self, metadata, config):
        misbehave()
        return super().describe(metadata, config)


if __name__ == "__main__":
    couplet.run(Neighbour)
"""


def bubblewrap_works():
    program = shutil.which("bwrap")
    return bool(program) and subprocess.run(
        [program, "--unshare-all", "--ro-bind", "/", "/", "--proc", "/proc", "true"], capture_output=True).returncode == 0


def written(world):
    """A plugin in Python for the machines, among the plugins of a world; its program."""
    made = world.run("plugin", "new", "machines", "--kind", "python", "--erp", "example/assets/v1.0/machines",
                     "--crm", "new_machine", cwd=world.folder)
    if made.returncode != 0:
        raise RuntimeError(made.stderr)
    (world.folder / "plugins").mkdir(mode=0o755)
    (world.folder / "machines").rename(world.folder / "plugins" / "machines")
    return world.folder / "plugins" / "machines" / "machines.py"


def pace(world, scratch, *others):
    """How long customers take to be compared whole, until they are done, however long others go on."""
    host = subprocess.Popen(
        world.command("sync", "customers", *others, "--full", "--json"), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
        stdin=subprocess.DEVNULL, env={**os.environ, "TMPDIR": str(scratch)})
    world.children.append(host)
    begun, ended = time.monotonic(), None
    # What is done is told as it is done, among other remarks.
    for line in host.stderr:
        if b'"customers"' in line:
            ended = json.loads(line)["state"]
            break
    took = time.monotonic() - begun
    host.send_signal(signal.SIGINT)
    host.stderr.read()
    host.stderr.close()
    host.wait()
    if ended not in ("complete", "unchanged", "partial"):
        raise RuntimeError(f"customers ended {ended}")
    return took


def measured(habit, launcher="none", rounds=5, records=1500, products=None):
    """Seconds of customers alone, and beside a neighbour with a habit, by turns: what else the machine does falls on both."""
    options = {"products": products} if products else {}
    with World(records=records, options=["--unlimited"], **options) as world:
        program = written(world)
        program.write_text(program.read_text().split("if __name__")[0] + PROGRAM.format(habit=HABITS[habit]))
        world.configure(world.more + f"plugins: {{ folders: [{program.parent.parent}], launcher: {launcher} }}\n")
        scratch = world.folder / "scratch"
        scratch.mkdir(mode=0o700)
        # What customers refer to is coupled once, and the first run of all creates: neither is measured.
        world.run("sync", "+customers", environment={"TMPDIR": str(scratch)})
        alone, beside = [], []
        for _ in range(rounds):
            alone.append(pace(world, scratch))
            beside.append(pace(world, scratch, "machines"))
    return alone, beside


def ratio(alone, beside):
    """By how much the neighbour slows: 1.2 is a fifth."""
    return statistics.median(beside) / statistics.median(alone)


def load():
    """How many processes want the processor, over the last minute."""
    return float(pathlib.Path("/proc/loadavg").read_text().split()[0])
