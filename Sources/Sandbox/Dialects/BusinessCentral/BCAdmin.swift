import JSON

/// The part of the administration center's API that clients ask before they work: which environments there are.
///
/// <https://learn.microsoft.com/dynamics365/business-central/dev-itpro/administration/administration-center-api_environments>
struct BCAdmin {
    let organization: Organization

    /// Answers a request below `/admin`; `nil` for every other.
    func answer(_ request: RequestContext) -> HTTPAnswer? {
        let segments = request.segments
        guard segments.first == "admin", segments.count > 2, segments[1].hasPrefix("v2"),
            segments.last == "environments", request.method == "GET"
        else { return nil }
        let environment: JSONValue = [
            "friendlyName": .string(organization.environment), "type": "Production",
            "name": .string(organization.environment), "countryCode": "FR", "applicationFamily": "BusinessCentral",
            "aadTenantId": .string(organization.tenant), "applicationVersion": "26.3.36158.0", "status": "Active",
            "webServiceUrl": .string(request.origin), "webClientLoginUrl": .string(request.origin),
            "locationName": "West Europe", "platformVersion": "26.0.36154.0", "ringName": "Production",
        ]
        return HTTPAnswer(
            200, headers: [("Content-Type", "application/json; charset=utf-8")],
            body: JSON.encode(["value": [environment]] as JSONValue))
    }
}
