#!/usr/bin/env python3
"""From lead to cash during the demonstration: what a salesperson and the back office do, by the systems' own APIs.

    sales.py READY COUPLET sell       a salesperson sells at the ERP's price, in the CRM: the order is entered and submitted
    sales.py READY COUPLET arrived    says what has become of the order in the ERP, line by line
    sales.py READY COUPLET told       says by which number the CRM knows it now
    sales.py READY COUPLET deliver    the back office ships and invoices it, in the ERP
    sales.py READY COUPLET owes       says what the account owes, as the CRM shows it
    sales.py READY COUPLET novelty    a salesperson sells a product that only the CRM has; says by which id it is known
    sales.py READY COUPLET went       says that this order has arrived as well

Prints a sentence for each, and ends with 1 when something is not as it should be. What is to be remembered is in sales.json.
"""
import json
import pathlib
import subprocess
import sys
from decimal import Decimal

from systems import Systems

MEMORY = pathlib.Path("sales.json")


def cents(amount):
    return Decimal(str(amount or 0)).quantize(Decimal("0.01"))


def demand(holds, complaint):
    if not holds:
        raise SystemExit("demo: " + complaint)


class Sales:
    def __init__(self, ready, command):
        self.systems, self.command = Systems(ready), command
        self.memory = json.loads(MEMORY.read_text()) if MEMORY.exists() else {}
        self.company = f"{self.systems.ready['erp']['url']}/api/v2.0/companies({self.systems.ready['companyId']})"

    def remember(self, **facts):
        self.memory |= facts
        MEMORY.write_text(json.dumps(self.memory))

    def pairs(self, entity):
        """The coupled records of an entity, CRM to ERP."""
        done = subprocess.run([self.command, "couplings", entity, "--json"], capture_output=True, text=True, check=True)
        return {pair["crm"]: pair["erp"] for pair in map(json.loads, done.stdout.splitlines())}

    def priced(self):
        """A list of the ERP's prices in the local currency, and a product in it that the ERP sells."""
        rows = self.systems.rows
        blocked = {row["id"] for row in rows("erp", "items") if row["blocked"]}
        items = {crm for crm, erp in self.pairs("items").items() if erp not in blocked}
        products = {row["productid"]: row for row in rows("crm", "products", "$filter=statecode%20eq%200")
                    if row["productid"] in items}
        local = {crm for crm, erp in self.pairs("currencies").items() if erp == "00000000-0000-0000-0000-000000000000"}
        lists = {row["pricelevelid"]: row for row in rows("crm", "pricelevels", "$filter=statecode%20eq%200")}
        lists = {key: lists[key] for key in sorted(self.pairs("pricelists")) if key in lists
                 and lists[key]["_transactioncurrencyid_value"] in local}
        for price in sorted(rows("crm", "productpricelevels"), key=lambda row: (row["productnumber"] or "", row["_pricelevelid_value"])):
            product = products.get(price["_productid_value"])
            if product and price["_pricelevelid_value"] in lists and price["_uomid_value"] == product["_defaultuomid_value"] and price["amount"]:
                return lists[price["_pricelevelid_value"]], product, price
        raise SystemExit("demo: no product has a price")

    def buyer(self):
        """An account whose customer buys, with what it owes."""
        owed = {row["_couplet_accountid_value"]: row for row in self.systems.rows("crm", "couplet_accountstatisticses")}
        free = {row["id"] for row in self.systems.rows("erp", "customers") if row["blocked"] in (" ", "_x0020_")}
        accounts = {row["accountid"]: row for row in self.systems.rows("crm", "accounts", "$filter=statecode%20eq%200")}
        customers = self.pairs("customers")
        return next(accounts[key] for key in sorted(owed, key=str) if key in accounts and customers.get(key) in free)

    def submit(self, account, lines, **more):
        """Enters an order, and submits it."""
        made = self.systems.call("crm", "POST", "salesorders", {
            "name": "Demonstration", "customerid_account@odata.bind": f"/accounts({account})", "order_details": lines} | more,
            Prefer="return=representation")
        return self.systems.edit("crm", "salesorders", made["salesorderid"], "*", {"statecode": 1, "statuscode": 3})

    def twin(self, order):
        """The order of the ERP, with its lines."""
        erp = self.pairs("salesorders").get(order)
        demand(erp, f"the order {order} is not in the ERP")
        return self.systems.call("erp", "GET", f"{self.company}/salesOrders({erp})?$expand=salesOrderLines")

    def owed(self, account):
        rows = self.systems.rows("crm", "couplet_accountstatisticses", f"$filter=_couplet_accountid_value%20eq%20{account}")
        return cents(rows[0]["couplet_balance"])

    def sell(self):
        prices, product, price = self.priced()
        account = self.buyer()
        # The line names no price: the CRM takes that of the list, which came from the ERP.
        order = self.submit(account["accountid"], [{
            "productid@odata.bind": f"/products({product['productid']})", "uomid@odata.bind": f"/uoms({price['_uomid_value']})",
            "quantity": 12, "manualdiscountamount": 2.5}], **{"pricelevelid@odata.bind": f"/pricelevels({prices['pricelevelid']})"},
            requestdeliveryby="2026-12-15T00:00:00Z")
        demand(cents(order["totalamountlessfreight"]) == cents(12 * Decimal(str(price["amount"])) - Decimal("2.5")),
               "the order has not the price of the list")
        self.remember(order=order["salesorderid"], account=account["accountid"], name=account["name"],
                      balance=str(self.owed(account["accountid"])))
        print(f"CRM   {account['name']} orders 12 × {product['name']} at {cents(price['amount'])}, "
              f"the price of the ERP's list {prices['name']}, less 2.50")
        print(f"CRM   order {order['ordernumber']}: {cents(order['totalamountlessfreight'])}, submitted")

    def arrived(self, key="order"):
        order = self.systems.call("crm", "GET", f"salesorders({self.memory[key]})")
        twin = self.twin(order["salesorderid"])
        print(f"ERP   order {twin['number']} of {twin['customerName']}, external number {twin['externalDocumentNumber']}")
        for line in twin["salesOrderLines"]:
            print(f"ERP     {line['quantity']:g} × {line['description']} at {cents(line['unitPrice'])}, "
                  f"discount {cents(line['discountAmount'])}: {cents(line['amountExcludingTax'])}")
        left, right = cents(twin["totalAmountExcludingTax"]), cents(order["totalamountlessfreight"])
        demand(left == right, f"the ERP has {left}, the CRM {right}")
        print(f"BOTH  {left} without tax in both systems, to the cent")

    def told(self):
        order = self.systems.call("crm", "GET", f"salesorders({self.memory['order']})")
        number = self.twin(order["salesorderid"])["number"]
        demand(order["bcbi_businesscentralordernumber"] == number and order["statecode"] == 1, "the CRM was not told the number")
        print(f"CRM   order {order['ordernumber']} is {number} in the ERP, and still submitted")

    def deliver(self):
        twin = self.twin(self.memory["order"])
        self.systems.call("erp", "POST", f"{self.company}/salesOrders({twin['id']})/Microsoft.NAV.shipAndInvoice")
        posted = self.systems.call("erp", "GET", f"{self.company}/salesInvoices?$filter=orderNumber%20eq%20'{twin['number']}'")["value"]
        demand(len(posted) == 1, "the order was not invoiced")
        self.remember(invoiced=str(cents(posted[0]["totalAmountIncludingTax"])))
        print(f"ERP   order {twin['number']} is shipped, and invoiced as {posted[0]['number']}: "
              f"{cents(posted[0]['totalAmountIncludingTax'])} with tax, due on {posted[0]['dueDate']}")

    def owes(self):
        before, now = Decimal(self.memory["balance"]), self.owed(self.memory["account"])
        demand(now - before == Decimal(self.memory["invoiced"]), f"the account owed {before}, and owes {now}")
        print(f"CRM   {self.memory['name']} owed {before} before, and owes {now} now: the account shows the invoice")

    def novelty(self):
        _, known, _ = self.priced()
        unit = {"defaultuomid@odata.bind": f"/uoms({known['_defaultuomid_value']})"}
        product = self.systems.call("crm", "POST", "products", unit | {
            "name": "Fauteuil Loire", "productnumber": "LOIRE", "producttypecode": 1,
            "defaultuomscheduleid@odata.bind": f"/uomschedules({known['_defaultuomscheduleid_value']})"}, Prefer="return=representation")
        self.systems.edit("crm", "products", product["productid"], "*", {"statecode": 0, "statuscode": 1})
        order = self.submit(self.memory["account"], [{
            "productid@odata.bind": f"/products({product['productid']})", "uomid@odata.bind": f"/uoms({known['_defaultuomid_value']})",
            "quantity": 2, "ispriceoverridden": True, "priceperunit": 349.9}])
        self.remember(second=order["salesorderid"])
        print(f"CRM   a new product: {product['name']}, which the ERP does not know", file=sys.stderr)
        print(f"CRM   order {order['ordernumber']}: 2 × {product['name']} at 349.90, submitted", file=sys.stderr)
        print(product["productid"])

    def went(self):
        self.arrived("second")


def main():
    sales = Sales(sys.argv[1], sys.argv[2])
    {"sell": sales.sell, "arrived": sales.arrived, "told": sales.told, "deliver": sales.deliver, "owes": sales.owes, "novelty": sales.novelty,
     "went": sales.went}[sys.argv[3]]()


main()
