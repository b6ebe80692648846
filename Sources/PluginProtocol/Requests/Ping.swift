public import JSON

/// Either side asks whether the other is alive.
public enum Ping: RPCMethod {
    /// The name on the wire.
    public static let name = "$/ping"

    /// Nothing is to be said.
    public typealias Parameters = Nothing

    /// What is answered.
    public struct Result: JSONReadable, JSONWritable, Sendable, Hashable {
        /// The requests that it is carrying out.
        public var inFlight: Int
        /// What it is doing, for a log.
        public var note: String?

        /// Creates it.
        public init(inFlight: Int = 0, note: String? = nil) {
            self.inFlight = inFlight
            self.note = note
        }

        /// Reads it from JSON.
        public init(from reader: inout JSONReader) throws(JSONError) {
            var inFlight: Int = 0
            var note: String?
            try reader.beginObject()
            while let key = try reader.nextKey() {
                switch key {
                case "inFlight": inFlight = try Int(from: &reader)
                case "note": note = try String?(from: &reader)
                default: break
                }
            }
            self.inFlight = inFlight
            self.note = note
        }

        /// Writes it as JSON.
        public func write(to writer: inout JSONWriter) {
            writer.object { writer in
                writer.member("inFlight", inFlight)
                writer.member("note", ifPresent: note)
            }
        }
    }
}
