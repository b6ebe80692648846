/// Reads a query in FetchXML.
struct FetchReader {
    private let vocabulary: DataverseVocabulary
    private let fetch: XMLElement
    private let entity: XMLElement
    private let isAggregate: Bool
    private var result: FetchQuery
    /// The tables by the names under which they are linked.
    private var tables: [String: DataverseTable]
    private var groups: [Aggregation.Group] = []
    private var aggregates: [Aggregation.Aggregate] = []
    private var aggregateSources: [FetchQuery.Shown] = []
    private var existing = 0

    /// How many tables may be linked.
    private static let linkLimit = 15

    init(_ text: String, _ vocabulary: DataverseVocabulary) throws {
        guard let fetch = XMLElement.parse(text), fetch.name == "fetch",
            let entity = fetch.children(named: "entity").first, let name = entity.attributes["name"]
        else { throw DataverseError.badQuery("Invalid Xml in the fetchXml result.") }
        self.vocabulary = vocabulary
        self.fetch = fetch
        self.entity = entity
        isAggregate = fetch.attributes["aggregate"] == "true"
        let table = try vocabulary.model.known(name)
        result = FetchQuery(table: table, join: JoinQuery(table: table.name))
        tables = [JoinQuery.root: table]
    }

    /// Reads the result.
    func query() throws -> FetchQuery {
        var reader = self
        try reader.read()
        return reader.result
    }

    private mutating func read() throws {
        result.join.isDistinct = fetch.attributes["distinct"] == "true" && !isAggregate
        result.count = Self.number(fetch.attributes["count"])
        result.top = Self.number(fetch.attributes["top"])
        result.page = min(max(Self.number(fetch.attributes["page"]) ?? 1, 1), 1_000_000)
        result.cookie = fetch.attributes["paging-cookie"]
        result.countsAll = fetch.attributes["returntotalrecordcount"] == "true"
        try readAttributes(entity, result.table, JoinQuery.root)
        // Conditions and orders may speak of linked tables, wherever they stand.
        for link in entity.children(named: "link-entity") { try readLink(link, beside: JoinQuery.root) }
        try readOrders(entity, result.table, JoinQuery.root)
        result.join.condition = .all(try conditions(entity, JoinQuery.root))
        guard isAggregate else { return }
        result.shown = groupSources + aggregateSources
        result.aggregation = Aggregation(table: result.table, groups: groups, aggregates: aggregates)
    }

    private var groupSources: [FetchQuery.Shown] = []

    private static func number(_ text: String?) -> Int? {
        text.flatMap { Int($0) }.map { min(max($0, -1), 1_000_000) }
    }

    // What is shown.

    private mutating func readAttributes(_ element: XMLElement, _ table: DataverseTable, _ name: String) throws {
        let attributes = element.children(named: "attribute")
        guard !isAggregate else {
            for attribute in attributes { try readAggregate(attribute, table, name) }
            return
        }
        var own: [String] = []
        for attribute in attributes {
            let column = try Self.column(attribute.attributes["name"] ?? "", table)
            let isOwn = name == JoinQuery.root && attribute.attributes["alias"] == nil && !result.join.isDistinct
            if isOwn { own.append(column.name) } else { show(column, attribute.attributes["alias"], table, name) }
        }
        let isAll = !element.children(named: "all-attributes").isEmpty
        if name == JoinQuery.root {
            result.columns = isAll || attributes.isEmpty && !result.join.isDistinct ? nil : own
        } else if isAll {
            for column in table.columns { show(column, nil, table, name) }
        }
    }

    private mutating func show(_ column: DataverseColumn, _ alias: String?, _ table: DataverseTable, _ name: String) {
        let usual = name == JoinQuery.root ? column.readName : "\(name).\(column.name)"
        result.shown.append(
            FetchQuery.Shown(
                table: table, column: column, source: JoinQuery.Column(name: name, field: column.name),
                alias: alias ?? usual))
    }

