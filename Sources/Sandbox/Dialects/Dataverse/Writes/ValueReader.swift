import Foundation
import JSON

/// Turns JSON values into stored ones, and refuses what the column can't hold.
struct ValueReader {
    let table: DataverseTable

    init(_ table: DataverseTable) { self.table = table }

    /// The stored value.
    func value(_ json: JSONValue, for column: DataverseColumn) throws(DataverseError) -> StoredValue {
        if json.isNull { return .null }
        switch column.field.kind {
        case .text, .code: return try text(json, column)
        case .decimal: return try decimal(json, column)
        case .integer: return try whole(json, column)
        case .choice: return try choice(json, column)
        case .boolean:
            guard let value = json.boolean else { throw .wrongType(column.name, expected: "Edm.Boolean") }
            return .integer(value ? 1 : 0)
        case .date:
            guard let moment = json.string.flatMap({ Moment(iso: $0) }) else {
                throw .wrongType(column.name, expected: "Edm.Date")
            }
            return .text(moment.dayText)
        case .instant:
            guard let moment = json.string.flatMap({ Moment(iso: $0) }) else {
                throw .wrongType(column.name, expected: "Edm.DateTimeOffset")
            }
            return .integer(moment.milliseconds)
        case .guid, .lookup:
            guard let id = json.string.flatMap({ GUIDText.canonical($0) }) else {
                throw .wrongType(column.name, expected: "Edm.Guid")
            }
            return .text(id)
        }
    }

    private func text(_ json: JSONValue, _ column: DataverseColumn) throws(DataverseError) -> StoredValue {
        guard let text = json.string else { throw .wrongType(column.name, expected: "Edm.String") }
        if let limit = column.field.maxLength, text.utf8.count > limit, text.utf16.count > limit {
            throw .tooLong(column.name, of: table.name, limit: limit)
        }
        return text.isEmpty ? .null : .text(text)
    }

    private func decimal(_ json: JSONValue, _ column: DataverseColumn) throws(DataverseError) -> StoredValue {
        guard let number = json.numberText else { throw .wrongType(column.name, expected: column.edm) }
        guard let canonical = DecimalText.canonical(number, scale: column.field.scale), fits(canonical, column.field)
        else {
            throw .outOfRange(column.name, of: table.name, isWhole: false)
        }
        return .text(canonical)
    }

    private func whole(_ json: JSONValue, _ column: DataverseColumn) throws(DataverseError) -> StoredValue {
        guard let number = json.integer else { throw .wrongType(column.name, expected: column.edm) }
        guard fits(String(number), column.field) else { throw .outOfRange(column.name, of: table.name, isWhole: true) }
        return .integer(number)
    }

    private func fits(_ canonical: String, _ field: FieldDefinition) -> Bool {
        if let minimum = field.minimum, DecimalText.compare(canonical, minimum) == .orderedAscending { return false }
        if let maximum = field.maximum, DecimalText.compare(canonical, maximum) == .orderedDescending { return false }
        return true
    }

    /// Whether the value is one of the options is the session's to check: they can change while the service runs.
    private func choice(_ json: JSONValue, _ column: DataverseColumn) throws(DataverseError) -> StoredValue {
        guard let number = json.integer else { throw .wrongType(column.name, expected: "Edm.Int32") }
        return .integer(number)
    }
}
