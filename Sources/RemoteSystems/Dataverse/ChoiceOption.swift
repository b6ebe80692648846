import JSON
import Model

/// One option of a choice column.
struct ChoiceOption: Sendable, Hashable {
    /// Its number.
    var value: Int64
    /// Its label in the language of the user that we sign in as.
    var label: String
    /// That language's number: 1033 for English.
    var language: Int64

    /// The version: an option has none of its own, so that it is a hash of its label.
    var version: RecordVersion { RecordVersion("label-\(String(StableHash.of(label), radix: 36))") }

    /// The record that it is.
    func record(reading fields: [FieldName]) -> RemoteRecord {
        RemoteRecord(
            id: RecordID("\(value)"), version: version,
            fields: Fields(
                fields.compactMap { name in
                    switch name {
                    case ChoiceTable.valueField: Fields.Element(name, .integer(value))
                    case ChoiceTable.labelField: Fields.Element(name, .text(label))
                    default: nil
                    }
                }))
    }
}

/// A choice column as its metadata describes it.
struct ChoiceColumn: Sendable, Hashable {
    /// The options.
    var options: [ChoiceOption] = []
    /// The name of the global choice that the column takes its options from, when it does.
    var globalName: String?
}

extension ChoiceColumn: JSONReadable {
    init(from reader: inout JSONReader) throws(JSONError) {
        self.init()
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "OptionSet", "GlobalOptionSet":
                if try reader.peek() == .object { try readOptionSet(&reader) }
            default: break
            }
        }
    }

    private mutating func readOptionSet(_ reader: inout JSONReader) throws(JSONError) {
        var found: [ChoiceOption] = []
        var name: String?
        var isGlobal = false
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "Options":
                guard try reader.peek() == .array else { break }
                try reader.beginArray()
                while try reader.nextElement() {
                    if let option = try Self.option(&reader) { found.append(option) }
                }
            case "Name": name = try reader.text()
            case "IsGlobal": isGlobal = try reader.flag(whenNull: false)
            default: break
            }
        }
        if isGlobal { globalName = name }
        if !found.isEmpty { options = found }
    }

    private static func option(_ reader: inout JSONReader) throws(JSONError) -> ChoiceOption? {
        var value: Int64?
        var label = ""
        var language: Int64 = 1_033
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "Value": value = try reader.isNull() ? nil : reader.integer()
            case "Label":
                guard try reader.peek() == .object else { break }
                (label, language) = try Self.label(&reader)
            default: break
            }
        }
        return value.map { ChoiceOption(value: $0, label: label, language: language) }
    }

    private static func label(_ reader: inout JSONReader) throws(JSONError) -> (String, Int64) {
        var localized: (String, Int64)?
        var first: (String, Int64)?
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "UserLocalizedLabel":
                if try reader.peek() == .object { localized = try text(&reader) }
            case "LocalizedLabels":
                guard try reader.peek() == .array else { break }
                try reader.beginArray()
                while try reader.nextElement() {
                    let label = try text(&reader)
                    if first == nil { first = label }
                }
            default: break
            }
        }
        return localized ?? first ?? ("", 1_033)
    }

    private static func text(_ reader: inout JSONReader) throws(JSONError) -> (String, Int64) {
        var label = ""
        var language: Int64 = 1_033
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "Label": label = try reader.text()
            case "LanguageCode": language = try reader.isNull() ? 1_033 : reader.integer()
            default: break
            }
        }
        return (label, language)
    }
}
