/// The names, labels and symbols that an answer shows beside its values, each read once.
final class DisplayCache {
    private let tables: Tables
    private let model: DataverseModel
    private var names: [String: [String: String]] = [:]
    private var labels: [String: [Int64: String]] = [:]
    private var currencies: [String: (symbol: String, digits: Int)] = [:]

    init(_ tables: Tables, _ model: DataverseModel) {
        self.tables = tables
        self.model = model
    }

    /// The name of a row; `nil` when the row isn't there or has none.
    func name(of id: String, in table: String) throws -> String? {
        if let known = names[table]?[id] { return known.isEmpty ? nil : known }
        var name = ""
        if let target = model.table(table), let column = target.definition.primaryName {
            let query = Query(table, where: .field("_id", .equal, .text(id)), limit: 1)
            try tables.scan(query, columns: [column]) { name = $0.text(0) }
        }
        names[table, default: [:]][id] = name
        return name.isEmpty ? nil : name
    }

    /// The label of a choice's value.
    func label(of value: Int64, _ column: DataverseColumn, in table: DataverseTable) -> String? {
        let key = "\(table.name).\(column.name)"
        if let known = labels[key] { return known[value] }
        let options = tables.engine.options(OptionSetKey(.dataverse, table: table.name, field: column.field))
        let read = Dictionary(options.map { ($0.value, $0.label) }, uniquingKeysWith: { first, _ in first })
        labels[key] = read
        return read[value]
    }

    /// The symbol and the digits of a currency; those of the dollar for a row without one.
    func currency(_ id: String?) throws -> (symbol: String, digits: Int) {
        guard let id, model.table("transactioncurrency") != nil else { return ("$", 2) }
        if let known = currencies[id] { return known }
        let record = try tables.record("transactioncurrency", id: id)
        let currency = (
            record?["currencysymbol"].text ?? "$", record?["currencyprecision"].integer.map { Int($0) } ?? 2
        )
        currencies[id] = currency
        return currency
    }
}
