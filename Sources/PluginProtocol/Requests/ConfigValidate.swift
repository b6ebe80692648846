public import JSON

/// The host asks whether a configuration makes sense.
///
/// Needs the capability `validate`.
public enum ConfigValidate: RPCMethod {
    /// The name on the wire.
    public static let name = "config/validate"

    /// What is asked.
    public struct Parameters: JSONReadable, JSONWritable, Sendable, Hashable {
        /// The configuration of the entity.
        public var config: JSONValue

        /// Creates them.
        public init(config: JSONValue = .object([])) {
            self.config = config
        }

        /// Reads it from JSON.
        public init(from reader: inout JSONReader) throws(JSONError) {
            var config: JSONValue = .object([])
            try reader.beginObject()
            while let key = try reader.nextKey() {
                switch key {
                case "config": config = try reader.value()
                default: break
                }
            }
            self.config = config
        }

        /// Writes it as JSON.
        public func write(to writer: inout JSONWriter) {
            writer.object { writer in
                writer.member("config", config)
            }
        }
    }

    /// What is answered.
    public struct Result: JSONReadable, JSONWritable, Sendable, Hashable {
        /// What there is to say; nothing, when all is well.
        public var diagnostics: [Diagnostic]

        /// Creates it.
        public init(diagnostics: [Diagnostic] = []) {
            self.diagnostics = diagnostics
        }

        /// Reads it from JSON.
        public init(from reader: inout JSONReader) throws(JSONError) {
            var diagnostics: [Diagnostic] = []
            try reader.beginObject()
            while let key = try reader.nextKey() {
                switch key {
                case "diagnostics": diagnostics = try [Diagnostic](from: &reader)
                default: break
                }
            }
            self.diagnostics = diagnostics
        }

        /// Writes it as JSON.
        public func write(to writer: inout JSONWriter) {
            writer.object { writer in
                writer.member("diagnostics", diagnostics)
            }
        }
    }
}
