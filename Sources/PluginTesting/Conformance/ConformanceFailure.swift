public import Conformance

/// A plugin broke rules.
public struct ConformanceFailure: Error, Sendable, CustomStringConvertible {
    /// The rules, and how they were broken.
    public var violations: [Violation]
    /// One rule a line.
    public var description: String { violations.map(\.description).joined(separator: "\n") }
}
