"""Secrets stay where they belong, whatever a server repeats."""
import http.server
import json
import threading
import unittest

import scenario  # noqa: F401
from canaries import leaks
from world import World


class Echo(http.server.BaseHTTPRequestHandler):
    """A service that gives a token, and repeats in its errors whatever it was sent."""

    token = "tokencanary" + "0f" * 40
    refuses_sign_in = False

    def answer(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        if self.path.startswith("/token") and not self.refuses_sign_in:
            return self.reply(200, {"access_token": self.token, "token_type": "Bearer", "expires_in": 3600})
        said = f"{self.headers.get('Authorization', '')} {body}"
        self.reply(401 if self.path.startswith("/token") else 400,
                   {"error": {"code": said, "message": said}, "error_description": said})

    do_GET = do_POST = do_PATCH = answer

    def reply(self, status, value):
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("request-id", self.headers.get("Authorization", "none"))
        try:
            self.end_headers()
            self.wfile.write(body)
        except ConnectionError:
            pass  # whoever asked has gone

    def log_message(self, *_):
        pass


class Secrets(unittest.TestCase):
    """Neither the client secret nor a token is in anything that Couplet writes, whatever a server repeats."""

    def test_a_world_notices_a_secret_in_what_is_written(self):
        for text in ("couplet-sandbox-secret", "eyJ" + "a" * 40 + "." + "b" * 40 + ".c"):
            with self.assertRaises(AssertionError), World() as world:
                leak = world.folder / "leak"
                leak.write_text(f"said {text} aloud")
                found = list(leaks(world.folder))
            self.assertEqual(found, [leak])

    def test_canaries_appear_nowhere(self):
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Echo)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        place = f"http://127.0.0.1:{server.server_port}"
        try:
            with World() as world:
                self.assertIn(world.run("sync", "paymentterms").returncode, (0, 1))
                for Echo.refuses_sign_in in (False, True):
                    world.configure(erp=place, crm=place, token=place + "/token")
                    # In a form it is not spelt as in the file.
                    (world.folder / "secret").write_text("/secret+canary/0815")
                    for words in (["doctor"], ["plan", "customers"], ["sync", "--verbose"], ["sync", "--json"],
                                  ["why", "10000"], ["errors"], ["couplings", "paymentterms"], ["status"]):
                        done = world.run(*words)
                        for canary in ("canary", Echo.token[:20]):
                            self.assertNotIn(canary, done.stdout + done.stderr, words)
                for path in world.folder.rglob("*"):
                    if path.is_file() and path.name != "secret":
                        self.assertNotIn(b"canary", path.read_bytes(), path)
        finally:
            server.shutdown()
