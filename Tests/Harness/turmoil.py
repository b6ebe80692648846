"""A wild day in both systems, by seed: edits, conflicts, deletes, creates, renamed keys, references to what is not there.

    done = Turmoil(systems, random.Random(seed)).day(moves)      what was done, in words; what a server refused is left out

The people here know no rule of Couplet's: whatever a server lets them do, they do.
"""

# Texts that people type: empty, long, accented, padded, in capitals.
TEXTS = ["", "Zürich", "  Genève  ", "AARAU", "aarau", "Łódź", "x" * 30, "x" * 31, "x" * 50, "Ÿ" * 100, "O'Brien & Söhne", "名前", "a\tb"]


class Turmoil:
    """Moves that are drawn by chance; every one is one person's act in one system."""

    # Side, set, key, and the fields that people edit there, with the values that they choose from.
    EDITS = [
        ("erp", "customers", "id", {
            "displayName": TEXTS, "phoneNumber": ["", "+41 44 555 00 01", "044/5550001"], "email": ["", "a@example.com", "A@EXAMPLE.COM"],
            "website": ["", "https://example.com", "x" * 255], "city": TEXTS, "addressLine1": TEXTS, "postalCode": ["", "8001", "sw1a 1aa"],
            "creditLimit": [0, 1, 0.005, 99999.99, 12345678.9], "blocked": [" ", "All", "Ship"], "contactName": TEXTS}),
        ("crm", "accounts", "accountid", {
            "name": TEXTS[1:], "telephone1": [None, "", "+41 44 555 00 01", "x" * 50], "emailaddress1": [None, "b@example.com"],
            "websiteurl": [None, "https://example.com"], "address1_city": [None, *TEXTS], "address1_line1": [None, *TEXTS],
            "address1_postalcode": [None, "8001", "SW1A 1AA"], "creditlimit": [None, 0, 5, 0.01], "statecode": [0, 1],
            "customertypecode": [1, 3], "address1_primarycontactname": [None, *TEXTS], "fax": [None, "1", "x" * 50]}),
        ("erp", "contacts", "id", {
            "firstName": TEXTS, "surname": TEXTS, "middleName": TEXTS, "email": ["", "c@example.com"], "pager": ["", "7", "x" * 30],
            "mobilePhoneNumber": ["", "+33 1"], "city": TEXTS, "type": ["Person", "Company"]}),
        ("crm", "contacts", "contactid", {
            "firstname": [None, *TEXTS], "lastname": TEXTS[1:], "middlename": [None, *TEXTS], "emailaddress1": [None, "d@example.com"],
            "pager": [None, "8", "x" * 50], "address1_city": [None, *TEXTS], "statecode": [0, 1]}),
        ("erp", "items", "id", {
            "displayName": TEXTS[1:], "unitPrice": [0, 1.23456, -1, 1e9], "unitCost": [0, 2.5], "grossWeight": [0, 0.005, 0.015],
            "blocked": [True, False], "vendorNumber": ["", "V00010"], "number": ["RENAMED-{}"]}),
        ("crm", "products", "productid", {
            "name": TEXTS[1:], "statecode": [0, 1], "producttypecode": [1, 2], "productnumber": ["CRM-{}"], "price": [None, 7]}),
        ("erp", "currencies", "id", {"displayName": ["", "Münze", "x" * 30], "symbol": ["", "¤"], "exchangeRate": [0, 1.5, 3], "code": ["C{}"]}),
        ("crm", "transactioncurrencies", "transactioncurrencyid", {"currencyname": ["Coin"], "statecode": [0, 1], "exchangerate": [2]}),
        ("erp", "unitsOfMeasure", "id", {"code": ["U{}"], "displayName": TEXTS}),
        ("crm", "uomschedules", "uomscheduleid", {"name": ["NAV U{}", "Group {}"], "statecode": [0, 1]}),
        ("erp", "paymentTerms", "id", {"code": ["T{}"], "displayName": TEXTS}),
        ("erp", "shipmentMethods", "id", {"code": ["S{}"]}),
        ("erp", "salespeoplePurchasers", "id", {"email": ["", "nobody@example.com"], "displayName": TEXTS, "phoneNo": ["", "1"]}),
        ("crm", "systemusers", "systemuserid", {"isdisabled": [True, False], "mobilephone": [None, "1", "x" * 60]}),
    ]
    # Side, set, key, field of the reference, set and key that it leads to, and how it is written.
    REFERENCES = [
        ("erp", "customers", "id", "currencyId", "currencies", "id"),
        ("erp", "customers", "id", "paymentTermsId", "paymentTerms", "id"),
        ("erp", "customers", "id", "shipmentMethodId", "shipmentMethods", "id"),
        ("erp", "customers", "id", "salespersonId", "salespeoplePurchasers", "id"),
        ("erp", "contacts", "id", "customerId", "customers", "id"),
        ("erp", "items", "id", "baseUnitOfMeasureId", "unitsOfMeasure", "id"),
        ("crm", "accounts", "accountid", "transactioncurrencyid", "transactioncurrencies", "transactioncurrencyid"),
        ("crm", "accounts", "accountid", "primarycontactid", "contacts", "contactid"),
        ("crm", "contacts", "contactid", "parentcustomerid_account", "accounts", "accountid"),
        ("crm", "products", "productid", "defaultuomscheduleid", "uomschedules", "uomscheduleid"),
    ]

    # How often each kind of act is drawn.
    ACTS = {"edit": 8, "conflict": 4, "refer": 5, "delete": 2, "make": 3, "twins": 1}

    def __init__(self, systems, chance):
        self.systems, self.chance, self.number = systems, chance, 0

    def day(self, moves):
        """So many acts; returns those that a server took, in words."""
        done = []
        for _ in range(moves):
            act = self.chance.choices(list(self.ACTS), list(self.ACTS.values()))[0]
            try:
                done.append(getattr(self, act)())
            except RuntimeError as refusal:  # a server refuses what is senseless there
                if " answered 4" not in str(refusal) and "was refused" not in str(refusal):
                    raise
        return done

    def edit(self):
        """One to three fields of one record."""
        side, entity_set, key, fields = self.chance.choice(self.EDITS)
        return self.change(side, entity_set, self.one(side, entity_set)[key], fields)

    def conflict(self):
        """The same kind of fields of both records of what is probably a pair."""
        first = self.chance.choice([0, 2, 4])
        words = []
        row = self.one("erp", self.EDITS[first][1])
        name = {0: ("displayName", "name"), 2: ("surname", "lastname"), 4: ("number", "productnumber")}[first]
        twins = self.systems.rows("crm", self.EDITS[first + 1][1], f"$filter={name[1]}%20eq%20'{quoted(row[name[0]])}'")
        for side, entity_set, key, fields in self.EDITS[first:first + 2]:
            if side == "erp" or twins:
                words.append(self.change(side, entity_set, (row if side == "erp" else twins[0])[key], fields))
        return " · ".join(words)

    def refer(self):
        """A reference that leads elsewhere, or nowhere."""
        side, entity_set, key, field, other_set, other_key = self.chance.choice(self.REFERENCES)
        record, other = self.one(side, entity_set)[key], self.one(side, other_set)[other_key]
        if side == "crm":
            value = {f"{field}@odata.bind": self.chance.choice([f"/{other_set}({other})", f"/{other_set}({other})", None])}
        else:
            value = {field: self.chance.choice([other, other, other, "00000000-0000-0000-0000-000000000000"])}
        self.systems.edit(side, entity_set, record, "*", value)
        return f"{side} {entity_set} {record}: {value}"

    def delete(self):
        """A record that is gone."""
        side, entity_set, key, _ = self.chance.choice(self.EDITS)
        record = self.one(side, entity_set)[key]
        self.systems.call(side, "DELETE", f"{entity_set}({record})", If_Match="*")
        return f"{side} {entity_set} {record}: deleted"

    def make(self):
        """A new record, complete or not."""
        self.number += 1
        mark = f"{self.chance.randrange(10 ** 6)}"
        nothing = "00000000-0000-0000-0000-000000000000"
        account = self.one("crm", "accounts")["accountid"]
        currency = self.one("erp", "currencies")["id"]
        customer = self.one("erp", "customers")["id"]
        unit = self.one("erp", "unitsOfMeasure")["id"]
        group = self.one("crm", "uoms")
        side, entity_set, body = self.chance.choice([
            ("erp", "customers", {"displayName": f"Neu {mark}", "currencyId": self.chance.choice([nothing, currency])}),
            ("crm", "accounts", {"name": f"Nouveau {mark}", "customertypecode": 3}),
            ("crm", "accounts", {"name": "y" * 120, "customertypecode": 3}),
            ("erp", "contacts", {"firstName": "Eva", "surname": f"Neu {mark}", "type": "Person", "customerId": customer}),
            ("erp", "contacts", {"firstName": "Ohne", "surname": "", "type": "Person", "customerId": customer}),
            ("crm", "contacts", {"lastname": f"Neuf {mark}", "parentcustomerid_account@odata.bind": f"/accounts({account})"}),
            ("crm", "contacts", {"firstname": "Sans", "parentcustomerid_account@odata.bind": f"/accounts({account})"}),
            ("erp", "items", {"displayName": f"Artikel {mark}", "baseUnitOfMeasureId": unit}),
            ("erp", "items", {"displayName": f"Ohne Einheit {mark}"}),
            ("crm", "products", {
                "name": f"Produit {mark}", "productnumber": f"P{mark}", "producttypecode": 1, "productstructure": 1, "statecode": 0,
                "defaultuomid@odata.bind": f"/uoms({group['uomid']})",
                "defaultuomscheduleid@odata.bind": f"/uomschedules({group['_uomscheduleid_value']})"}),
            ("erp", "currencies", {"code": f"N{mark[:3]}", "exchangeRate": self.chance.choice([0, 2])}),
            ("erp", "unitsOfMeasure", {"code": f"N{mark[:3]}"}),
            ("erp", "paymentTerms", {"code": f"N{mark[:3]}"}),
        ])
        self.systems.call(side, "POST", entity_set, body)
        return f"{side} {entity_set}: {body}"

    def twins(self):
        """The same new customer in both systems, nearly."""
        mark = f"Zwilling {self.chance.randrange(10 ** 6)}"
        city = self.chance.choice(["Basel", ""])
        self.systems.call("erp", "POST", "customers", {"displayName": mark + " AG", "city": city, "phoneNumber": "1"})
        for _ in range(self.chance.choice([1, 1, 2])):
            self.systems.call("crm", "POST", "accounts", {
                "name": mark + self.chance.choice([" AG", " ag", ""]), "address1_city": city, "customertypecode": 3, "telephone1": "2"})
        return f"both: {mark}"

    def one(self, side, entity_set):
        """A record by chance."""
        rows = self.systems.rows(side, entity_set)
        if not rows:
            raise RuntimeError(f"an act was refused: {entity_set} is empty")
        return self.chance.choice(rows)

    def change(self, side, entity_set, record, fields):
        """Edits some of the fields of a record."""
        names = self.chance.sample(sorted(fields), min(len(fields), self.chance.choice([1, 1, 2, 3])))
        values = {name: self.chance.choice(fields[name]) for name in names}
        values = {name: value.format(self.chance.randrange(1000)) if isinstance(value, str) else value for name, value in values.items()}
        self.systems.edit(side, entity_set, record, "*", values)
        return f"{side} {entity_set} {record}: {values}"


def quoted(text):
    """A text within a literal of a filter, as a part of an address."""
    import urllib.parse
    return urllib.parse.quote(text.replace("'", "''"))
