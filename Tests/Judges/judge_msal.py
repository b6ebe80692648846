"""Microsoft's sign-in library: client credentials, its cache, its discovery of the authority, its errors."""

import msal
import requests
from judge import CRM, READY, SCOPE, check, equal, verdict


def application(secret=READY["clientSecret"], **options):
    options.setdefault("instance_discovery", False)
    return msal.ConfidentialClientApplication(
        READY["clientId"], client_credential=secret, authority=READY["authority"], **options
    )


@check("a token for client credentials is accepted by the service")
def accepted():
    result = application().acquire_token_for_client([SCOPE])
    equal(result.get("token_type"), "Bearer")
    assert result["expires_in"] > 60
    answer = requests.get(
        f"{CRM}/api/data/v9.2/WhoAmI", headers={"Authorization": f"Bearer {result['access_token']}"}, timeout=30
    )
    equal(answer.status_code, 200)
    assert answer.json()["UserId"]


@check("a second request for a token is answered from the cache")
def cached():
    client = application()
    first = client.acquire_token_for_client([SCOPE])
    second = client.acquire_token_for_client([SCOPE])
    equal(second["access_token"], first["access_token"])
    equal(second["token_source"], "cache")


@check("the authority is found by instance discovery too")
def discovered():
    host = READY["authority"].rsplit("/", 1)[0]
    client = application(instance_discovery=f"{host}/common/discovery/instance")
    assert "access_token" in client.acquire_token_for_client([SCOPE])


@check("a wrong secret is refused with invalid_client")
def wrong_secret():
    result = application(secret="not the secret").acquire_token_for_client([SCOPE])
    equal(result.get("error"), "invalid_client")
    assert "AADSTS7000215" in result.get("error_description", "")


@check("an application that isn't known is refused")
def unknown_application():
    client = msal.ConfidentialClientApplication(
        "00000000-1111-2222-3333-444444444444",
        client_credential="x",
        authority=READY["authority"],
        instance_discovery=False,
    )
    result = client.acquire_token_for_client([SCOPE])
    assert result.get("error") in ("unauthorized_client", "invalid_client"), result


verdict()
