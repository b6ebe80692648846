import Model

/// The numbers of the lines that are made in a document: those that the plugin gives, and others that nobody has.
struct LineNumbers {
    private let field: FieldName?
    private let step: Int64
    private var taken: Set<Int64>
    private var last: Int64

    /// Numbers for new lines, `step` apart; behind those that are `there`.
    init(of writes: [LineWrite], in field: FieldName?, step: Int64, there: [Int64] = []) {
        self.field = field
        self.step = step
        let own = writes.compactMap { write -> Int64? in
            guard let field, case .create(_, let fields) = write, case .integer(let own)? = fields[field] else {
                return nil
            }
            return own
        }
        taken = Set(own + there)
        last = there.max() ?? 0
    }

    /// The number of the next line, which its fields have since; `nil` where lines have none.
    mutating func take(for fields: inout Fields) -> Int64? {
        guard let field else { return nil }
        if case .integer(let own)? = fields[field] { return own }
        repeat { last += step } while taken.contains(last)
        taken.insert(last)
        fields[field] = .integer(last)
        return last
    }
}
