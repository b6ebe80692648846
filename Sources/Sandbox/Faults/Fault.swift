/// A fault of a service, switched on by a test or a plugin author.
package struct Fault: Sendable, Hashable {
    /// What goes wrong.
    package enum Kind: Sendable, Hashable {
        /// A share of the requests gets this status, and nothing is carried out.
        case status(Int, share: Double)
        /// More than so many requests in five minutes get 429.
        case throttle(limit: Int, retryAfter: Int?)
        /// A share of the writing requests is carried out, and the answer is lost: the connection closes.
        case dropReply(share: Double)
        /// A share of the writing requests is answered with 504, and carried out after a delay.
        case landLate(milliseconds: Int64, share: Double)
        /// Reads that allow a replica see the data as it was so long ago.
        case staleReads(milliseconds: Int64)
        /// The server changes the values that are written to a field.
        case rewrite(field: String, rule: RewriteRule)
        /// Only the first operations of a batch are carried out, then the connection closes.
        case batchPartial(operations: Int)
        /// All tokens given so far are over.
        case expireTokens
        /// Answers arrive at this speed.
        case slow(bytesPerSecond: Int)
    }

    /// How a server changes a value.
    package enum RewriteRule: Sendable, Hashable {
        /// Without white space at both ends.
        case trim
        /// In upper case.
        case upper
        /// In lower case.
        case lower
        /// Cut after some characters.
        case cut(Int)
        /// Always this text.
        case fixed(String)
    }

    /// What goes wrong.
    package var kind: Kind
    /// The system that it is limited to.
    package var system: SandboxSystem?
    /// The table that it is limited to.
    package var table: String?
    /// The method that it is limited to: `GET`, `PATCH`.
    package var method: String?
    /// How often it strikes at most; `nil`: without end.
    package var times: Int?

    /// Creates a fault.
    package init(
        _ kind: Kind, system: SandboxSystem? = nil, table: String? = nil, method: String? = nil, times: Int? = nil
    ) {
        self.kind = kind
        self.system = system
        self.table = table
        self.method = method
        self.times = times
    }
}
