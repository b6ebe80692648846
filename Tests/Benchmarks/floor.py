#!/usr/bin/env python3
"""The floor: the two-way work of `couplet sync customers` by a plain script: watermarks, pairs, hashes, If-Match, $batch.

No safety at all: no intents, no guards, no base per field, no retry, no limits. Usage: floor.py READY.json STATE.json
READY.json is what `couplet-sandbox serve --ready-file` writes; STATE.json keeps tokens and pairs between runs.
"""
import hashlib, http.client, json, os, re, sys, urllib.parse, uuid

MAP = [("displayName", "name"), ("contactName", "address1_primarycontactname"), ("addressLine1", "address1_line1"),
       ("addressLine2", "address1_line2"), ("postalCode", "address1_postalcode"), ("city", "address1_city"),
       ("country", "address1_country"), ("state", "address1_stateorprovince"), ("email", "emailaddress1"),
       ("faxNumber", "fax"), ("website", "websiteurl"), ("phoneNumber", "telephone1"), ("creditLimit", "creditlimit")]
ONE_WAY = {"creditLimit"}
ready, path = json.load(open(sys.argv[1])), sys.argv[2]
state = json.load(open(path)) if os.path.exists(path) else {"mark": "", "delta": "", "tokens": {}, "pairs": {}}
links, requests = {}, 0


def call(side, method, url, body=None, **headers):
    global requests
    requests += 1
    parts = urllib.parse.urlsplit(url)
    if parts.netloc not in links:
        links[parts.netloc] = http.client.HTTPConnection(parts.netloc)
    target = parts.path + ("?" + parts.query if parts.query else "")
    if side:
        headers["Authorization"] = "Bearer " + state["tokens"][side]
    links[parts.netloc].request(method, target, body, {k.replace("_", "-"): v for k, v in headers.items()})
    return links[parts.netloc].getresponse().read()


def sign_in(side):
    form = urllib.parse.urlencode({"grant_type": "client_credentials", "client_id": ready["clientId"], "scope":
                                   ready[side]["scope"], "client_secret": ready["clientSecret"]})
    answer = call(None, "POST", ready["tokenURL"], form, Content_Type="application/x-www-form-urlencoded")
    state["tokens"][side] = json.loads(answer)["access_token"]


def feed(side, url, rows, **headers):
    while url:
        page = json.loads(call(side, "GET", url, Accept="application/json", **headers))
        rows += page["value"]
        url, delta = page.get("@odata.nextLink"), page.get("@odata.deltaLink")
    return delta


def digest(row, column, ways):
    text = "\0".join(str(row.get(m[column]) or "") for m in MAP if ways or m[0] not in ONE_WAY)
    return hashlib.sha256(text.encode()).hexdigest()[:24]


def to_crm(writes):  # [(account id, etag or None, customer)]
    for start in range(0, len(writes), 1000):
        lines, chunk = [], writes[start:start + 1000]
        for account, etag, row in chunk:
            body = json.dumps({c: row[e] or None for e, c in MAP} | {"customertypecode": 3})
            match = f"If-Match: {etag}" if etag else "If-None-Match: *"
            lines.append("--b\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\n"
                         f"PATCH /api/data/v9.2/accounts({account})?$select=accountid HTTP/1.1\r\n{match}\r\n"
                         f"Prefer: return=representation\r\nContent-Type: application/json\r\n\r\n{body}\r\n")
        answer = call("crm", "POST", ready["crm"]["url"] + "/api/data/v9.2/$batch", "".join(lines) + "--b--\r\n",
                      Content_Type="multipart/mixed; boundary=b", Prefer="odata.continue-on-error").decode()
        yield from re.findall(r'"@odata.etag":"((?:[^"\\]|\\.)*)"', answer)


def to_erp(writes):  # [(customer id, etag, account)]
    for start in range(0, len(writes), 100):
        batch = [{"id": str(i), "method": "PATCH", "url": f"companies({ready['companyId']})/customers({customer})",
                  "headers": {"If-Match": etag, "Content-Type": "application/json"},
                  "body": {e: row[c] or "" for e, c in MAP if e not in ONE_WAY}}
                 for i, (customer, etag, row) in enumerate(writes[start:start + 100])]
        answer = call("erp", "POST", erp + "/$batch", json.dumps({"requests": batch}), Content_Type="application/json",
                      Prefer="odata.continue-on-error")
        yield from (reply["body"] for reply in json.loads(answer)["responses"])


erp = ready["erp"]["url"] + "/api/couplet/sync/v1.0"
if not state["tokens"]:
    sign_in("erp"), sign_in("crm")
customers, accounts = [], []
query = urllib.parse.quote(f"lastModifiedDateTime gt {state['mark']}", safe="") if state["mark"] else ""
feed("erp", f"{erp}/companies({ready['companyId']})/customers?$orderby=lastModifiedDateTime" + (query and "&$filter=" + query),
     customers, Prefer="odata.maxpagesize=20000")
names = "$select=" + ",".join(["accountid"] + [c for _, c in MAP])
state["delta"] = feed("crm", state["delta"] or f"{ready['crm']['url']}/api/data/v9.2/accounts?{names}", accounts,
                      Prefer="odata.track-changes,odata.maxpagesize=5000")
pairs, back = state["pairs"], {p["crm"]: k for k, p in state["pairs"].items()}
outward, inward = [], []
for row in customers:
    state["mark"], key = max(state["mark"], row["lastModifiedDateTime"]), row["id"]
    pair = pairs.get(key)
    if not pair or pair["erpHash"] != digest(row, 0, True):
        account = pair["crm"] if pair else str(uuid.uuid5(uuid.NAMESPACE_OID, key))
        outward.append((account, pair and pair["crmTag"], row))
        pairs[key] = {"crm": account, "erpTag": row["@odata.etag"], "erpHash": digest(row, 0, True), "crmTag": "",
                      "crmHash": digest({c: row[e] for e, c in MAP}, 1, False)}
for row in accounts:
    key = back.get(row.get("accountid"))
    if key and pairs[key]["crmHash"] != digest(row, 1, False):
        inward.append((key, pairs[key]["erpTag"], row))
        pairs[key] |= {"crmTag": row["@odata.etag"], "crmHash": digest(row, 1, False)}
for (account, _, row), etag in zip(outward, to_crm(outward)):
    pairs[row["id"]]["crmTag"] = json.loads(f'"{etag}"')
for (key, _, _), body in zip(inward, to_erp(inward)):
    if "@odata.etag" in body:
        pairs[key] |= {"erpTag": body["@odata.etag"], "erpHash": digest(body, 0, True)}
        state["mark"] = max(state["mark"], body["lastModifiedDateTime"])
json.dump(state, open(path, "w"))
print(json.dumps({"requests": requests, "toCRM": len(outward), "toERP": len(inward)}))
