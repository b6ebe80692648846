#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
import JSON
import Model

/// A choice column as a table: its options are the records, with the fields `value` and `label`.
///
/// An option is created under a number that follows from the key chosen for it, so that creating it again changes nothing.
/// <https://learn.microsoft.com/power-apps/developer/data-platform/webapi/create-update-optionsets>
struct ChoiceTable: Sendable {
    /// The name of the field that holds an option's number.
    static let valueField = "value"
    /// The name of the field that holds its label.
    static let labelField = "label"
    /// The fields of every choice column.
    static let fields = [
        RemoteTable.Field(name: valueField, kind: .integer, isReadOnly: true),
        RemoteTable.Field(name: labelField, kind: .text, maxLength: 200),
    ]

    let table: RemoteTable
    let dataverse: Dataverse

    var courier: Courier { dataverse.courier }
    var entity: String { table.declaration.table }
    var attribute: String { table.declaration.choice ?? "" }

    /// The number of the option that a chosen key stands for, among the nine-digit ones that publishers use; a number is itself.
    static func value(of key: RecordID) -> Int64? {
        if let number = Int64(key.text) { return number }
        guard GUIDText.isGUID(key.text) else { return nil }
        return 100_000_000 + Int64(StableHash.of(key.text) % 800_000_000)
    }

    // MARK: reading

    /// The column, past every cache of metadata.
    func column() async throws -> ChoiceColumn {
        let names = [entity, attribute].map { PercentEncoding.segment(ODataLiteral.string($0).text) }
        let url =
            "\(courier.root.text)/EntityDefinitions(LogicalName=\(names[0]))/Attributes(LogicalName=\(names[1]))"
            + "/Microsoft.Dynamics.CRM.PicklistAttributeMetadata?$select=LogicalName"
            + "&$expand=OptionSet($select=Options,Name,IsGlobal),GlobalOptionSet($select=Options,Name,IsGlobal)"
        var request = dataverse.get(url)
        request.headers.append(HTTPField("Consistency", "Strong"))
        let response = try await courier.read(request, in: entity)
        return try courier.decode(ChoiceColumn.self, response, about: "\(entity).\(attribute)")
    }

    /// The options.
    func options() async throws -> [ChoiceOption] { try await column().options }

    /// The options, or those that changed since a position, which is what every option's label was.
    func page(reading fields: [FieldName], from cursor: PageCursor) async throws -> RecordPage {
        let options = try await options()
        let position = options.map { "\($0.value)=\($0.version.text)" }.joined(separator: " ")
        let records = options.map { $0.record(reading: fields) }
        switch cursor {
        case .listing, .next: return RecordPage(records: records, position: position)
        case .sweep: return RecordPage(records: records)
        case .changes(let since):
            guard since == position else {
                let known = Set(since.split(separator: " ").map(String.init))
                let present = Set(options.map { "\($0.value)" })
                let gone = known.compactMap { $0.split(separator: "=").first.map(String.init) }
                    .filter { !present.contains($0) }
                return RecordPage(
                    records: zip(options, records).filter {
                        !known.contains("\($0.0.value)=\($0.0.version.text)")
                    }.map(\.1),
                    deleted: gone.sorted().map { RecordID($0) }, position: position)
            }
            return RecordPage(records: [], position: position)
        }
    }

    /// The options with the given identities: numbers, or keys that were chosen for them.
    func records(_ ids: [RecordID], reading fields: [FieldName]) async throws -> [RecordID: RemoteRecord] {
        let options = Dictionary(try await options().map { ($0.value, $0) }, uniquingKeysWith: { first, _ in first })
        var found: [RecordID: RemoteRecord] = [:]
        for id in ids {
            if let value = Self.value(of: id), let option = options[value] {
                found[id] = option.record(reading: fields)
            }
        }
        return found
    }

    /// The options whose fields are equal, labels without regard to case.
    func find(where criteria: Fields, reading fields: [FieldName], limit: Int) async throws -> [RemoteRecord] {
        let found = try await options().filter { option in
            criteria.allSatisfy { criterion in
                switch (criterion.name, criterion.value) {
                case (Self.labelField, .text(let text)): option.label.lowercased() == text.lowercased()
                case (Self.valueField, .integer(let number)): option.value == number
                case (Self.valueField, .text(let text)): "\(option.value)" == text
                default: false
                }
            }
        }
        return found.prefix(max(1, limit)).map { $0.record(reading: fields) }
    }

    // MARK: writing

    /// Writes one option after the other, then publishes the table once.
    ///
    /// The options are read first: their versions are compared here, since the actions have no condition of their own.
    func write(_ writes: [RemoteWrite], notAfter: Date) async throws -> [WriteResult] {
        try await dataverse.turn.pass()
        let column: ChoiceColumn
        do {
            column = try await self.column()
        } catch {
            await dataverse.turn.leave()
            throw error
        }
        let results = await uncancelled { await carryOut(writes, column, notAfter) }
        await dataverse.turn.leave()
        return results
    }

    private func carryOut(
        _ writes: [RemoteWrite], _ column: ChoiceColumn, _ notAfter: Date
    ) async -> [WriteResult] {
        var options = Dictionary(column.options.map { ($0.value, $0) }, uniquingKeysWith: { first, _ in first })
        let action = ChoiceAction(table: self, column: column, notAfter: notAfter)
        var results: [WriteResult] = []
        for write in writes { results.append(await action.carryOut(write, &options)) }
        let isChanged = results.contains { if case .done = $0 { true } else { false } }
        // The options hold even if publishing fails; forms show them after the next change that is published.
        if isChanged { await action.publish() }
        return results
    }
}
