/// Something that values are read from by place: the row at which a reading stands, or a record.
package protocol FieldSource: ~Copyable {
    /// Whether the value at a place is null.
    func isNull(_ place: Int) -> Bool
    /// The whole number at a place; 0 if it is null.
    func integer(_ place: Int) -> Int64
    /// Hands out the bytes of the text at a place; none if it is null.
    func withText<Result>(_ place: Int, _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result
}

extension RowView: FieldSource {}
