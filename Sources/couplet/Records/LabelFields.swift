import Model
import RemoteSystems

/// The fields of a table by which people know its records.
///
/// They go by the names that the fields have in both products, so that an entity of a third party has labels too:
/// https://learn.microsoft.com/dynamics365/business-central/dev-itpro/api-reference/v2.0/ and
/// https://learn.microsoft.com/power-apps/developer/data-platform/reference/about-entity-reference.
struct LabelFields: Sendable, Hashable {
    /// What a number is called; a table has one of them at most.
    private static let numbers: [FieldName] = [
        "number", "code", "accountnumber", "productnumber", "isocurrencycode", "priceListCode", "salesCode",
    ]
    /// What a name is called, the best first.
    private static let names: [FieldName] = [
        "displayName", "fullname", "name", "currencyname", "label", "description",
        "assetNumber", "itemNumber",
    ]
    /// What the parts of a person's name are called.
    private static let parts: [FieldName] = ["firstName", "surname"]

    /// The field with the number.
    let number: FieldName?
    /// The fields with a name; the first that is not empty is taken.
    let names: [FieldName]
    private let parts: [FieldName]

    /// Looks for them in a table.
    init(_ table: RemoteTable) {
        let there = Set(table.fields.map(\.name))
        number = Self.numbers.first(where: there.contains)
        names = Self.names.filter(there.contains)
        parts = Self.parts.filter(there.contains)
    }

    /// What is read for a label.
    var all: [FieldName] { (number.map { [$0] } ?? []) + names + parts }

    /// The label of a record; `nil` when all that it could consist of is empty.
    func label(of record: Fields) -> String? {
        func text(_ field: FieldName) -> String? {
            guard case .text(let text) = record[field], !text.isEmpty else { return nil }
            return text
        }
        let name = names.lazy.compactMap(text).first ?? parts.compactMap(text).joined(separator: " ")
        let words = [number.flatMap(text) ?? "", name].filter { !$0.isEmpty }
        // A code whose description says the same needs no second word.
        return words.isEmpty ? nil : Set(words).count == 1 ? words[0] : words.joined(separator: " ")
    }
}
