public import JSON

/// A notice that came in.
public struct IncomingNotice: Sendable {
    /// The name of the notice.
    public let method: String
    /// What it says, as text.
    public let parameters: JSONText

    /// Creates a notice, for tests of a handler.
    public init(method: String, parameters: JSONText) {
        self.method = method
        self.parameters = parameters
    }
}
