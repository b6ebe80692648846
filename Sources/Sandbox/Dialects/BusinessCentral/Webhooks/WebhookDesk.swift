import JSON

/// Tells those who subscribed what changed in Business Central.
///
/// What changed is in the ledger, so nothing is told that was undone. One notification goes out at a time.
actor WebhookDesk {
    private let environment: DialectEnvironment
    private let routes: [String: BCRoute]
    private let post: any NotificationPost
    /// By subscription: when a notification that nobody took was tried first, and when it is tried next.
    private var unheard: [String: (first: Moment, next: Moment)] = [:]

    init(_ environment: DialectEnvironment, _ post: any NotificationPost) {
        self.environment = environment
        self.post = post
        let all = BCRoute.all(environment.engine.catalog[.businessCentral] ?? [:])
        routes = Dictionary(all.map { ($0.path, $0) }) { first, _ in first }
    }

    /// Sends the notifications that are due.
    func settle() async throws {
        for subscription in try await subscriptions() { try await settle(subscription) }
    }

    private func subscriptions() async throws -> [StoredRecord] {
        try await environment.engine.read(.businessCentral) { tables in
            try tables.records(Query(WebhookRules.table))
        }
    }

    private func settle(_ subscription: StoredRecord) async throws {
        let now = environment.clock.now
        guard subscription["expirationDateTime"].integer ?? 0 > now.milliseconds,
            let resource = WebhookResource(subscription["resource"].text ?? "", routes: routes)
        else { return try await end(subscription) }
        if let waiting = unheard[subscription.id], waiting.next > now { return }
        var question = Ledger.Question()
        question.system = .businessCentral
        question.table = resource.table
        question.after = subscription["seenUpTo"].integer ?? 0
        let changes = WebhookChanges(try await Ledger(environment.engine).entries(question))
        guard let since = changes.since, since.advanced(by: WebhookRules.delay) <= now else { return }
        let answer = await post.post(
            changes.body(subscription, resource), to: subscription["notificationUrl"].text ?? "")
        switch answer?.status {
        case .some(200..<300):
            unheard[subscription.id] = nil
            try await note(changes.last, for: subscription)
        case nil, .some(408), .some(429), .some(500...):
            let first = unheard[subscription.id]?.first ?? now
            guard now < first.advanced(by: WebhookRules.patience) else { return try await end(subscription) }
            unheard[subscription.id] = (first, now.advanced(by: WebhookRules.pause))
        case .some: try await end(subscription)
        }
    }

    private func note(_ number: Int64, for subscription: StoredRecord) async throws {
        try await environment.engine.write(.businessCentral, as: .sandbox) { tables in
            try tables.setFlow(WebhookRules.table, id: subscription.id, values: ["seenUpTo": .integer(number)])
        }
    }

    private func end(_ subscription: StoredRecord) async throws {
        unheard[subscription.id] = nil
        try await environment.engine.write(.businessCentral, as: .sandbox) { tables in
            tables.isRecorded = false
            guard try tables.exists(WebhookRules.table, id: subscription.id) else { return }
            try tables.delete(WebhookRules.table, id: subscription.id)
        }
    }
}
