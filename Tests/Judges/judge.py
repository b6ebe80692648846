"""What every judge needs: where the sandbox is, and a list of checks that counts its verdicts."""

import json
import logging
import os
import sys
import traceback

with open(os.environ["JUDGE_READY"]) as file:
    READY = json.load(file)

CRM = READY["crm"]["url"]
ERP = READY["erp"]["url"]
SCOPE = READY["crm"]["scope"]
CHECKS = []

# The libraries log refusals that a check provokes.
logging.disable(logging.ERROR)


def check(sentence):
    """Marks a function as a check; its sentence says what the client can do."""

    def add(function):
        CHECKS.append((sentence, function))
        return function

    return add


def verdict():
    """Runs the checks in their order, and ends with the line that the runner reads."""
    passed = failed = 0
    for sentence, function in CHECKS:
        try:
            function()
            passed += 1
            print(f"ok      {sentence}")
        except Exception as error:
            failed += 1
            place = traceback.extract_tb(error.__traceback__)
            line = next((frame.lineno for frame in reversed(place) if "judge_" in frame.filename), "?")
            print(f"FAILED  {sentence}: line {line}: {type(error).__name__}: {str(error)[:500]}")
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


def equal(found, expected):
    """Demands that two values are the same."""
    if found != expected:
        raise AssertionError(f"{found!r} is not {expected!r}")


def refused(function, *kinds):
    """Demands that a call raises one of the errors, and returns it."""
    try:
        function()
    except kinds as error:
        return error
    raise AssertionError("nothing was refused")


def token():
    """A token for Dataverse, by plain HTTP, for clients that take one ready-made."""
    import requests

    answer = requests.post(
        READY["tokenURL"],
        data={
            "grant_type": "client_credentials",
            "client_id": READY["clientId"],
            "client_secret": READY["clientSecret"],
            "scope": SCOPE,
        },
        timeout=30,
    )
    answer.raise_for_status()
    return answer.json()["access_token"]
