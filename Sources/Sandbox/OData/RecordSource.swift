/// The values of a record, in the order of columns that were asked for.
package struct RecordSource: FieldSource {
    private let values: [StoredValue]

    /// Reads a record by places.
    package init(_ record: StoredRecord, places: [RecordPlace]) {
        values = places.map { place in
            switch place {
            case .value(let column): record.values[column]
            case .stamp(let stamp): record.stamp(stamp)
            case .none: .null
            }
        }
    }

    /// Whether the value at a place is null.
    package func isNull(_ place: Int) -> Bool { values[place] == .null }

    /// The whole number at a place; 0 if it is null.
    package func integer(_ place: Int) -> Int64 { values[place].integer ?? 0 }

    /// Hands out the bytes of the text at a place; none if it is null.
    package func withText<Result>(_ place: Int, _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        var text = values[place].text ?? ""
        return text.withUTF8(body)
    }
}
