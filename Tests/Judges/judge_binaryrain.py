"""A small wrapper around the Web API, as many companies write one."""

from binaryrain_helper_cloud_dataverse.dataverse import DataverseAPIHandler
from judge import CRM, check, equal, token, verdict

handler = DataverseAPIHandler(CRM, token())


@check("all pages of a table are followed")
def pages():
    rows = handler.get("accounts", params={"$select": "name"})
    assert len(rows) > 20 and all(row["accountid"] for row in rows)


@check("a row is made, found under the id that the header names, and deleted")
def life():
    made = handler.post("accounts", {"name": "Made by a wrapper"})
    found = handler.get("accounts", params={"$filter": "name eq 'Made by a wrapper'"})
    equal([row["accountid"] for row in found], [made])
    handler.delete("accounts", made)
    equal(handler.get("accounts", params={"$filter": "name eq 'Made by a wrapper'"}), [])


verdict()
