"""Both systems as an outsider sees them: plain HTTP and the published dialects, nothing of Couplet's code.

What `couplet-sandbox serve --ready-file READY` writes says where they are. Python's standard library only.
"""
import http.client
import json
import ssl
import urllib.parse
import uuid

ERP_ROUTE = "/api/couplet/sync/v1.0"
CRM_ROUTE = "/api/data/v9.2"


class Systems:
    """The two systems, signed in as the person `human`, whom the ledger tells apart from Couplet."""

    def __init__(self, ready_path):
        with open(ready_path) as file:
            self.ready = json.load(file)
        self.links = {}
        self.tokens = {side: self._sign_in(side) for side in ("erp", "crm")}

    def _link(self, netloc, scheme):
        if netloc not in self.links:
            if scheme == "https":
                context = ssl.create_default_context(cafile=self.ready.get("ca"))
                self.links[netloc] = http.client.HTTPSConnection(netloc, timeout=120, context=context)
            else:
                self.links[netloc] = http.client.HTTPConnection(netloc, timeout=120)
        return self.links[netloc]

    def exchange(self, method, url, body=None, headers=None):
        """One request; returns status, headers and body. A connection that the server closed is opened once more."""
        parts = urllib.parse.urlsplit(url)
        target = parts.path + ("?" + parts.query if parts.query else "")
        for attempt in (1, 2):
            link = self._link(parts.netloc, parts.scheme)
            try:
                link.request(method, target, body, headers or {})
                answer = link.getresponse()
                return answer.status, answer.headers, answer.read()
            except (http.client.HTTPException, OSError):
                link.close()
                if attempt == 2 or method not in ("GET", "POST"):
                    raise
        raise AssertionError("unreachable")

    def _sign_in(self, side):
        form = urllib.parse.urlencode({
            "grant_type": "client_credentials", "scope": self.ready[side]["scope"],
            "client_id": self.ready["humanClientId"], "client_secret": self.ready["humanClientSecret"]})
        status, _, body = self.exchange(
            "POST", self.ready["tokenURL"], form, {"Content-Type": "application/x-www-form-urlencoded"})
        if status != 200:
            raise SystemExit(f"the sign-in answered {status}: {body[:300]!r}")
        return json.loads(body)["access_token"]

    def root(self, side):
        """The URL below which the entity sets of a side are."""
        if side == "erp":
            return f"{self.ready['erp']['url']}{ERP_ROUTE}/companies({self.ready['companyId']})"
        return f"{self.ready['crm']['url']}{CRM_ROUTE}"

    def call(self, side, method, url, body=None, **headers):
        """One authorized request with a JSON body; raises for every status from 400."""
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        headers |= {"Authorization": "Bearer " + self.tokens[side], "Accept": "application/json"}
        if body is not None and not isinstance(body, (str, bytes)):
            body = json.dumps(body)
            headers.setdefault("Content-Type", "application/json")
        url = url if url.startswith("http") else f"{self.root(side)}/{url}"
        status, answered, data = self.exchange(method, url, body, headers)
        if status == 401:  # the sign-in is over
            self.tokens[side] = self._sign_in(side)
            headers["Authorization"] = "Bearer " + self.tokens[side]
            status, answered, data = self.exchange(method, url, body, headers)
        if status >= 400:
            raise RuntimeError(f"{method} {url} answered {status}: {data[:500]!r}")
        return json.loads(data) if data and "json" in answered.get("Content-Type", "") else data

    def rows(self, side, entity_set, query=""):
        """Every row of a set, over all pages."""
        url = entity_set + ("?" + query if query else "")
        found = []
        while url:
            page = self.call(side, "GET", url, Prefer="odata.maxpagesize=5000")
            found += page["value"]
            url = page.get("@odata.nextLink")
        return found

    def edit(self, side, entity_set, key, etag, changes):
        """A person's edit of one row."""
        return self.call(side, "PATCH", f"{entity_set}({key})", changes, If_Match=etag, Prefer="return=representation")

    def edit_many(self, side, entity_set, edits):
        """A person's edits of many rows, [(key, changes)], in batches."""
        if side == "erp":
            for start in range(0, len(edits), 100):
                requests = [
                    {"id": str(number), "method": "PATCH", "url": f"companies({self.ready['companyId']})/{entity_set}({key})",
                     "headers": {"If-Match": "*", "Content-Type": "application/json"}, "body": changes}
                    for number, (key, changes) in enumerate(edits[start:start + 100])]
                answer = self.call(side, "POST", self.ready["erp"]["url"] + ERP_ROUTE + "/$batch", {"requests": requests})
                wrong = [reply for reply in answer["responses"] if reply["status"] >= 400]
                if wrong:
                    raise RuntimeError(f"an edit was refused: {wrong[0]}")
            return
        for start in range(0, len(edits), 1000):
            boundary = "b" + uuid.uuid4().hex
            parts = [
                f"--{boundary}\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\n"
                f"PATCH {CRM_ROUTE}/{entity_set}({key}) HTTP/1.1\r\nIf-Match: *\r\nContent-Type: application/json\r\n\r\n"
                f"{json.dumps(changes)}\r\n" for key, changes in edits[start:start + 1000]]
            answer = self.call(
                side, "POST", "$batch", ("".join(parts) + f"--{boundary}--\r\n").encode(),
                Content_Type=f"multipart/mixed; boundary={boundary}")
            if b"HTTP/1.1 4" in answer or b"HTTP/1.1 5" in answer:
                raise RuntimeError(f"an edit was refused: {answer[:500]!r}")

    def control(self, method, path, body=None):
        """The sandbox's own switches and its ledger."""
        status, _, data = self.exchange(
            method, self.ready["control"] + path, json.dumps(body) if body is not None else None,
            {"Content-Type": "application/json"})
        if status >= 400:
            raise RuntimeError(f"the sandbox answered {status} to {method} {path}: {data[:300]!r}")
        return json.loads(data) if data else None
