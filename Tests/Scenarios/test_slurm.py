"""Plugins as jobs of a cluster: the launcher is Slurm's srun, and the cluster is one node on loopback."""
import os
import pathlib
import shutil
import socket
import subprocess
import tempfile
import time
import unittest

from scenario import LONG, final, states
from world import World, is_alive

# https://slurm.schedmd.com/slurm.conf.html; nobody else is let in, since every port is on loopback.
CLUSTER = """\
ClusterName=couplet
SlurmctldHost={host}(127.0.0.1)
AuthType=auth/none
CredType=cred/none
SlurmUser=root
SlurmdUser=root
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/spool
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/slurmd.pid
SlurmctldPort={controller}
SlurmdPort={node}
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
MpiDefault=none
ReturnToService=2
CommunicationParameters=NoCtldInAddrAny,NoInAddrAny
NodeName={host} NodeAddr=127.0.0.1 CPUs={processors} State=UNKNOWN
PartitionName=all Nodes=ALL Default=YES MaxTime=INFINITE State=UP OverSubscribe=FORCE:64
"""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Cluster:
    """A cluster of one node; a context manager."""

    def __enter__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="couplet-slurm-"))
        for name in ("state", "spool"):
            (self.folder / name).mkdir()
        host = socket.gethostname().split(".")[0]
        self.file = self.folder / "slurm.conf"
        self.file.write_text(CLUSTER.format(
            host=host, folder=self.folder, controller=free_port(), node=free_port(), processors=os.cpu_count()))
        self.environment = {**os.environ, "SLURM_CONF": str(self.file)}
        self.daemons = [self.start("slurmctld", "-D"), self.start("slurmd", "-D", "-N", host)]
        try:
            self.wait()
        except BaseException:
            # Nobody leaves what was not entered.
            self.__exit__()
            raise
        return self

    def wait(self):
        deadline = time.monotonic() + 60
        while b"idle" not in self.say("sinfo", "-h", "-o", "%T"):
            if time.monotonic() > deadline:
                raise RuntimeError((self.folder / "slurmctld.log").read_text()[-2000:])
            time.sleep(0.2)

    def start(self, program, *words):
        with open(self.folder / f"{program}.log", "wb") as log:
            return subprocess.Popen([program, *words], stdout=log, stderr=log, stdin=subprocess.DEVNULL, env=self.environment)

    def say(self, *words):
        return subprocess.run(words, capture_output=True, env=self.environment, timeout=60).stdout

    def __exit__(self, *_):
        for daemon in reversed(self.daemons):
            daemon.terminate()
            try:
                daemon.wait(timeout=20)
            except subprocess.TimeoutExpired:
                daemon.kill()
                daemon.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def launcher(self):
        """The words before a plugin's own: its environment is built from nothing, so the cluster is named there."""
        return f"plugins: {{ launcher: [/usr/bin/env, SLURM_CONF={self.file}, srun, -Q, -n1, -u] }}\n"


def plugins_of(world):
    """The processes of plugins, wherever they were started from."""
    found = []
    for path in pathlib.Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = path.read_bytes().decode(errors="replace").split("\0")
        except OSError:
            continue
        if words[0].startswith(str((world.products / "plugins").resolve())) and is_alive(path.parent.name):
            found.append(path.parent.name)
    return found


def lack():
    """What this machine lacks for a cluster of its own; None where it has everything."""
    missing = [program for program in ("slurmctld", "slurmd", "srun") if not shutil.which(program)]
    if missing:
        return f"{missing[0]} is not here: apt-get install slurmd slurmctld slurm-client"
    if os.getuid() != 0:
        return "Slurm's daemons want root"
    if not any(pathlib.Path("/sys/fs/cgroup").glob("*")):
        return "no control groups are at /sys/fs/cgroup, where slurmd looks for them when it starts"
    host = socket.gethostname()
    try:
        socket.getaddrinfo(host, None)
    except OSError as error:
        return f"the name of this machine, {host}, leads nowhere ({error.strerror}); a line in /etc/hosts would do"
    return None


@unittest.skipUnless(LONG, "takes long")
@unittest.skipIf(LONG and lack(), LONG and lack() or "")
class Slurm(unittest.TestCase):
    """A launcher in front of each plugin that starts it somewhere else."""

    def test_every_plugin_does_its_work_as_a_job(self):
        with Cluster() as cluster, World(records=40) as world:
            world.configure(world.more + cluster.launcher)
            first = world.run("sync", "--json")
            self.assertEqual(first.returncode, 0, first.stderr)
            self.assertGreater(len(states(final(first))), 8)
            self.assertLessEqual(set(states(final(first)).values()), {"complete", "unchanged"})
            jobs = cluster.say("scontrol", "-o", "show", "job").decode().count("JobState=COMPLETED")
            self.assertGreater(jobs, 8, "each plugin was a job of the cluster")
            again = world.run("sync", "--json")
            self.assertEqual(again.returncode, 0, again.stderr)
            self.assertTrue(world.agreement()[0])

    def test_jobs_end_with_the_host(self):
        with Cluster() as cluster, World(records=400) as world:
            world.configure(world.more + cluster.launcher)
            host = world.start("sync")
            deadline = time.monotonic() + 60
            while not plugins_of(world) and host.poll() is None and time.monotonic() < deadline:
                time.sleep(0.02)
            self.assertTrue(plugins_of(world), "no plugin was started")
            host.kill()
            host.wait()
            host.stderr.close()
            deadline = time.monotonic() + 15
            while plugins_of(world) and time.monotonic() < deadline:
                time.sleep(0.1)
            self.assertEqual(plugins_of(world), [])
            done = world.run("sync", "--json")
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertEqual(world.systems.control("GET", "/ledger/twice"), [])


if __name__ == "__main__":
    unittest.main()
