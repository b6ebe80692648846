extension Session {
    /// The rows that changed since a token, or all rows and a token to go on from.
    ///
    /// <https://learn.microsoft.com/power-apps/developer/data-platform/use-change-tracking-synchronize-data-external-systems>
    func changes(_ table: DataverseTable, _ operation: Operation) throws -> HTTPAnswer {
        guard table.definition.changeTracking else { throw DataverseError.notTracked(table.name) }
        let options = try operation.query()
        for option in ["$filter", "$orderby", "$expand", "$top"] where options.raw[option] != nil {
            throw DataverseError.notWithTracking(String(option.dropFirst()))
        }
        let since = try operation.parameter("$deltatoken").map { try token($0) }
        let shape = try shape(table, options, operation.preferences.annotations)
        var page = changePage(table, since)
        page.seesNothing = seesNothing(table)
        try page.resume(operation.parameter("$skiptoken"))
        page.size = min(operation.preferences.pageSize ?? Self.pageLimit, Self.pageLimit)
        // What changes while the pages are read must come again: the token is that of the first page.
        let version = page.extra.first?.last.flatMap { Int64($0) } ?? tables.engine.currentVersion(.dataverse)
        page.extra = [PagingCookie.Column(name: ListingPage.trackingName, last: "\(version)")]
        var out = WireBuffer(capacity: 64 * 1024)
        out.raw("{")
        out.member("@odata.context")
        out.string(root + shape.context + (since == nil ? "" : "/$delta"))
        out.member("value")
        out.raw("[")
        let next = try append(page, shape, to: &out)
        if next == nil, let since { try appendDeletions(of: table, after: since.version, to: &out) }
        out.raw("]")
        appendLink(next, version, table, operation, to: &out)
        out.raw("}")
        return DataverseAnswer.ok(out, operation.preferences)
    }

    private func changePage(_ table: DataverseTable, _ since: DeltaToken?) -> ListingPage {
        guard let since else { return ListingPage(table, .always, order: []) }
        let changed = Filter.field("_version", .greater, .integer(since.version))
        return ListingPage(table, changed, order: [Query.Order(.field("_version"))])
    }

    private func appendDeletions(of table: DataverseTable, after version: Int64, to out: inout WireBuffer) throws {
        for deletion in try tables.deletions(of: table.name, after: version) {
            out.separate()
            out.raw("{")
            out.member("@odata.context")
            out.string("\(root)$metadata#\(table.set)/$deletedEntity")
            out.member("id")
            out.string(deletion.id)
            out.member("reason")
            out.raw("\"deleted\"}")
        }
    }

    private func appendLink(
        _ next: PagingCookie?, _ version: Int64, _ table: DataverseTable, _ operation: Operation,
        to out: inout WireBuffer
    ) {
        if let next {
            out.member("@odata.nextLink")
            out.string(link(table.set, operation, dropping: [], adding: ("$skiptoken", next.token)))
        } else {
            let token = DeltaToken(version: version, issued: tables.now)
            out.member("@odata.deltaLink")
            out.string(link(table.set, operation, dropping: ["$skiptoken"], adding: ("$deltatoken", token.text)))
        }
    }

    /// How many rows changed or were deleted since a token.
    func changeCount(_ table: DataverseTable, _ text: String) throws -> Int {
        let since = try token(text)
        let changed = Filter.field("_version", .greater, .integer(since.version))
        return try tables.count(Query(table.name, where: changed))
            + tables.deletions(of: table.name, after: since.version).count
    }

    /// Reads a token; one that is too old, or from another organisation, has expired.
    private func token(_ text: String) throws -> DeltaToken {
        guard let token = DeltaToken(text) else { throw DataverseError.expiredToken }
        let days = try expiryDays()
        let oldest = tables.now.milliseconds - days * 86_400_000
        guard token.issued.milliseconds >= oldest, token.version <= tables.engine.currentVersion(.dataverse) else {
            throw DataverseError.expiredToken
        }
        return token
    }

    /// How many days a token lives: a setting of the organisation, seven by default.
    private func expiryDays() throws -> Int64 {
        guard model.table("organization")?.column("expirechangetrackingindays") != nil else { return 7 }
        return try tables.records(Query("organization", limit: 1)).first?["expirechangetrackingindays"].integer ?? 7
    }
}
