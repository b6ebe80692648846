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
        if place < groups.count { return groups[place].column }
        let aggregate = aggregates[place - groups.count]
        switch aggregate.method {
        case .count, .countdistinct: return nil
        default: return aggregate.column
        }
    }

    /// The names of the answer's values, in their order.
    var names: [String] { groups.map(\.alias) + aggregates.map(\.alias) }

    /// Works the groups out, in the order of their columns' values.
    func rows(_ filter: Filter, in tables: Tables) throws -> [Row] {
        let query = Query(table.name, where: filter, limit: Self.rowLimit + 1)
        let columns = groups.map(\.column.name) + aggregates.map { $0.column?.name ?? "_version" }
        var found: [[StoredValue]: [Accumulator]] = [:]
        var order: [[StoredValue]] = []
        var count = 0
        try tables.scan(query, columns: columns) { row in
            count += 1
            let key = groups.indices.map { row.value($0) }
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

/// One value of a group, while its rows come in.
private struct Accumulator {
    private let aggregate: Aggregation.Aggregate
    private var count = 0
    private var digits: Int128 = 0
    private var extreme: StoredValue = .null
    private var distinct: Set<StoredValue> = []

    /// The digits after the point with which amounts are added.
    private static let scale = 12

    init(_ aggregate: Aggregation.Aggregate) { self.aggregate = aggregate }

    mutating func add(_ value: StoredValue) {
        guard aggregate.column != nil else {
            count += 1
            return
        }
        guard value != .null else { return }
        count += 1
        switch aggregate.method {
        case .sum, .average: digits += Self.number(value)?.digits(withScale: Self.scale) ?? 0
        case .min: if extreme == .null || isLess(value, extreme) { extreme = value }
        case .max: if extreme == .null || isLess(extreme, value) { extreme = value }
        case .countdistinct: distinct.insert(value)
        case .count: break
        }
    }

    var result: StoredValue {
        switch aggregate.method {
        case .count: .integer(Int64(count))
        case .countdistinct: .integer(Int64(distinct.count))
        case .min, .max: extreme
        case .sum: count == 0 ? .null : shown(digits)
        case .average: count == 0 ? .null : shown(digits / Int128(count))
        }
    }

    private func shown(_ digits: Int128) -> StoredValue {
        guard aggregate.column?.field.kind == .decimal else {
            return .integer(Int64(clamping: digits / 1_000_000_000_000))
        }
        return DecimalText.canonical("\(digits)e-\(Self.scale)", scale: aggregate.column?.wireScale).map { .text($0) }
            ?? .null
    }

    private func isLess(_ left: StoredValue, _ right: StoredValue) -> Bool {
        switch (left, right) {
        case (.integer(let left), .integer(let right)): left < right
        case (.text(let left), .text(let right)):
            aggregate.column?.field.kind == .decimal
                ? DecimalText.compare(left, right) == .orderedAscending : Folding.fold(left) < Folding.fold(right)
        default: false
        }
    }

    private static func number(_ value: StoredValue) -> DecimalNumber? {
        switch value {
        case .integer(let number): DecimalNumber(String(number))
        case .text(let text): DecimalNumber(text)
        case .null: nil
        }
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