    private mutating func readAggregate(_ element: XMLElement, _ table: DataverseTable, _ name: String) throws {
        let column = try Self.column(element.attributes["name"] ?? "", table)
        guard let alias = element.attributes["alias"], !alias.isEmpty else {
            throw DataverseError.badQuery("An attribute of an aggregate query needs an alias.")
        }
        var source = FetchQuery.Shown(
            table: table, column: column, source: JoinQuery.Column(name: name, field: column.name), alias: alias)
        if element.attributes["groupby"] == "true" {
            let part = try element.attributes["dategrouping"].map { try Self.part($0, column) }
            groups.append(Aggregation.Group(column: column, alias: alias, part: part))
            groupSources.append(source)
            return
        }
        let method = try Self.method(element)
        let isCount = method == .count && element.attributes["aggregate"] == "count"
        if isCount { source.source = JoinQuery.Column(name: JoinQuery.root, field: "_version") }
        aggregates.append(Aggregation.Aggregate(column: isCount ? nil : column, method: method, alias: alias))
        aggregateSources.append(source)
    }

    private static func method(_ element: XMLElement) throws(DataverseError) -> Aggregation.Method {
        let isDistinct = element.attributes["distinct"] == "true"
        switch element.attributes["aggregate"] {
        case "count": return .count
        case "countcolumn": return isDistinct ? .countdistinct : .count
        case "sum": return .sum
        case "avg": return .average
        case "min": return .min
        case "max": return .max
        case let other: throw .badQuery("The aggregate '\(other ?? "")' is not known.")
        }
    }

    private static func part(_ name: String, _ column: DataverseColumn) throws(DataverseError) -> DatePart {
        guard column.type == .dateTime, let part = DatePart(rawValue: name) else {
            throw .badQuery("The dategrouping '\(name)' is not supported for '\(column.name)'.")
        }
        return part
    }

    // Links.

    private mutating func readLink(_ element: XMLElement, beside parent: String) throws {
        guard result.join.joins.count < Self.linkLimit else {
            throw DataverseError.badQuery("The number of link-entity elements exceeds the limit of \(Self.linkLimit).")
        }
        let kind = element.attributes["link-type"] ?? "inner"
        guard let isOuter = ["inner": false, "natural": false, "outer": true][kind] else {
            // Links that only ask whether there is a row are conditions.
            return
        }
        let (table, name) = try source(element)
        var join = try link(element, table, name, beside: parent)
        join.isOuter = isOuter
        let place = result.join.joins.count
        result.join.joins.append(join)
        try readAttributes(element, table, name)
        for inner in element.children(named: "link-entity") { try readLink(inner, beside: name) }
        try readOrders(element, table, name)
        result.join.joins[place].condition = .all(try conditions(element, name))
    }

    private mutating func source(_ element: XMLElement) throws -> (DataverseTable, String) {
        let table = try vocabulary.model.known(element.attributes["name"] ?? "")
        let name = element.attributes["alias"] ?? "\(table.name)\(tables.count)"
        guard tables[name] == nil else { throw DataverseError.badQuery("The alias '\(name)' is not unique.") }
        tables[name] = table
        return (table, name)
    }

    /// Without `from` and `to`, the lookup that leads from one table to the other's key decides.
    private func link(
        _ element: XMLElement, _ table: DataverseTable, _ name: String, beside parent: String
    ) throws -> JoinQuery.Join {
        let other = tables[parent] ?? result.table
        let from = try Self.column(element.attributes["from"] ?? table.key, table)
        let to = try Self.column(element.attributes["to"] ?? from.name, other)
        return JoinQuery.Join(
            name: name, table: table.name, field: from.name, parent: parent, parentField: to.name)
    }

    // Conditions.

    private mutating func conditions(_ element: XMLElement, _ name: String) throws -> [JoinQuery.Condition] {
        var parts = try element.children(named: "filter").map { try condition($0, name) }
        for link in element.children(named: "link-entity") {
            if let part = try existence(link, beside: name) { parts.append(part) }
        }
        return parts
    }

    private mutating func condition(_ filter: XMLElement, _ name: String) throws -> JoinQuery.Condition {
        var parts = try filter.children(named: "condition").map { try leaf($0, name) }
        parts += try conditions(filter, name)
        return filter.attributes["type"] == "or" ? .any(parts) : .all(parts)
    }

