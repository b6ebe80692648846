"""A company that is synchronized while its systems are at fault, and the outsider who looks at it afterwards."""
import json
import random
import re
import time

from office import Office
from world import World

IDENTITY = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
# An unanswered create without a key is in doubt until the server can no longer be at it: a quarter of an hour and some.
DOUBT = 30 * 60


class Storm:
    """A world with people at work in it; a context manager."""

    def __init__(self, *, seed=1, **options):
        self.world, self.chance, self.strikes = World(seed=seed, **options), random.Random(seed), 0
        self.landed = 0

    def __enter__(self):
        self.world.__enter__()
        self.office = Office(self.world.systems, self.chance)
        return self

    def __exit__(self, *problem):
        self.world.__exit__(*problem)

    def run_through(self, faults):
        """One run under faults, whatever becomes of it, and a clean one."""
        control = self.world.systems.control
        for fault in faults:
            control("POST", "/faults", fault)
        done = self.world.run("sync", timeout=590)
        if done.returncode not in (0, 1, 4):
            raise AssertionError(f"the run under faults ended with {done.returncode}: {done.stderr[-1500:]}")
        self.strikes += sum(fault.get("strikes", 0) for fault in control("GET", "/faults"))
        control("DELETE", "/faults")
        self.landed = time.monotonic() + 1 + max((fault.get("seconds", 0) for fault in faults if fault["fault"] == "landLate"), default=0)
        self.clean_run()

    def clean_run(self, **options):
        """A run that nothing disturbs."""
        done = self.world.run("sync", timeout=590, **options)
        if done.returncode not in (0, 1):
            raise AssertionError(f"the clean run ended with {done.returncode}: {done.stderr[-1500:]}")

    def work(self):
        """People edit records and make new ones."""
        self.office.work(self.pairs())

    def complaints(self):
        """What is wrong, once nothing is in doubt any more."""
        # What is to land late has landed: by a clock that is ahead the host would believe that it never will.
        time.sleep(max(0, self.landed - time.monotonic()))
        self.clean_run(environment=self.world.clock(DOUBT))
        agrees, report = self.world.agreement()
        found = self.office.complaints(self.pairs(), self.aside(), self.world.settled)
        if doubtful := [aside for aside in self.asides() if aside.get("code") == 3002]:
            found.append(f"still in doubt: {doubtful}")
        return found if agrees else found + [line for line in report.splitlines() if line.startswith(("  ", "created"))]

    def writes_of_one_more_run(self):
        before = self.writes()
        self.clean_run()
        return self.writes() - before

    def writes(self):
        """How many rows Couplet has written so far, by the ledger."""
        return self.world.systems.control("GET", "/ledger/summary")["writes"].get(self.world.ready["clientId"], 0)

    def pairs(self):
        """What is coupled, by entity, ERP to CRM."""
        return {entity: {pair["erp"]: pair["crm"] for pair in self.world.lines("couplings", entity)}
                for entity in Office.ENTITIES}

    def asides(self):
        return self.world.lines("errors", "--limit", "1000000")

    def aside(self):
        """The records that wait for a person or for time."""
        return set(IDENTITY.findall(json.dumps(self.asides())))
