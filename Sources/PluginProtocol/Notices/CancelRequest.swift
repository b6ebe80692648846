public import JSON

/// Whoever sent a request asks to cancel it; the request is answered all the same.
public enum CancelRequest: RPCNotice {
    /// The name on the wire.
    public static let name = "$/cancelRequest"

    /// What it says.
    public struct Parameters: JSONReadable, JSONWritable, Sendable, Hashable {
        /// The number of the request.
        public var id: Int
        /// Why, for a log.
        public var reason: String
        /// How long the answer is waited for.
        public var grace: Duration?

        /// Creates them.
        public init(id: Int, reason: String = "", grace: Duration? = nil) {
            self.id = id
            self.reason = reason
            self.grace = grace
        }

        /// Reads it from JSON.
        public init(from reader: inout JSONReader) throws(JSONError) {
            var id: Int?
            var reason: String = ""
            var grace: Duration?
            try reader.beginObject()
            while let key = try reader.nextKey() {
                switch key {
                case "id": id = try Int(from: &reader)
                case "reason": reason = try reader.string()
                case "graceMs": grace = try Int64?(from: &reader).map { .milliseconds($0) }
                default: break
                }
            }
            self.id = try reader.require(id, "id")
            self.reason = reason
            self.grace = grace
        }

        /// Writes it as JSON.
        public func write(to writer: inout JSONWriter) {
            writer.object { writer in
                writer.member("id", id)
                writer.member("reason", reason)
                writer.member("graceMs", ifPresent: grace?.wholeMilliseconds)
            }
        }
    }
}
