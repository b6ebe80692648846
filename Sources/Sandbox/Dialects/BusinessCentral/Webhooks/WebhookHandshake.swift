import JSON

/// What happens before a subscription is made or renewed: its address has to answer with a token that it is sent.
struct WebhookHandshake {
    let environment: DialectEnvironment
    let routes: [String: BCRoute]
    let post: any NotificationPost

    /// Shakes hands where a request makes or renews a subscription; throws the refusal if nobody answers.
    func shake(_ request: RequestContext, _ address: BCAddress) async throws {
        guard let first = address.segments.first, first.name == "subscriptions", address.segments.count == 1,
            ["POST", "PATCH", "PUT"].contains(request.method)
        else { return }
        guard let body = try? JSON.decode(JSONValue.self, from: request.body) else { return }
        if request.method == "POST" { try await check(body["resource"]?.string ?? "") }
        var target = body["notificationUrl"]?.string
        if target == nil, let key = first.key { target = try await known(key) }
        // Without an address the row itself is refused.
        guard let target else { return }
        let token = environment.engine.newID()
        let address = target + (target.contains("?") ? "&" : "?") + "validationToken=" + token
        let answer = await post.post([], to: address)
        let echo = (answer?.body).map { String(decoding: $0, as: UTF8.self).trimmed.filter { $0 != "\"" } }
        guard let answer, (200..<300).contains(answer.status), echo == token else {
            throw BCFailure.badRequest(
                "The subscription validation request failed. Notification endpoint must respond with 200 and the validation token."
            )
        }
    }

    private func check(_ resource: String) async throws {
        guard WebhookResource(resource, routes: routes) != nil else {
            throw BCFailure.badRequest("The resource '\(resource)' does not support webhook subscriptions.")
        }
        let count = try await environment.engine.read(.businessCentral) { try $0.count(Query(WebhookRules.table)) }
        guard count < WebhookRules.limit else {
            throw BCFailure.dialog("The maximum number of subscriptions, \(WebhookRules.limit), is reached.")
        }
    }

    private func known(_ key: String) async throws -> String? {
        let id = key.filter { $0 != "'" }
        return try await environment.engine.read(.businessCentral) { tables in
            try tables.record(WebhookRules.table, where: [("subscriptionId", .text(id))])?["notificationUrl"].text
        }
    }
}
