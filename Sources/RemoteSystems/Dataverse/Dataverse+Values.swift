import JSON
import Model

extension Dataverse {
    /// Writes the member of a field: `name: value`, or `navigation@odata.bind: "/set(id)"` for a lookup.
    ///
    /// `false` when the type can't have the value; nothing is written then.
    static func write(_ value: FieldValue, of field: RemoteTable.Field, to writer: inout JSONWriter) -> Bool {
        if case .lookup(let targets) = field.kind { return bind(value, targets, to: &writer) }
        guard isPossible(value, field.kind) else { return false }
        writer.name(field.name)
        switch (field.kind, value) {
        case (_, .null): writer.null()
        case (_, .text(let text)) where text.isEmpty: writer.null()
        case (.decimal, .text(let text)), (.integer, .text(let text)), (.choice, .text(let text)):
            writer.number(CanonicalDecimal.text(text) ?? "0")
        case (.text, .integer(let number)): writer.string("\(number)")
        case (_, .integer(let number)): writer.integer(number)
        case (_, .boolean(let flag)): writer.boolean(flag)
        case (_, .text(let text)): writer.string(text)
        }
        return true
    }

    private static func isPossible(_ value: FieldValue, _ kind: RemoteTable.Field.Kind) -> Bool {
        switch (kind, value) {
        case (_, .null): true
        case (_, .text(let text)) where text.isEmpty: true
        case (.text, .text), (.text, .integer), (.decimal, .integer), (.integer, .integer), (.choice, .integer),
            (.boolean, .boolean):
            true
        case (.decimal, .text(let text)): CanonicalDecimal.text(text) != nil
        case (.integer, .text(let text)), (.choice, .text(let text)): Int64(text) != nil
        case (.date, .text(let text)): Instant.isDate(text)
        case (.instant, .text(let text)): Instant.seconds(text) != nil
        case (.guid, .text(let text)): GUIDText.isGUID(text)
        default: false
        }
    }

    /// Null clears; the zero GUID is nobody.
    ///
    /// `team/GUID` names the table in front, where a lookup leads to several and not to the usual one.
    private static func bind(
        _ value: FieldValue, _ targets: [RemoteTable.Field.Target], to writer: inout JSONWriter
    ) -> Bool {
        guard var target = targets.first else { return false }
        switch value {
        case .null: break
        case .text(var text):
            if let end = text.firstIndex(of: "/") {
                guard let named = targets.first(where: { $0.table == text[..<end] }) else { return false }
                (target, text) = (named, String(text[text.index(after: end)...]))
            }
            guard text.isEmpty || GUIDText.isGUID(text) else { return false }
            guard text.isEmpty || text == RecordID.zero.text else {
                writer.name("\(target.navigation)@odata.bind")
                writer.string("/\(target.set)(\(text))")
                return true
            }
        case .integer, .boolean: return false
        }
        writer.name("\(target.navigation)@odata.bind")
        writer.null()
        return true
    }

    /// A value as a literal of a filter; `nil` when the type can't have it.
    static func literal(_ value: FieldValue, as kind: RemoteTable.Field.Kind) -> ODataLiteral? {
        switch (kind, value) {
        case (_, .null): .null
        case (.text, .text(let text)): text.isEmpty ? .null : .string(text)
        case (.text, .integer(let number)): .string("\(number)")
        case (.decimal, .text(let text)): .decimal(text)
        case (.integer, .text(let text)), (.choice, .text(let text)): Int64(text).map { .integer($0) }
        case (.decimal, .integer(let number)), (.integer, .integer(let number)), (.choice, .integer(let number)):
            .integer(number)
        case (.boolean, .boolean(let flag)): .boolean(flag)
        case (.date, .text(let text)): .date(text)
        case (.instant, .text(let text)): .instant(text)
        case (.guid, .text(let text)), (.lookup, .text(let text)): .guid(text)
        default: nil
        }
    }
}
