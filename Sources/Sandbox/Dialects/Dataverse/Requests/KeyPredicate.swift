/// What stands in the parentheses after an entity set: which row is meant.
enum KeyPredicate: Sendable, Hashable {
    /// The row's own identity, in lower case: `accounts(c0ffee00-…)`.
    case identity(String)
    /// Columns and values: `accounts(accountnumber='A1')`, `contacts(firstname='J',_parentcustomerid_value=…)`.
    case columns([ODataKey.Part])

    /// Reads a predicate, whose percent-encoding is undone already; `nil` when it is none.
    ///
    /// `aliases` are the values of parameters such as `@p1`.
    init?(_ text: String, aliases: [String: String] = [:]) {
        if let id = GUIDText.canonical(text) {
            self = .identity(id)
            return
        }
        var text = text
        for (name, value) in aliases where text.contains(name) { text = text.replacing("=\(name)", with: "=\(value)") }
        // A predicate that can't be read is the caller's to refuse, with the table's name.
        guard let key = try? ODataParser.key(text) else { return nil }
        switch key {
        case .single(.guid(let id)): self = .identity(id)
        case .single: return nil
        case .named(let parts): self = .columns(parts)
        }
    }
}
