"""People who go on working in both systems, and who remember what they did.

    office = Office(systems, chance)      `chance` is a random.Random
    office.work(pairs)                    some edits of coupled records, and some new records on both sides
    office.complaints(pairs, aside)       what became of it: every edit that is gone, every record that is missing or there twice
"""


class Office:
    """Some fields are edited on one side only: nobody's edit may be lost. Some are edited on both: the last edit survives, or
    Couplet says that two met, and which won or that a person must choose.

    Only coupled records are edited: when two records meet for the first time, one side's values win.
    """

    # Entity, side, set, key, filter, field, and how a value is written.
    EDITS = [
        ("customers", "erp", "customers", "id", "", "phoneNumber", "+41 {:03} {:06}"),
        ("customers", "crm", "accounts", "accountid", "statecode%20eq%200", "address1_city", "Ort {} {}"),
        ("contacts", "erp", "contacts", "id", "", "pager", "{:04} {:06}"),
        ("contacts", "crm", "contacts", "contactid", "statecode%20eq%200", "mobilephone", "+33 {:03} {:06}"),
        ("items", "erp", "items", "id", "", "displayName", "Artikel {} {}"),
    ]
    # Entity; of each side: set, key, field; and how a value is written.
    CONTESTED = [
        ("customers", {"erp": ("customers", "id", "website"), "crm": ("accounts", "accountid", "websiteurl")},
         "https://{}-{}.example.com"),
        ("contacts", {"erp": ("contacts", "id", "firstName"), "crm": ("contacts", "contactid", "firstname")}, "Vorname {} {}"),
    ]
    ENTITIES = ("customers", "contacts", "items")

    def __init__(self, systems, chance):
        self.systems, self.chance, self.day = systems, chance, 0
        self.edited, self.made, self.contested, self.moment = {}, [], {}, 0

    def work(self, pairs, edits=15, new=2):
        """A day in the office; `pairs` are those of each entity, ERP to CRM."""
        self.day += 1
        for entity, side, entity_set, key, condition, field, form in self.EDITS:
            coupled = set(pairs[entity] if side == "erp" else pairs[entity].values())
            rows = [row for row in self.systems.rows(side, entity_set, "$filter=" + condition if condition else "")
                    if row[key] in coupled]
            chosen = self.chance.sample(rows, min(edits, len(rows)))
            values = [form.format(self.day, self.chance.randrange(10 ** 6)) for _ in chosen]
            self.systems.edit_many(side, entity_set, [(row[key], {field: value}) for row, value in zip(chosen, values)])
            self.edited |= {(side, entity_set, key, row[key], field): value for row, value in zip(chosen, values)}
        for place in self.CONTESTED:
            self.contest(place, pairs, max(1, edits // 3))
        for number in range(new):
            self.new_customer(f"Kundin {self.day}-{number} AG")
            self.new_account(f"Client {self.day}-{number} SA")

    def contest(self, place, pairs, edits):
        """Edits of a field on one side or on both, each with the moment at which it was made."""
        entity, sides, form = place
        entity_set, key, _ = sides["crm"]
        active = {row[key] for row in self.systems.rows("crm", entity_set, "$filter=statecode%20eq%200")}
        coupled = sorted(erp for erp, crm in pairs[entity].items() if crm in active)
        for erp in self.chance.sample(coupled, min(edits, len(coupled))):
            for side in self.chance.choice([("erp",), ("crm",), ("erp", "crm"), ("crm", "erp")]):
                self.moment += 1
                value = form.format(self.day, self.chance.randrange(10 ** 6))
                record = erp if side == "erp" else pairs[entity][erp]
                self.systems.edit_many(side, sides[side][0], [(record, {sides[side][2]: value})])
                self.contested.setdefault((entity, erp), {})[side] = (self.moment, value)

    def new_customer(self, name):
        """A customer that only the ERP knows."""
        row = self.systems.call("erp", "POST", "customers", {"displayName": name, "city": "Luzern"})
        self.made.append(("customers", "erp", row["id"], name))

    def new_account(self, name):
        """An account that only the CRM knows, and its primary contact, which refers to it."""
        account = self.systems.call(
            "crm", "POST", "accounts", {"name": name, "customertypecode": 3}, Prefer="return=representation")
        contact = self.systems.call(
            "crm", "POST", "contacts",
            {"firstname": "Luc", "lastname": name, "parentcustomerid_account@odata.bind": f"/accounts({account['accountid']})"},
            Prefer="return=representation")
        self.systems.call("crm", "PATCH", f"accounts({account['accountid']})",
                          {"primarycontactid@odata.bind": f"/contacts({contact['contactid']})"})
        self.made.append(("customers", "crm", account["accountid"], name))
        self.made.append(("contacts", "crm", contact["contactid"], name))

    def complaints(self, pairs, aside, settled):
        """What is wrong; `pairs` are those of each entity, ERP to CRM, `aside` the records that wait for a person or for time.

        `settled` says of a record in which fields two edits met and one won, by what Couplet tells of it.
        """
        found, rows = [], {}
        for (side, entity_set, key, record, field), value in self.edited.items():
            if (side, entity_set) not in rows:
                rows[side, entity_set] = {row[key]: row for row in self.systems.rows(side, entity_set)}
            actual = rows[side, entity_set].get(record, {}).get(field)
            if actual != value and record not in aside:
                found.append(f"somebody set {field} of {record} in the {side} to {value!r}; now it is {actual!r}")
        found += self.losses(pairs, aside, settled)
        names = {"customers": [row["displayName"] for row in self.systems.rows("erp", "customers", "$select=displayName")],
                 "contacts": [row["surname"] for row in self.systems.rows("erp", "contacts", "$select=surname")],
                 "accounts": [row["name"] for row in self.systems.rows("crm", "accounts", "$select=name")]}
        for entity, side, record, name in self.made:
            coupled = pairs[entity] if side == "erp" else {crm: erp for erp, crm in pairs[entity].items()}
            if record not in coupled and record not in aside:
                found.append(f"{name} was made in the {side}, and is nowhere else")
            for entity_set in [entity] + ["accounts"] * (entity == "customers"):
                if names[entity_set].count(name) > 1:
                    found.append(f"{name} is there {names[entity_set].count(name)} times among {entity_set}")
        return found

    def losses(self, pairs, aside, settled):
        """The edits of contested fields that are gone though nobody was told."""
        found = []
        for entity, sides, _ in self.CONTESTED:
            rows = {side: {row[key]: row for row in self.systems.rows(side, entity_set)}
                    for side, (entity_set, key, _) in sides.items()}
            for (of, erp), edits in self.contested.items():
                crm = pairs[entity].get(erp) if of == entity else None
                if crm is None or erp in aside or crm in aside:
                    continue
                now = {side: rows[side].get(record, {}).get(sides[side][2]) for side, record in (("erp", erp), ("crm", crm))}
                (_, last), others = max(edits.values()), [value for _, value in edits.values()]
                if now["erp"] != now["crm"] or now["erp"] not in others:
                    found.append(f"{sides['erp'][2]} of {entity} {erp} is {now}, people wrote {edits}")
                elif now["erp"] != last and not any(field in settled(erp) for field in (sides["erp"][2], sides["crm"][2])):
                    found.append(f"{sides['erp'][2]} of {entity} {erp} is {now}, the last edit of {edits} is gone, and no conflict told")
        return found


def post_invoice(systems, customer, amount=100):
    """The back office invoices a customer in the ERP, in the local currency; nothing leaves the stock."""
    root = f"{systems.ready['erp']['url']}/api/v2.0/companies({systems.ready['companyId']})"
    draft = systems.call("erp", "POST", f"{root}/salesInvoices", {
        "customerId": customer, "currencyId": "00000000-0000-0000-0000-000000000000",
        "salesInvoiceLines": [{"lineType": "Account", "lineObjectNumber": "707000", "quantity": 1, "unitPrice": amount}]})
    systems.call("erp", "POST", f"{root}/salesInvoices({draft['id']})/Microsoft.NAV.post")
    return systems.call("erp", "GET", f"{root}/salesInvoices({draft['id']})")


def act(systems, what, **more):
    """The back office does something that API v2.0 has no request for: `act(systems, "pay", invoice=…, amount=50)`."""
    return systems.control("POST", "/office", {"do": what} | {name: value for name, value in more.items() if value is not None})
