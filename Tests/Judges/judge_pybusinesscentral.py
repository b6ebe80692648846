"""A client generated from the description of Business Central's standard API: every value is checked against its type."""

import requests
from judge import ERP, READY, check, equal, refused, verdict
from pybusinesscentral import ApiClient, ApiException, Configuration
from pybusinesscentral.api.company_api import CompanyApi
from pybusinesscentral.api.customer_api import CustomerApi
from pybusinesscentral.api.payment_term_api import PaymentTermApi
from pybusinesscentral.model.post_customer_request import PostCustomerRequest

answer = requests.post(
    READY["tokenURL"],
    data={
        "grant_type": "client_credentials",
        "client_id": READY["clientId"],
        "client_secret": READY["clientSecret"],
        "scope": READY["erp"]["scope"],
    },
    timeout=30,
)
configuration = Configuration(
    host=f"{ERP}/v2.0/{READY['environment']}/api/v2.0",
    access_token=answer.json()["access_token"],
    ssl_ca_cert=READY["ca"],
)
client = ApiClient(configuration)
client.set_default_header("Authorization", f"Bearer {answer.json()['access_token']}")
customers = CustomerApi(client)
company = READY["companyId"]


@check("the companies are listed")
def companies():
    found = CompanyApi(client).list_companies().value
    assert company in [row.id for row in found]


@check("a customer is created, read, changed under a condition and deleted")
def customer():
    created = customers.post_customer(
        company_id=company,
        content_type="application/json",
        post_customer_request=PostCustomerRequest(displayName="Judge & Söhne", city="Lyon"),
    )
    assert created.number
    read = customers.get_customer(company_id=company, customer_id=created.id)
    equal((read.display_name, read.city), ("Judge & Söhne", "Lyon"))
    changed = customers.patch_customer(
        company_id=company,
        customer_id=created.id,
        content_type="application/json",
        if_match="*",
        post_customer_request=PostCustomerRequest(city="Marseille"),
    )
    equal(changed.city, "Marseille")
    customers.delete_customer(company_id=company, customer_id=created.id, _headers={"If-Match": "*"})
    equal(refused(lambda: customers.get_customer(company_id=company, customer_id=created.id), ApiException).status, 404)


@check("customers are listed with a filter, an order and a limit")
def listing():
    rows = customers.list_customers(company_id=company, top=5, skip=5, filter="number gt '1'").value
    equal(len(rows), 5)
    assert all(row.last_modified_date_time for row in rows)


@check("payment terms are listed, each with its discount")
def terms():
    rows = PaymentTermApi(client).list_payment_terms(company_id=company).value
    assert len(rows) > 2 and all(row.code for row in rows)


verdict()
