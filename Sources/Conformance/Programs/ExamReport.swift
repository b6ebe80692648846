/// What came of the check of a program.
package struct ExamReport: Sendable, Hashable {
    /// The rules that it broke.
    package var violations: [Violation] = []
    /// The rules that could not be looked at on this machine.
    package var unwatched: [Violation.Rule] = []
    /// The end of what it wrote to standard error, where it did not even begin.
    package var errors = ""

    /// The rules that it broke, each once, in the order in which they were found.
    package var brokenRules: [Violation.Rule] {
        var seen: Set<Violation.Rule> = []
        return violations.map(\.rule).filter { seen.insert($0).inserted }
    }
}
