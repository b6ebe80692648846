public import JSON

/// A plugin says something for the log.
public enum Log: RPCNotice {
    /// The name on the wire.
    public static let name = "$/log"

    /// What it says.
    public struct Parameters: JSONReadable, JSONWritable, Sendable, Hashable {
        /// How much it matters.
        public var level: Level
        /// The message, a constant without values of records.
        public var message: String
        /// What the message is about.
        public var fields: JSONValue?

        /// Creates them.
        public init(level: Level, message: String, fields: JSONValue? = nil) {
            self.level = level
            self.message = message
            self.fields = fields
        }

        /// Reads it from JSON.
        public init(from reader: inout JSONReader) throws(JSONError) {
            var level: Level?
            var message: String?
            var fields: JSONValue?
            try reader.beginObject()
            while let key = try reader.nextKey() {
                switch key {
                case "level": level = try Level(from: &reader)
                case "message": message = try reader.string()
                case "fields": fields = try reader.value()
                default: break
                }
            }
            self.level = try reader.require(level, "level")
            self.message = try reader.require(message, "message")
            self.fields = fields
        }

        /// Writes it as JSON.
        public func write(to writer: inout JSONWriter) {
            writer.object { writer in
                writer.member("level", level)
                writer.member("message", message)
                writer.member("fields", ifPresent: fields)
            }
        }
    }

    /// How much a message matters.
    public enum Level: String, WireWord, Hashable {
        /// Only for whoever looks for a fault.
        case debug
        /// What happens.
        case info
        /// Something that somebody should know.
        case warning
        /// Something went wrong.
        case error
    }
}
