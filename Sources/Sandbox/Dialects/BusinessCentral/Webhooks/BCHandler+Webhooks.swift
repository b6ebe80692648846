import JSON

extension BCHandler {
    /// What the server says of a subscription that is made or renewed.
    func subscriptionValues(isNew: Bool) throws -> [String: StoredValue] {
        let expiry = tables.now.advanced(by: WebhookRules.lifetime)
        var values: [String: StoredValue] = ["expirationDateTime": .integer(expiry.milliseconds)]
        guard isNew else { return values }
        values["subscriptionId"] = .text(tables.engine.newID().filter { $0 != "-" })
        // Only what changes from now on is told.
        try tables.step("SELECT coalesce(max(number), 0) FROM sandbox_ledger") { row in
            values["seenUpTo"] = .integer(row.integer(0))
        }
        return values
    }

    /// `GET webhookSupportedResources`, with the filter that its page shows: `resource eq 'v2.0*'`.
    func supportedResources(_ query: ODataQuery) -> HTTPAnswer {
        var pattern = "*"
        if case .binary(.equal, .path(["resource"]), .literal(.string(let text)))? = query.filter { pattern = text }
        let names = route.sets.values.filter(WebhookRules.isSupported).map { "\(route.path)/\($0.route.set)" }
        let found = names.sorted().filter { name in
            pattern.hasSuffix("*") ? name.hasPrefix(pattern.dropLast()) : name == pattern
        }
        let value: JSONValue = [
            "@odata.context": .string("\(root)/$metadata#webhookSupportedResources"),
            "value": .array(found.map { ["resource": .string($0)] }),
        ]
        return HTTPAnswer(200, headers: Self.jsonHeaders, body: JSON.encode(value))
    }
}
