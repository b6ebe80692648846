"""Servers that answer with too much, or would lead elsewhere: a sentence, soon, in little memory, and no token goes astray."""
import gzip
import http.server
import json
import os
import subprocess
import threading
import unittest

import scenario  # noqa: F401
from world import World

MEMORY = 400 << 20
PATIENCE = 60
TOO_MUCH, UNREADABLE, BROKEN = "answered more than Couplet reads at once", "answered can't be read", "can't be reached"


class Hostile(http.server.BaseHTTPRequestHandler):
    """Signs everybody in; answers everything else as `habit` has it, a function of the handler."""

    protocol_version = "HTTP/1.1"
    habit = None

    def answer(self):
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        try:
            if self.path.startswith("/token"):
                return self.reply({}, json.dumps(
                    {"access_token": "canary" * 9, "token_type": "Bearer", "expires_in": 3600}).encode())
            return type(self).habit(self)
        except OSError:
            self.close_connection = True  # whoever asked has seen enough

    do_GET = do_POST = do_PATCH = do_DELETE = answer

    def reply(self, headers, body, status=200):
        self.send_response(status)
        for name, value in ({"Content-Type": "application/json", "Content-Length": str(len(body))} | headers).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


class Witness(http.server.BaseHTTPRequestHandler):
    """Stands where no token should come, and notes who came."""

    visits = []

    def do_GET(self):
        self.visits.append(self.headers.get("Authorization"))
        self.send_error(404)

    do_POST = do_GET

    def log_message(self, *_):
        pass


def serve(handler):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    server.handle_error = lambda *_: None  # whoever asked has gone in the middle of it
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


class HostileServers(unittest.TestCase):
    """Doctor asks both systems; each answers with the same malice."""

    @classmethod
    def setUpClass(cls):
        cls.world = World().__enter__()
        cls.server, cls.witness = serve(Hostile), serve(Witness)
        cls.place = f"http://127.0.0.1:{cls.server.server_port}"
        cls.elsewhere = f"http://127.0.0.1:{cls.witness.server_port}"
        cls.world.configure(erp=cls.place, crm=cls.place, token=cls.place + "/token", company="Nobody Ltd.")

    @classmethod
    def tearDownClass(cls):
        cls.server.shutdown()
        cls.witness.shutdown()
        cls.world.__exit__()

    def survives(self, habit, words=""):
        Hostile.habit = habit
        output = self.world.folder / "output"
        with open(output, "wb") as file:
            child = subprocess.Popen(
                self.world.command("doctor"), stdin=subprocess.DEVNULL, stdout=file, stderr=file,
                env={**os.environ, "LANG": "en_US.UTF-8", "LC_ALL": "en_US.UTF-8"})
            timer = threading.Timer(PATIENCE, child.kill)
            timer.start()
            _, status, usage = os.wait4(child.pid, 0)
            timer.cancel()
            child.returncode = os.waitstatus_to_exitcode(status)
        said = output.read_text()
        self.assertEqual(child.returncode, 3, said)
        self.assertLess(usage.ru_maxrss << 10, MEMORY)
        self.assertIn(words, said)
        self.assertNotIn("canary", said)

    def test_a_small_answer_that_unpacks_to_a_gigabyte(self):
        bomb = gzip.compress(b"[" * (8 << 20)) + b"".join([gzip.compress(b" " * (64 << 20), 9)] * 16)
        self.survives(lambda handler: handler.reply({"Content-Encoding": "gzip"}, bomb), TOO_MUCH)

    def test_an_answer_that_is_said_to_be_endless(self):
        self.survives(lambda handler: handler.reply({"Content-Length": str(1 << 50)}, b"["), TOO_MUCH)

    def test_an_answer_that_is_nested_without_end(self):
        self.survives(lambda handler: handler.reply({}, b'{"value":' + b"[" * (1 << 20)), UNREADABLE)

    def test_an_answer_with_a_million_members(self):
        members = b",".join(b'"a%d":1' % n for n in range(1000000))
        self.survives(lambda handler: handler.reply({}, b"{" + members + b"}"), UNREADABLE)

    def test_more_headers_than_anybody_needs(self):
        self.survives(lambda handler: handler.reply({f"X-{n}": "y" * 100 for n in range(20000)}, b"{}"), BROKEN)

    def test_one_header_of_a_megabyte(self):
        self.survives(lambda handler: handler.reply({"X-Long": "y" * (1 << 20)}, b"{}"), BROKEN)

    def test_a_redirect_to_elsewhere_is_not_followed(self):
        for status in (301, 302, 303, 307, 308):
            self.survives(lambda handler: handler.reply({"Location": self.elsewhere + handler.path}, b"", status),
                          "pointed to another address than the configured one")
        self.assertEqual(Witness.visits, [])

    def test_links_to_elsewhere_are_not_followed(self):
        links = {name: self.elsewhere + "/v2.0/x" for name in ("@odata.nextLink", "@odata.deltaLink", "@odata.context")}
        self.survives(lambda handler: handler.reply({}, json.dumps({"value": [], **links}).encode()))
        self.assertEqual(Witness.visits, [])
