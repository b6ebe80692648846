/// The query functions of Dataverse, such as `Microsoft.Dynamics.CRM.LastXDays(PropertyName='createdon',PropertyValue=7)`.
///
/// <https://learn.microsoft.com/power-apps/developer/data-platform/webapi/reference/queryfunctions>
struct QueryFunction {
    private static let day: Int64 = 86_400_000
    private let vocabulary: DataverseVocabulary
    private let property: String
    private let values: [ODataLiteral]

    init(_ vocabulary: DataverseVocabulary, _ arguments: [String: ODataExpression]) {
        self.vocabulary = vocabulary
        property = arguments["PropertyName"].map(Self.literals)?.first?.text ?? ""
        values = (arguments["PropertyValues"] ?? arguments["PropertyValue"]).map(Self.literals) ?? []
    }

    init(_ vocabulary: DataverseVocabulary, property: String, _ values: [ODataLiteral]) {
        self.vocabulary = vocabulary
        self.property = property
        self.values = values
    }

    private static func literals(_ expression: ODataExpression) -> [ODataLiteral] {
        switch expression {
        case .literal(let literal): [literal]
        case .list(let elements): elements.flatMap(literals)
        default: []
        }
    }

    /// The condition of a function on rows of a table.
    func filter(_ name: String, on table: DataverseTable) throws(DataverseError) -> Filter {
        let path = property.split(separator: "/").map(String.init)
        let (term, column) = try vocabulary.column(path, of: table)
        switch name {
        case "In": return .isIn(term, try stored(column))
        case "NotIn": return .not(.isIn(term, try stored(column)))
        case "Between": return try between(term, column)
        case "NotBetween": return .not(try between(term, column))
        case "ContainValues": return try contains(term, column)
        case "DoesNotContainValues": return .not(try contains(term, column))
        case "EqualUserId": return .compare(term, .equal, .value(.text(vocabulary.user)))
        case "NotEqualUserId": return .compare(term, .notEqual, .value(.text(vocabulary.user)))
        default: return try span(name, term, column)
        }
    }

    private func stored(_ column: DataverseColumn) throws(DataverseError) -> [StoredValue] {
        var stored: [StoredValue] = []
        for value in values { stored.append(try LiteralValue.value(value, for: column.field)) }
        return stored
    }

    private func between(_ term: Filter.Term, _ column: DataverseColumn) throws(DataverseError) -> Filter {
        let ends = try stored(column)
        guard ends.count == 2 else { throw .badQuery("Between takes two values.") }
        return .all([.compare(term, .atLeast, .value(ends[0])), .compare(term, .atMost, .value(ends[1]))])
    }

    /// A choice of several values is stored as `1,2,3`.
    private func contains(_ term: Filter.Term, _ column: DataverseColumn) throws(DataverseError) -> Filter {
        guard column.field.kind == .text else { return .isIn(term, try stored(column)) }
        let padded = Filter.Term.function("concat", [.value(.text(",")), term, .value(.text(","))])
        return .any(values.map { .text(.contains, padded, .value(.text(",\($0.text),"))) })
    }

    /// The functions that name a span of time; days are those of UTC.
    private func span(_ name: String, _ term: Filter.Term, _ column: DataverseColumn) throws(DataverseError) -> Filter {
        guard column.type == .dateTime, let (from, until) = bounds(name) else {
            throw .badQuery("The query function '\(name)' is not known, or not supported for '\(column.readName)'.")
        }
        var parts: [Filter] = []
        if let from { parts.append(.compare(term, .atLeast, Self.term(from, column))) }
        if let until { parts.append(.compare(term, .less, Self.term(until, column))) }
        return .all(parts)
    }

    private func bounds(_ name: String) -> (Int64?, Int64?)? {
        if let calendar = CalendarSpan(name, amount: amount ?? 1) {
            let (from, until) = calendar.bounds(around: vocabulary.now)
            return (from?.milliseconds, until.milliseconds)
        }
        let now = vocabulary.now.milliseconds
        let amount = amount ?? 0
        let today = Self.dayStart(now)
        let given = values.first.flatMap { Moment(iso: $0.text) }.map { Self.dayStart($0.milliseconds) }
        let (hour, day) = (Int64(3_600_000), Self.day)
        switch name {
        case "Today": return (today, today + day)
        case "Yesterday": return (today - day, today)
        case "Tomorrow": return (today + day, today + 2 * day)
        case "Last7Days": return (today - 7 * day, now + 1)
        case "Next7Days": return (now, today + 8 * day)
        case "LastXHours": return (now - amount * hour, now + 1)
        case "NextXHours": return (now, now + amount * hour)
        case "LastXDays": return (today - amount * day, now + 1)
        case "NextXDays": return (now, today + (amount + 1) * day)
        case "LastXWeeks": return (today - amount * 7 * day, now + 1)
        case "NextXWeeks": return (now, today + (amount * 7 + 1) * day)
        case "OlderThanXMinutes": return (nil, now - amount * 60_000)
        case "OlderThanXHours": return (nil, now - amount * hour)
        case "OlderThanXDays": return (nil, today - amount * day)
        case "OlderThanXWeeks": return (nil, today - amount * 7 * day)
        case "On": return given.map { ($0, $0 + day) }
        case "OnOrAfter": return given.map { ($0, nil) }
        case "OnOrBefore": return given.map { (nil, $0 + day) }
        default: return nil
        }
    }

    /// The number that the function is given; no span is longer than ten thousand years of days.
    private var amount: Int64? {
        values.first.flatMap { Int64($0.text) }.map { min(max($0, -3_650_000), 3_650_000) }
    }

    private static func dayStart(_ milliseconds: Int64) -> Int64 {
        milliseconds - (milliseconds % day + day) % day
    }

    private static func term(_ milliseconds: Int64, _ column: DataverseColumn) -> Filter.Term {
        .value(column.isDay ? .text(Moment(milliseconds: milliseconds).dayText) : .integer(milliseconds))
    }
}
