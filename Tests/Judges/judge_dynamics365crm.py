"""A small client of another maker, which speaks v9.0 and takes identities from addresses."""

from dynamics365crm.client import Client
from judge import CRM, check, equal, refused, token, verdict

client = Client(CRM, access_token=token())


@check("an account is created, found, changed and deleted")
def account():
    key = client.create_account(name="Small client", telephone1="1")
    found = client.get_accounts(filter="name eq 'Small client'", select="name,telephone1", top=5)["value"]
    equal([(row["accountid"], row["telephone1"]) for row in found], [(key, "1")])
    equal(client.update_account(key, telephone1="2"), key)
    equal(client.get_data("accounts", filter=f"accountid eq {key}", select="telephone1")["value"][0]["telephone1"], "2")
    assert client.delete_account(key)
    equal(client.get_accounts(filter="name eq 'Small client'")["value"], [])


@check("a contact is read with the account that it belongs to")
def contact():
    key = client.create_account(name="Owner of contacts")
    client.create_contact(lastname="Small", **{"parentcustomerid_account@odata.bind": f"/accounts({key})"})
    rows = client.get_contacts(
        filter="parentcustomerid_account/name eq 'Owner of contacts'",
        expand="parentcustomerid_account($select=name)",
        orderby="lastname asc",
    )["value"]
    equal([row["parentcustomerid_account"]["name"] for row in rows], ["Owner of contacts"])


@check("a refusal is handed on with the service's words")
def refusal():
    error = refused(lambda: client.create_account(nosuchcolumn=1), Exception)
    assert "nosuchcolumn" in str(error) and "400" in str(error), error


verdict()
