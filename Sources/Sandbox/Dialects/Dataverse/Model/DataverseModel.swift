/// The tables of the organisation, found by their names on the wire.
final class DataverseModel: Sendable {
    /// The tables, in the order of their logical names.
    let tables: [DataverseTable]
    private let bySet: [String: DataverseTable]
    private let byName: [String: DataverseTable]

    init(_ engine: Engine) throws {
        let definitions = engine.library.tables(of: .dataverse)
        tables = try definitions.map { DataverseTable(try engine.schema(.dataverse, $0.table)) }
        bySet = Dictionary(tables.map { ($0.set, $0) }, uniquingKeysWith: { first, _ in first })
        byName = Dictionary(tables.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// The table of an entity set.
    func table(set: String) -> DataverseTable? { bySet[set] }

    /// The table with a logical name.
    func table(_ name: String) -> DataverseTable? { byName[name] }

    /// The table with a logical name that a definition refers to.
    func known(_ name: String) throws(DataverseError) -> DataverseTable {
        guard let table = byName[name] else { throw .metadataNotFound(name) }
        return table
    }
}
