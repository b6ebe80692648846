extension String {
    /// The text without white space at its ends.
    var trimmedOfBlanks: String {
        guard let first = unicodeScalars.first, let last = unicodeScalars.last,
            first.properties.isWhitespace || last.properties.isWhitespace
        else { return self }
        let start = firstIndex { !$0.isWhitespace } ?? endIndex
        guard let end = lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(self[start...end])
    }

    /// The text as the ERP keeps a code: upper case, without blanks at its ends.
    var upperCasedCode: String { uppercased().trimmedOfBlanks }
}
