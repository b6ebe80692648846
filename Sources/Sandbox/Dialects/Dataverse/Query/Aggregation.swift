import Foundation

/// Rows taken together: the columns by which they are grouped, and what is worked out of each group.
///
/// Both `$apply` and FetchXML ask for it.
struct Aggregation {
    /// How a group's values become one.
    enum Method: String {
        case sum, average, min, max, count, countdistinct
    }

    /// A value that is worked out of a group.
    struct Aggregate {
        /// The column; `nil`: the rows are counted.
        var column: DataverseColumn?
        var method: Method
        /// The name of the value in the answer.
        var alias: String
    }

    /// A column by which rows are grouped, and its name in the answer.
    struct Group {
        var column: DataverseColumn
        var alias: String
        /// The part of its days by which rows are grouped; `nil`: the whole value.
        var part: DatePart?
    }

    let table: DataverseTable
    var groups: [Group]
    var aggregates: [Aggregate]

    /// The most rows that the service takes together.
    static let rowLimit = 50_000

    /// One group of the answer: the values of its columns, then what was worked out, both in their order.
    struct Row {
        var values: [StoredValue]
    }

    /// The column whose form a value of the answer has; `nil` for numbers of rows.
    func column(at place: Int) -> DataverseColumn? {
        if place < groups.count { return groups[place].part == nil ? groups[place].column : nil }
        let aggregate = aggregates[place - groups.count]
        switch aggregate.method {
        case .count, .countdistinct: return nil
        default: return aggregate.column
        }
    }

    /// The names of the answer's values, in their order.
    var names: [String] { groups.map(\.alias) + aggregates.map(\.alias) }

    /// Works the groups of a table out, in the order of their columns' values.
    func rows(_ filter: Filter, in tables: Tables) throws -> [Row] {
        let columns = groups.map(\.column.name) + aggregates.map { $0.column?.name ?? "_version" }
        return try rows { limit, body in
            try tables.scan(Query(table.name, where: filter, limit: limit), columns: columns, body)
        }
    }

    /// Works the groups out of what a reading hands out: their columns, then those of the aggregates.
    func rows(_ scan: (_ limit: Int, _ body: (borrowing RowView) throws -> Void) throws -> Void) throws -> [Row] {
        var found: [[StoredValue]: [Accumulator]] = [:]
        var order: [[StoredValue]] = []
        var count = 0
        try scan(Self.rowLimit + 1) { row in
            count += 1
            let key = groups.enumerated().map { place, group in
                group.part?.value(of: row.value(place)) ?? row.value(place)
            }
            var state = found[key] ?? aggregates.map { Accumulator($0) }
            if found[key] == nil { order.append(key) }
            for place in aggregates.indices { state[place].add(row.value(groups.count + place)) }
            found[key] = state
        }
        guard count <= Self.rowLimit else { throw DataverseError.tooManyToAggregate }
        if groups.isEmpty, order.isEmpty {
            return [Row(values: aggregates.map { Accumulator($0).result })]
        }
        return order.map { key in Row(values: key + (found[key] ?? []).map(\.result)) }
    }
}

extension Session {
    /// Answers with groups instead of rows.
    func answer(
        _ aggregation: Aggregation, _ rows: [Aggregation.Row], _ preferences: Preferences
    ) throws -> HTTPAnswer {
        let names = aggregation.names
        let writer = writer
        var out = WireBuffer()
        out.raw("{")
        out.member("@odata.context")
        out.string("\(root)$metadata#\(aggregation.table.set)(\(names.joined(separator: ",")))")
        out.member("value")
        out.raw("[")
        for row in rows {
            out.separate()
            out.raw("{")
            for (place, value) in row.values.enumerated() {
                let column = aggregation.column(at: place)
                out.member(named: names[place])
                if let column { writer.append(value, column, to: &out) } else { out.integer(value.integer ?? 0) }
                guard preferences.annotations.formattedValue,
                    let text = try writer.displayText(value, column, in: aggregation.table)
                else { continue }
                out.member(named: "\(names[place])@OData.Community.Display.V1.FormattedValue")
                out.string(text)
            }
            out.raw("}")
        }
        out.raw("]}")
        return DataverseAnswer.ok(out, preferences)
    }
}
