public import JSON

/// The host says how much a plugin should tell.
public enum SetTrace: RPCNotice {
    /// The name on the wire.
    public static let name = "$/setTrace"

    /// What it says.
    public struct Parameters: JSONReadable, JSONWritable, Sendable, Hashable {
        /// The lowest level that is sent.
        public var level: Log.Level

        /// Creates them.
        public init(level: Log.Level) {
            self.level = level
        }

        /// Reads it from JSON.
        public init(from reader: inout JSONReader) throws(JSONError) {
            var level: Log.Level?
            try reader.beginObject()
            while let key = try reader.nextKey() {
                switch key {
                case "level": level = try Log.Level(from: &reader)
                default: break
                }
            }
            self.level = try reader.require(level, "level")
        }

        /// Writes it as JSON.
        public func write(to writer: inout JSONWriter) {
            writer.object { writer in
                writer.member("level", level)
            }
        }
    }
}
