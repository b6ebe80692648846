import JSON

/// What changed in a table since a subscriber was told last, row by row.
struct WebhookChanges: Sendable {
    /// What became of a row.
    struct Change: Sendable, Hashable {
        var kind: String
        var moment: Moment
    }

    /// The rows by their ids, in the order of their first changes.
    private(set) var rows: [(id: String, change: Change)] = []
    private var places: [String: Int] = [:]
    /// When the first of them changed.
    private(set) var since: Moment?
    /// The number of the ledger's last entry among them.
    private(set) var last: Int64 = 0

    /// Takes entries of the ledger in: a row that was made and changed was made, one that is gone is gone.
    init(_ entries: [LedgerEntry]) {
        for entry in entries {
            since = since ?? entry.moment
            last = max(last, entry.number)
            let place = places[entry.id]
            let isNew = entry.operation == .create || place.map { rows[$0].change.kind == "created" } == true
            let kind = entry.operation == .delete ? "deleted" : isNew ? "created" : "updated"
            let change = Change(kind: kind, moment: entry.moment)
            if let place {
                rows[place].change = change
            } else {
                places[entry.id] = rows.count
                rows.append((entry.id, change))
            }
        }
    }

    /// The body of the notification to a subscriber.
    func body(_ subscription: StoredRecord, _ resource: WebhookResource) -> [UInt8] {
        let values: [JSONValue]
        if rows.count > WebhookRules.greatest, let since {
            let filter = "$filter=lastDateTimeModified%20gt%20\(since.text)"
            values = [Self.value(subscription, "\(resource.path)?\(filter)", Change(kind: "collection", moment: since))]
        } else {
            values = rows.map { Self.value(subscription, "\(resource.path)(\($0.id))", $0.change) }
        }
        return JSON.encode(["value": .array(values)] as JSONValue)
    }

    private static func value(_ subscription: StoredRecord, _ resource: String, _ change: Change) -> JSONValue {
        let expiry = Moment(milliseconds: subscription["expirationDateTime"].integer ?? 0)
        return [
            "subscriptionId": .string(subscription["subscriptionId"].text ?? ""),
            "clientState": .string(subscription["clientState"].text ?? ""),
            "expirationDateTime": .string(expiry.text), "resource": .string(resource),
            "changeType": .string(change.kind), "lastModifiedDateTime": .string(change.moment.text),
        ]
    }
}
