"""A generic OData client, which knows Dataverse from its metadata document alone."""

import requests
from judge import CRM, check, equal, token, verdict
from odata import ODataService

session = requests.Session()
session.headers["Authorization"] = f"Bearer {token()}"
service = ODataService(f"{CRM}/api/data/v9.2/", session=session, reflect_entities=True, quiet_progress=True)
Account = service.entities["accounts"]


@check("the tables are read from the metadata document")
def tables():
    for name in ("accounts", "contacts", "salesorders", "salesorderdetails", "opportunities"):
        assert name in service.entities, name


@check("rows are listed with a filter, an order and a limit, and their values have types")
def listing():
    rows = service.query(Account).filter(Account.name.startswith("B")).order_by(Account.name.asc()).limit(3).all()
    equal(len(rows), 3)
    equal([row.name for row in rows], sorted((row.name for row in rows), key=str.lower))
    assert rows[0].createdon.year > 2000


@check("a row is changed where it is, and a new one is made")
def writing():
    row = service.query(Account).filter(Account.name.contains("a")).first()
    row.telephone1 = "+33 1 99 00 40 77"
    service.save(row)
    again = service.query(Account).filter(Account.telephone1 == "+33 1 99 00 40 77").first()
    equal(again.accountid, row.accountid)
    new = Account()
    new.name = "Made by a generic client"
    service.save(new)
    equal(len(service.query(Account).filter(Account.name == "Made by a generic client").all()), 1)


verdict()
