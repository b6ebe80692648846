package import Model

/// The table of the lines of documents, as it was found.
package struct LineTable: Sendable, Hashable {
    /// The table; in Business Central its set is also the name under which a document has its lines.
    package var table: RemoteTable
    /// The field of a line that names its document.
    package var parent: FieldName
    /// The whole number that orders the lines of a document, where there is one.
    package var number: FieldName?

    /// Creates it.
    package init(table: RemoteTable, parent: FieldName, number: FieldName?) {
        self.table = table
        self.parent = parent
        self.number = number
    }

    /// The most documents whose lines are asked for at once.
    package static let documentsAtOnce = 100

    /// What is read of a line besides what was asked for: its document and its number.
    func reading(_ fields: [FieldName]) -> [FieldName] {
        fields + ([parent] + (number.map { [$0] } ?? [])).filter { !fields.contains($0) }
    }

    /// Lines in the order of their numbers; those without one in that of their identities.
    package func sorted(_ lines: [RemoteRecord]) -> [RemoteRecord] {
        func place(_ record: RemoteRecord) -> Int64 {
            guard let number, case .integer(let place)? = record.fields[number] else { return .max }
            return place
        }
        return lines.sorted { (place($0), $0.id) < (place($1), $1.id) }
    }
}

/// A new line, written together with its document.
package struct RemoteLine: Sendable, Hashable {
    /// The key that we chose, where the system allows it.
    package var key: RecordID?
    /// The values to write, in canonical form.
    package var fields: Fields

    /// Creates a new line.
    package init(key: RecordID?, fields: Fields) {
        self.key = key
        self.fields = fields
    }
}

/// The lines that are written together with a document: all of it is carried out, or nothing.
package indirect enum RemoteLines: Sendable, Hashable {
    /// Lines that are made with their document; the fields to give back of each as the server then has them.
    case new(LineTable, [RemoteLine], returning: [FieldName])
    /// Lines of a document that is there, changed together with it; the fields to give back of each as the server then has them.
    case changed(LineTable, [RemoteLineChange], returning: [FieldName])
}
