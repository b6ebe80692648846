#!/usr/bin/env python3
"""What people do in both systems during the demonstration, by the systems' own APIs.

    people.py READY edit        edits five customers: one in each system, one in both (different fields), one in both (the
                                same field: a true conflict), and adds a new customer in the ERP
    people.py READY twins       says what has become of them on both sides

Prints a sentence for each.
"""
import json
import subprocess
import sys

from systems import Systems


def partners(command):
    done = subprocess.run([command[0], "couplings", "customers", "--json", *command[1:]], capture_output=True, text=True,
                          check=True)
    return {pair["erp"]: pair["crm"] for pair in map(json.loads, done.stdout.splitlines())}


def chosen(systems, pairs):
    """Four coupled customers that are easy to follow: the first by number whose account is active."""
    active = {row["accountid"] for row in systems.rows("crm", "accounts", "$select=accountid&$filter=statecode%20eq%200")}
    rows = [row for row in systems.rows("erp", "customers", "$orderby=number") if pairs.get(row["id"]) in active]
    return rows[:4]


def account(systems, key):
    return systems.call("crm", "GET", f"accounts({key})")


def edit(systems, pairs):
    one, two, both, conflict = chosen(systems, pairs)
    systems.edit("erp", "customers", one["id"], one["@odata.etag"], {"phoneNumber": "+41 44 555 01 01"})
    print(f"ERP   {one['number']} {one['displayName']}: a new telephone number")
    systems.edit("crm", "accounts", pairs[two["id"]], "*", {"emailaddress1": "orders@example.com"})
    print(f"CRM   {two['number']} {two['displayName']}: a new e-mail address")
    systems.edit("erp", "customers", both["id"], both["@odata.etag"], {"creditLimit": 77000})
    systems.edit("crm", "accounts", pairs[both["id"]], "*", {
        "address1_line1": "Bahnhofstrasse 1", "address1_postalcode": "8001", "address1_city": "Zürich"})
    print(f"BOTH  {both['number']} {both['displayName']}: a credit limit in the ERP, an address in the CRM")
    systems.edit("erp", "customers", conflict["id"], conflict["@odata.etag"], {"website": "https://erp.example.com"})
    systems.edit("crm", "accounts", pairs[conflict["id"]], "*", {"websiteurl": "https://crm.example.com"})
    print(f"BOTH  {conflict['number']} {conflict['displayName']}: two different home pages, a true conflict")
    new = systems.call("erp", "POST", "customers", {"displayName": "Käserei Sonnenhalde AG", "city": "Luzern"})
    print(f"ERP   {new['number']} {new['displayName']}: a new customer")


def twins(systems, pairs):
    one, two, both, conflict = chosen(systems, pairs)
    shown = [(one, "phoneNumber", "telephone1"), (two, "email", "emailaddress1"), (both, "creditLimit", "creditlimit"),
             (both, "city", "address1_city"), (conflict, "website", "websiteurl")]
    print(f"{'customer':10}{'field':14}{'ERP':28}{'CRM':28}")
    for customer, field, column in shown:
        left, right = customer[field], account(systems, pairs[customer["id"]])[column]
        print(f"{customer['number']:10}{field:14}{str(left):28}{str(right):28}"
              + ("" if str(left) == str(right) or float_equal(left, right) else "<- waits for a person"))
    new = [row for row in systems.rows("erp", "customers") if row["displayName"] == "Käserei Sonnenhalde AG"][-1]
    copy = account(systems, pairs[new["id"]])["name"] if new["id"] in pairs else "not there"
    print(f"{new['number']:10}{'(new)':14}{new['displayName']:28}{copy:28}")


def float_equal(left, right):
    try:
        return float(left) == float(right)
    except (TypeError, ValueError):
        return False


def main():
    systems, action, command = Systems(sys.argv[1]), sys.argv[2], sys.argv[3:]
    {"edit": edit, "twins": twins}[action](systems, partners(command))


main()