    /// A link that asks whether there is a row: `any`, `not any`, `all`, `not all`, `exists`, `in`.
    ///
    /// `all` is true where there are rows and none of them meets the conditions, and `not all` is another word for `any`:
    /// https://learn.microsoft.com/power-apps/developer/data-platform/fetchxml/reference/link-entity#link-type-options
    private mutating func existence(_ element: XMLElement, beside parent: String) throws -> JoinQuery.Condition? {
        switch element.attributes["link-type"] ?? "inner" {
        case "inner", "natural", "outer": return nil
        case "any", "exists", "in", "not all": return try existence(element, beside: parent, isNegated: false)
        case "not any": return try existence(element, beside: parent, isNegated: true)
        case "all":
            let none = try existence(element, beside: parent, isNegated: true)
            guard case .exists(var some, _) = none else { return none }
            some.name += " some"
            some.condition = .all([])
            return .all([.exists(some, isNegated: false), none])
        case let kind: throw DataverseError.notSupported("The sandbox does not support link-type '\(kind)'.")
        }
    }

    private mutating func existence(
        _ element: XMLElement, beside parent: String, isNegated: Bool
    ) throws -> JoinQuery.Condition {
        existing += 1
        let table = try vocabulary.model.known(element.attributes["name"] ?? "")
        let name = element.attributes["alias"] ?? "exists \(existing)"
        guard tables[name] == nil, existing <= Self.linkLimit else {
            throw DataverseError.badQuery("The alias '\(name)' is not unique, or there are too many links.")
        }
        tables[name] = table
        var join = try link(element, table, name, beside: parent)
        join.condition = .all(try conditions(element, name))
        return .exists(join, isNegated: isNegated)
    }

    private func leaf(_ element: XMLElement, _ name: String) throws -> JoinQuery.Condition {
        let name = element.attributes["entityname"] ?? name
        guard let table = tables[name] else {
            throw DataverseError.badQuery("There is no link-entity with the alias '\(name)'.")
        }
        let column = try Self.column(element.attributes["attribute"] ?? "", table)
        let inner = element.children(named: "value").map(\.text)
        let texts = element.attributes["value"].map { [$0] } ?? inner
        let operation = element.attributes["operator"] ?? "eq"
        if let other = element.attributes["valueof"] {
            let term = Filter.Term.field(try Self.column(other, table).name)
            return .row(name, try ConditionOperator.filter(operation, .field(column.name), [], other: term))
        }
        if let function = ConditionOperator.functionName(operation) {
            let literals = texts.map { ODataLiteral.string($0) }
            let call = QueryFunction(vocabulary, property: column.readName, literals)
            return .row(name, try call.filter(function, on: table))
        }
        let isPattern = operation.hasSuffix("like")
        let values = try texts.map { text in
            isPattern ? .text(text) : try LiteralValue.value(.string(text), for: column.field)
        }
        return .row(name, try ConditionOperator.filter(operation, .field(column.name), values))
    }

    // Order.

    private mutating func readOrders(_ element: XMLElement, _ table: DataverseTable, _ name: String) throws {
        for order in element.children(named: "order") {
            let isDescending = order.attributes["descending"] == "true"
            if let alias = order.attributes["alias"], isAggregate {
                result.groupOrder.append((alias, isDescending))
                continue
            }
            let name = order.attributes["entityname"] ?? name
            guard let table = tables[name] else {
                throw DataverseError.badQuery("There is no link-entity with the alias '\(name)'.")
            }
            let column = try Self.column(order.attributes["attribute"] ?? "", table)
            result.join.order.append(
                JoinQuery.Order(
                    column: JoinQuery.Column(name: name, field: column.name), isDescending: isDescending))
        }
    }

    /// The column with a logical name.
    static func column(_ name: String, _ table: DataverseTable) throws -> DataverseColumn {
        guard let column = table.column(name) else { throw DataverseError.unknownColumn(name, of: table.name) }
        return column
    }

    /// The condition on the rows of a table that stands alone.
    static func filter(_ condition: JoinQuery.Condition) throws -> Filter {
        switch condition {
        case .all(let parts): return .all(try parts.map(filter))
        case .any(let parts): return parts.isEmpty ? .always : .any(try parts.map(filter))
        case .row(_, let filter): return filter
        case .exists: throw DataverseError.badQuery("A link-entity can't be read here.")
        }
    }
}
