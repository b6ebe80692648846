#!/usr/bin/env python3
"""Searches what was left behind for secrets: every client secret and token of the sandbox is a canary.

    Tests/Harness/canaries.py FOLDER...      ends with 1, and names the files, where one is found
"""
import pathlib
import sys

from world import KEEPERS, TOKEN

SECRETS = (b"couplet-sandbox-secret", b"human-sandbox-secret", b"s3cret-canary")


def leaks(folder):
    """The files below a folder that hold a secret, except those that are there to hold it."""
    for path in sorted(pathlib.Path(folder).rglob("*")):
        if path.is_file() and not path.is_symlink() and path.name not in KEEPERS:
            data = path.read_bytes()
            if TOKEN.search(data) or any(secret in data for secret in SECRETS):
                yield path


if __name__ == "__main__":
    found = [path for folder in sys.argv[1:] for path in leaks(folder)]
    for path in found:
        print(f"canaries: a secret stands in {path}", file=sys.stderr)
    sys.exit(1 if found else 0)
