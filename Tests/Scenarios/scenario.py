"""What the scenarios share: the tools of the harness, and what they say of a report."""
import json
import os
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "Harness"))

LONG = os.environ.get("COUPLET_TEST_DEPTH") == "long"


def final(done):
    """The report: the last line of `--json`."""
    return json.loads(done.stdout.splitlines()[-1])


def written(report):
    """What a plan or a run came to: of each entity the records made, deleted and coupled."""
    return {entity["entity"]: [entity["counters"][name] for name in ("inserted", "deleted", "coupled")]
            for entity in report["entities"]}


def states(report):
    """How each entity ended."""
    return {entity["entity"]: entity["state"] for entity in report["entities"]}
