import JSON
import Model
import PluginProtocol
import RemoteSystems

/// The lines of a document as the value of one more of its fields.
///
/// So a line that is new, gone or changed makes its document changed, wherever documents are read, compared and remembered. The value is
/// compared by its hash and never leaves the host; a plugin sees lines.
enum LineText {
    /// The field that stands for the lines; no system has one of this name.
    static let field: FieldName = "=lines"

    /// What people call the lines of a document: they are one field group.
    static let group = "lines"

    /// The value for some lines, of which these fields count.
    static func value(of lines: [RemoteRecord], reading fields: [FieldName]) -> FieldValue {
        let records = lines.map { line in
            FoundRecord(
                id: line.id,
                fields: Fields(fields.compactMap { name in line.fields[name].map { Fields.Element(name, $0) } }))
        }
        return .text(String(decoding: JSON.encode(records), as: UTF8.self))
    }

    /// The lines in the fields of a document; none where they were not read.
    static func lines(in fields: Fields) -> [FoundRecord] {
        guard case .text(let text)? = fields[field], text != "[]" else { return [] }
        guard let lines = try? JSON.decode([FoundRecord].self, from: text) else {
            preconditionFailure("the host reads what it wrote itself")
        }
        return lines
    }
}

extension Fields {
    /// The fields that a system has.
    var withoutLines: Fields { Fields(filter { $0.name != LineText.field }) }
}
