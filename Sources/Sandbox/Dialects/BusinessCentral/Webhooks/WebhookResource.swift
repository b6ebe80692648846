/// What a subscription is about: an entity set of a company, as its address says.
struct WebhookResource: Sendable, Hashable {
    /// The table whose rows are meant.
    let table: String
    /// The address, without a slash in front: `api/v2.0/companies(…)/customers`.
    let path: String

    /// Reads a resource, relative to the host or absolute; `nil` when nothing there can be subscribed to.
    init?(_ text: String, routes: [String: BCRoute]) {
        var path = text
        if path.hasPrefix("http"), let start = path.firstRange(of: "/api/") { path = String(path[start.lowerBound...]) }
        path = String(path.drop { $0 == "/" })
        guard let address = BCAddress("/" + path, routes: BCRouteNames(routes.keys)), let route = routes[address.route],
            let last = address.segments.last, last.key == nil, let set = route.sets[last.name],
            WebhookRules.isSupported(set)
        else { return nil }
        let isInCompany = address.segments.count == 2 && address.segments[0].name == "companies"
        guard isInCompany || address.segments.count == 1 && !set.schema.definition.perCompany else { return nil }
        table = set.schema.table
        self.path = path
    }
}
