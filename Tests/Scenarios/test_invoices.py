"""Invoices that were posted in the ERP, and what the CRM knows of them; what customers owe beside them."""
import unittest
from decimal import Decimal

import scenario  # noqa: F401
from office import act, post_invoice
from world import UNGUARDED, World

ON = UNGUARDED + "entities:\n  postedsalesinvoices: { enabled: true }\n  accountstatistics: { enabled: true }\n"
LINES = "$expand=invoice_details($orderby=lineitemnumber)"


def cents(amount):
    return Decimal(str(amount or 0)).quantize(Decimal("0.01"))


class Invoices(unittest.TestCase):
    def posted(self, world):
        return {row["id"]: row for row in world.systems.rows("erp", "postedSalesInvoices", "$expand=postedSalesInvoiceLines")}

    def invoices(self, world):
        return {row["invoiceid"]: row for row in world.systems.rows("crm", "invoices", LINES)}

    def pairs(self, world):
        return {pair["erp"]: pair["crm"] for pair in world.lines("couplings", "postedsalesinvoices")}

    def state(self, row):
        return row["statecode"], row["statuscode"]

    def wanted(self, row):
        """The state that an outsider would expect."""
        left, total = cents(row["remainingAmount"]), cents(row["totalAmountIncludingTax"])
        if row["cancelled"]:
            return 3, 100003
        return (2, 100001) if left == 0 else (2, 100002) if left < total else (0, 4)

    def agree(self, world):
        """Every coupled invoice says the same on both sides, to the cent and in its state."""
        there, here = self.invoices(world), self.posted(world)
        for erp, crm in self.pairs(world).items():
            mine, theirs = here[erp], there[crm]
            with self.subTest(number=mine["number"]):
                self.assertEqual(theirs["invoicenumber"], mine["number"])
                self.assertEqual(cents(theirs["totalamountlessfreight"]), cents(mine["totalAmountExcludingTax"]))
                self.assertEqual(cents(theirs["totalamount"]), cents(mine["totalAmountIncludingTax"]))
                self.assertEqual(theirs["duedate"][:10], mine["dueDate"])
                self.assertEqual(len(theirs["invoice_details"]), len(mine["postedSalesInvoiceLines"]))
                self.assertEqual(self.state(theirs), self.wanted(mine))
        return len(self.pairs(world))

    def test_posted_invoices_stand_in_the_crm_to_the_cent_and_follow_what_is_paid(self):
        with World(more=ON) as world:
            systems = world.systems
            self.assertIn(world.run("sync").returncode, (0, 1))
            coupled = self.agree(world)
            self.assertGreater(coupled, 5)
            customer = sorted(pair["erp"] for pair in world.lines("couplings", "customers"))[0]
            new = post_invoice(systems, customer, 120)
            self.assertIn(world.run("sync").returncode, (0, 1))
            self.assertEqual(self.agree(world), coupled + 1)
            row = self.invoices(world)[self.pairs(world)[new["id"]]]
            self.assertEqual(self.state(row), (0, 4))
            # A part is paid, which the standard API would not show, and then the rest.
            for amount, state in [(20, (2, 100002)), (None, (2, 100001))]:
                act(systems, "pay", invoice=new["id"], amount=amount)
                self.assertIn(world.run("sync").returncode, (0, 1))
                self.assertEqual(self.state(self.invoices(world)[row["invoiceid"]]), state)
            ledger = systems.control("GET", "/ledger/summary")
            world.run("sync")
            self.assertEqual(ledger, systems.control("GET", "/ledger/summary"), "a run with nothing to do wrote")
            self.agree(world)

    def test_an_invoice_that_is_taken_back_is_canceled_in_the_crm(self):
        with World(more=ON) as world:
            self.assertIn(world.run("sync").returncode, (0, 1))
            customer = sorted(pair["erp"] for pair in world.lines("couplings", "customers"))[1]
            new = post_invoice(world.systems, customer, 75)
            self.assertIn(world.run("sync").returncode, (0, 1))
            act(world.systems, "cancel", invoice=new["id"])
            self.assertIn(world.run("sync").returncode, (0, 1))
            self.assertEqual(self.state(self.invoices(world)[self.pairs(world)[new["id"]]]), (3, 100003))

    def test_what_a_customer_owes_and_what_is_overdue_stand_beside_his_account(self):
        with World(more=ON) as world:
            systems = world.systems
            self.assertIn(world.run("sync").returncode, (0, 1))
            partners = {pair["erp"]: pair["crm"] for pair in world.lines("couplings", "accountstatistics")}
            figures = {row["id"]: row for row in systems.rows("erp", "customerStatistics")}
            mine = next(row for row in figures.values() if row["id"] in partners and row["balance"] == 0)
            new = post_invoice(systems, mine["customerId"], 250)

            def crm():
                rows = systems.rows("crm", "couplet_accountstatisticses")
                return next(row for row in rows if row["couplet_accountstatisticsid"] == partners[mine["id"]])

            def after(days):
                if days:
                    systems.control("POST", "/clock", {"advanceSeconds": days * 86400})
                self.assertIn(world.run("sync").returncode, (0, 1))
                row = crm()
                return cents(row["couplet_balance"]), cents(row["couplet_overdueamount"])

            total = cents(new["totalAmountIncludingTax"])
            self.assertEqual(after(0)[0], total)
            self.assertEqual(after(120), (total, total))
            act(systems, "pay", invoice=new["id"], amount=50)
            self.assertEqual(after(0), (total - 50, total - 50))
            act(systems, "pay", invoice=new["id"])
            self.assertEqual(after(0), (0, 0))


if __name__ == "__main__":
    unittest.main()
