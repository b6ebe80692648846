/// Cutting text to the length that a column takes.
public enum TextCut: Sendable {
    /// The longest beginning of a text that takes at most so many UTF-16 code units, never ending within a character.
    ///
    /// Both systems keep text in UTF-16 and count code units (SQL Server `nvarchar(n)`).
    public static func cut(_ text: String, to length: Int) -> String {
        guard text.utf16.count > length else { return text }
        var count = 0
        var end = text.startIndex
        for index in text.indices {
            let next = text.index(after: index)
            count += text[index..<next].utf16.count
            if count > length { break }
            end = next
        }
        return String(text[..<end])
    }
}
