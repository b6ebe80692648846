import JSON
import Model

extension BusinessCentral {
    /// Writes a value in the form that a page takes: Business Central has no nulls, each type has its empty value.
    ///
    /// `false` when the type can't have the value; nothing is written then.
    static func write(_ value: FieldValue, as kind: RemoteTable.Field.Kind, to writer: inout JSONWriter) -> Bool {
        switch (kind, value) {
        case (.text, .null): writer.string("")
        case (.text, .text(let text)): writer.string(text)
        case (.text, .integer(let number)): writer.string("\(number)")
        case (.decimal, .null), (.integer, .null): writer.integer(0)
        case (.decimal, .text(let text)), (.integer, .text(let text)):
            if text.isEmpty {
                writer.integer(0)
            } else {
                guard let number = CanonicalDecimal.text(text) else { return false }
                writer.number(number)
            }
        case (.decimal, .integer(let number)), (.integer, .integer(let number)), (.choice, .integer(let number)):
            writer.integer(number)
        case (.boolean, .boolean(let flag)): writer.boolean(flag)
        case (.boolean, .null): writer.boolean(false)
        case (.date, .null): writer.string("0001-01-01")
        case (.instant, .null): writer.string("0001-01-01T00:00:00Z")
        case (.date, .text(let text)):
            guard text.isEmpty || Instant.isDate(text) else { return false }
            writer.string(text.isEmpty ? "0001-01-01" : text)
        case (.instant, .text(let text)):
            guard text.isEmpty || Instant.seconds(text) != nil else { return false }
            writer.string(text.isEmpty ? "0001-01-01T00:00:00Z" : text)
        case (.guid, .null), (.lookup, .null): writer.string(RecordID.zero.text)
        case (.guid, .text(let text)), (.lookup, .text(let text)):
            guard text.isEmpty || GUIDText.isGUID(text) else { return false }
            writer.string(text.isEmpty ? RecordID.zero.text : text)
        case (.choice, .null): writer.string(EnumName.encoded(" "))
        case (.choice, .text(let text)): writer.string(EnumName.encoded(text.isEmpty ? " " : text))
        default: return false
        }
        return true
    }

    /// A value as a literal of a filter; `nil` when the type can't have it.
    static func literal(_ value: FieldValue, as kind: RemoteTable.Field.Kind) -> ODataLiteral? {
        switch (kind, value) {
        case (.text, .null): .string("")
        case (.text, .text(let text)): .string(text)
        case (.text, .integer(let number)): .string("\(number)")
        case (.decimal, .text(let text)), (.integer, .text(let text)): .decimal(text)
        case (.decimal, .null), (.integer, .null): .integer(0)
        case (.decimal, .integer(let number)), (.integer, .integer(let number)): .integer(number)
        case (.boolean, .boolean(let flag)): .boolean(flag)
        case (.boolean, .null): .boolean(false)
        case (.date, .null): .date("0001-01-01")
        case (.date, .text(let text)): .date(text)
        case (.instant, .text(let text)): .instant(text)
        case (.guid, .null), (.lookup, .null): .guid(RecordID.zero.text)
        case (.guid, .text(let text)), (.lookup, .text(let text)): .guid(text)
        case (.choice, .text(let text)): .string(EnumName.encoded(text.isEmpty ? " " : text))
        case (.choice, .null): .string(EnumName.encoded(" "))
        default: nil
        }
    }
}
