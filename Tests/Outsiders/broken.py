#!/usr/bin/env -S python3 -B
"""Plugins that break one rule each: broken.py HABIT. `couplet plugin test` has to name the rule."""
import os
import pathlib
import random
import socket
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / "python"))
import couplet_plugin as couplet  # noqa: E402
from gadgets import Gadgets  # noqa: E402

HABIT = sys.argv[1]


class Broken(Gadgets):
    """What the plugin itself does wrong."""

    seen = 0
    hoard = []

    def describe(self, metadata, config):
        described = super().describe(metadata, config)
        if HABIT == "describes by chance":
            described["notes"] = [{"severity": "note", "path": "weight", "message": str(random.random())}]
        return described

    def validate(self, config):
        return [] if HABIT == "takes any setting" else super().validate(config)

    def decide(self, pair, run):
        Broken.seen += 1
        decision = super().decide(pair, run)
        if HABIT == "decides by the clock":
            decision["reason"]["code"] = f"at{int(time.time())}"
        if HABIT == "remembers earlier pairs" and Broken.seen > 3:
            decision["reason"]["code"] = f"after{Broken.seen}"
        if HABIT == "tells a value":
            decision["reason"]["args"] = [str(pair["erp"].get("fields", {}).get("displayName"))]
        if HABIT == "hoards":
            self.hoard.append(os.urandom(10_000))
        if HABIT == "writes unchanged" and pair.get("coupled") and decision["do"] == "none":
            if pair["erp"]["state"] == pair["crm"]["state"] == "present":
                return {"do": "update", "side": "crm", "set": {"name": "x"}, "reason": {"code": "merged"}}
        if HABIT == "writes what it never described" and decision["do"] == "create" and decision["side"] == "crm":
            decision["set"]["secretfield"] = "x"
        if HABIT == "reaches out" and Broken.seen == 1:
            try:
                socket.create_connection(("192.0.2.1", 80), timeout=0.2)
            except OSError:
                pass
        if HABIT == "writes beside itself":
            (pathlib.Path(os.environ["PLUGIN_FOLDER"]) / "cache").write_text("x")
        if HABIT == "writes for all to see":
            pathlib.Path("/var/tmp/couplet-broken-plugin").write_text("x")
        return decision


class Session(couplet._Session):
    """What it does wrong in the conversation."""

    def send(self, message):
        if HABIT == "prints" and message.get("method") == "changes/next":
            os.write(self.writing, b"hello\n")
        if HABIT == "writes long lines" and message.get("method") == "changes/next":
            super().send({"method": "$/log", "params": {"level": "info", "message": "x" * 300_000}})
        if HABIT == "asks too much at once" and message.get("method") == "changes/next":
            for _ in range(4):
                self.last += 1
                super().send({**message, "id": self.last, "method": "state/get", "params": {"runId": "x", "key": "y"}})
        if HABIT == "answers twice" and "result" in message:
            super().send(message)
        super().send(message)

    def serve(self, message):
        if HABIT == "is deaf while it waits" and self.running and message.get("method") == "$/ping":
            return
        if HABIT == "goes on when cancelled" and message.get("method") == "$/cancelRequest":
            return
        if HABIT == "is deaf to what it does not know" and message.get("method") == "initialize":
            if set(message["params"]) - {"protocol", "host", "limits", "heartbeat", "capabilities", "locale"}:
                self.send({"id": message["id"], "error": {"code": -32602, "message": "unknown member"}})
                return
        super().serve(message)

    def answer(self, method, params):
        if HABIT == "needs no beginning":
            self.ready = True
        if HABIT == "speaks any version" and method == "initialize":
            params["protocol"] = [1]
        if HABIT == "starts what outlives it" and method == "entity/describe":
            subprocess.Popen(["sleep", "20"], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        if HABIT == "leaves with an error" and method == "shutdown":
            import atexit
            atexit.register(os._exit, 3)
        answer = super().answer(method, params)
        if HABIT == "raises limits" and method == "initialize":
            answer["limits"] = {"frame": 99_000_000}
        return answer

    def messages(self):
        try:
            yield from super().messages()
        except SystemExit:
            if HABIT == "outlives the stream":
                time.sleep(60)
            raise

    def parts(self, decisions):
        if HABIT == "forgets a pair":
            decisions = decisions[1:]
        return super().parts(decisions)


couplet._Session = Session
if HABIT == "says nothing by hand":
    os.environ["COUPLET_PROTOCOL"] = "1"
couplet.run(Broken)
