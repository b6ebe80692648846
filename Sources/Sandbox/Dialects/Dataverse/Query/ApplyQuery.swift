import Foundation

/// A `$apply`: a filter, and groups or one group of all rows.
///
/// `filter(statecode eq 0)/groupby((address1_city),aggregate(creditlimit with sum as total,$count as number))`.
/// <https://learn.microsoft.com/power-apps/developer/data-platform/webapi/query/aggregate-data>
struct ApplyQuery {
    /// The condition on the rows, if there is one.
    let filter: ODataExpression?
    let aggregation: Aggregation

    init(_ text: String, on table: DataverseTable) throws {
        var filter: ODataExpression?
        var aggregation: Aggregation?
        for step in ODataQuery.split(text, at: "/").map(\.trimmed) {
            guard aggregation == nil, let call = Call(step) else { throw Self.unreadable(step) }
            switch call.name {
            case "filter":
                let condition = try ODataParser.filter(call.inside)
                filter = filter.map { .binary(.and, $0, condition) } ?? condition
            case "aggregate":
                aggregation = Aggregation(table: table, groups: [], aggregates: try Self.aggregates(call.inside, table))
            case "groupby": aggregation = try Self.groups(call.inside, table)
            default: throw Self.unreadable(step)
            }
        }
        guard let aggregation else { throw Self.unreadable(text) }
        self.filter = filter
        self.aggregation = aggregation
    }

    /// `name(inside)`.
    private struct Call {
        var name: String
        var inside: String

        init?(_ text: String) {
            guard let open = text.firstIndex(of: "("), text.last == ")" else { return nil }
            name = String(text[..<open]).trimmed
            inside = String(text[text.index(after: open)...].dropLast())
        }
    }

    private static func groups(_ text: String, _ table: DataverseTable) throws -> Aggregation {
        let parts = ODataQuery.split(text, at: ",").map(\.trimmed)
        guard let list = parts.first, list.hasPrefix("("), list.hasSuffix(")"), parts.count <= 2 else {
            throw unreadable(text)
        }
        let groups = try ODataQuery.split(String(list.dropFirst().dropLast()), at: ",").map { name in
            Aggregation.Group(column: try column(name.trimmed, table), alias: name.trimmed)
        }
        guard parts.count == 2 else { return Aggregation(table: table, groups: groups, aggregates: []) }
        guard let call = Call(parts[1]), call.name == "aggregate" else { throw unreadable(parts[1]) }
        return Aggregation(table: table, groups: groups, aggregates: try aggregates(call.inside, table))
    }

    private static func aggregates(_ text: String, _ table: DataverseTable) throws -> [Aggregation.Aggregate] {
        try ODataQuery.split(text, at: ",").map { part in
            let words = part.split(separator: " ").map(String.init)
            switch (words.count, words.first) {
            case (3, "$count") where words[1] == "as":
                return Aggregation.Aggregate(column: nil, method: .count, alias: words[2])
            case (5, let name?) where words[1] == "with" && words[3] == "as":
                guard let method = Aggregation.Method(rawValue: words[2]) else { throw unreadable(part) }
                return Aggregation.Aggregate(column: try column(name, table), method: method, alias: words[4])
            default: throw unreadable(part)
            }
        }
    }

    private static func column(_ name: String, _ table: DataverseTable) throws(DataverseError) -> DataverseColumn {
        guard let column = table.column(readAs: name) ?? table.column(name) else {
            throw .unknownColumn(name, of: table.name)
        }
        return column
    }

    private static func unreadable(_ text: String) -> DataverseError {
        .badQuery("The $apply expression '\(text)' is not valid, or not supported.")
    }
}

extension Session {
    /// `GET accounts?$apply=…`.
    func apply(_ text: String, to table: DataverseTable, _ operation: Operation) throws -> HTTPAnswer {
        let options = try operation.query()
        let apply = try ApplyQuery(text, on: table)
        var query = ODataQuery()
        query.filter = apply.filter
        let condition = Filter.all([try filter(query, on: table), try filter(options, on: table)])
        var rows = try apply.aggregation.rows(condition, in: tables)
        for order in options.order.reversed() {
            guard let place = apply.aggregation.names.firstIndex(of: order.path.joined(separator: "/")) else {
                throw DataverseError.unknownColumn(order.path.joined(separator: "/"), of: table.name)
            }
            rows = rows.sorted(at: place, descending: order.isDescending)
        }
        if let top = options.top { rows = Array(rows.prefix(top)) }
        return try answer(apply.aggregation, rows, operation.preferences)
    }
}
