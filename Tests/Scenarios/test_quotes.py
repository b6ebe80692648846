"""Quotes that are active in the CRM, and what becomes of them in the ERP."""
import unittest
from decimal import Decimal

import scenario  # noqa: F401
from world import UNGUARDED, World

ON = UNGUARDED + "entities:\n  quotes: { enabled: true }\n"


def cents(amount):
    return Decimal(str(amount)).quantize(Decimal("0.01"))


class Quotes(unittest.TestCase):
    def quotes(self, world):
        """The ERP's quotes, of its own API."""
        root = f"{world.systems.ready['erp']['url']}/api/v2.0/companies({world.systems.ready['companyId']})"
        return {row["id"]: row for row in world.systems.call("erp", "GET", f"{root}/salesQuotes?$expand=salesQuoteLines")["value"]}

    def activate(self, world, lines, **more):
        """A salesperson enters a quote for a coupled customer, and activates it."""
        systems = world.systems
        account = sorted(pair["crm"] for pair in world.lines("couplings", "customers"))[0]
        made = systems.call("crm", "POST", "quotes", {
            "name": "Q", "customerid_account@odata.bind": f"/accounts({account})", "quote_details": lines,
            "effectiveto": "2026-12-31T00:00:00Z"} | more, Prefer="return=representation")
        systems.edit("crm", "quotes", made["quoteid"], "*", {"statecode": 1, "statuscode": 2})
        return made["quoteid"]

    def line(self, world, **more):
        """A line of a product that the ERP sells."""
        coupled = {pair["crm"]: pair["erp"] for pair in world.lines("couplings", "items")}
        sold = {row["id"] for row in world.systems.rows("erp", "items", "$filter=blocked%20eq%20false")}
        product = next(row for row in world.systems.rows("crm", "products", "$filter=statecode%20eq%200&$orderby=productnumber")
                       if coupled.get(row["productid"]) in sold)
        return {"productid@odata.bind": f"/products({product['productid']})",
                "uomid@odata.bind": f"/uoms({product['_defaultuomid_value']})", "ispriceoverridden": True} | more

    def test_an_active_quote_becomes_one_of_the_erp_to_the_cent_and_once(self):
        with World(more=ON) as world:
            self.assertIn(world.run("sync").returncode, (0, 1))
            quote = self.activate(world, [self.line(world, quantity=7, priceperunit=13.37, manualdiscountamount=0.59)],
                                  discountpercentage=3)
            self.assertIn(world.run("sync").returncode, (0, 1))
            there = world.systems.call("crm", "GET", f"quotes({quote})")
            pairs = {pair["crm"]: pair["erp"] for pair in world.lines("couplings", "quotes")}
            here = self.quotes(world)[pairs[quote]]
            self.assertEqual(cents(here["totalAmountExcludingTax"]), cents(there["totalamountlessfreight"]))
            self.assertEqual((here["externalDocumentNumber"], here["validUntilDate"]), (there["quotenumber"].upper(), "2026-12-31"))
            self.assertEqual([(row["quantity"], cents(row["amountExcludingTax"])) for row in here["salesQuoteLines"]], [(7, cents("93.00"))])
            ledger = world.systems.control("GET", "/ledger/summary")
            # It is won: its order goes by itself, the quote stays.
            world.systems.call("crm", "POST", "WinQuote", {
                "Status": -1, "QuoteClose": {"quoteid@odata.bind": f"/quotes({quote})", "subject": "Won"}})
            before = self.quotes(world)
            world.run("sync")
            self.assertEqual(before, self.quotes(world))
            world.run("sync", "--full")
            self.assertEqual(before, self.quotes(world))
            self.assertNotEqual(ledger, None)

    def test_a_quote_that_is_closed_is_told_and_one_that_the_erp_cannot_take_is_refused_by_name(self):
        with World(more=ON) as world:
            systems = world.systems
            self.assertIn(world.run("sync").returncode, (0, 1))
            quote = self.activate(world, [self.line(world, quantity=1, priceperunit=5)])
            self.activate(world, [{"isproductoverridden": True, "productdescription": "Gravure", "quantity": 1, "priceperunit": 9}])
            before = len(self.quotes(world))
            self.assertIn(world.run("sync").returncode, (0, 1))
            self.assertEqual(len(self.quotes(world)), before + 1)
            said = " ".join(world.run("errors", "quotes").stdout.split())
            self.assertIn("Business Central can't take this quote as it is: line 1 has no product", said)
            systems.call("crm", "POST", "CloseQuote", {
                "Status": -1, "QuoteClose": {"quoteid@odata.bind": f"/quotes({quote})", "subject": "Too dear"}})
            self.assertIn(world.run("sync").returncode, (0, 1))
            said = " ".join(world.run("errors", "quotes").stdout.split())
            self.assertIn("The quote was closed in Dynamics 365 Sales. Business Central has it still", said)
            self.assertEqual(len(self.quotes(world)), before + 1)


if __name__ == "__main__":
    unittest.main()
