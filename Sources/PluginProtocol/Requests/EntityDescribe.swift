public import JSON
public import Model

/// The host asks what a plugin synchronizes in this tenant.
///
/// The answer depends on nothing but the question.
public enum EntityDescribe: RPCMethod {
    /// The name on the wire.
    public static let name = "entity/describe"

    /// What is asked.
    public struct Parameters: JSONReadable, JSONWritable, Sendable, Hashable {
        /// What the host found on both sides.
        public var metadata: Sided<SideMetadata>
        /// The configuration of the entity.
        public var config: JSONValue
        /// What the host found of the lines on both sides, where the entity is one of documents.
        public var lines: Sided<SideMetadata>?

        /// Creates them.
        public init(
            metadata: Sided<SideMetadata>, config: JSONValue = .object([]), lines: Sided<SideMetadata>? = nil
        ) {
            self.metadata = metadata
            self.config = config
            self.lines = lines
        }

        /// Reads it from JSON.
        public init(from reader: inout JSONReader) throws(JSONError) {
            var metadata: Sided<SideMetadata>?
            var config: JSONValue = .object([])
            var lines: Sided<SideMetadata>?
            try reader.beginObject()
            while let key = try reader.nextKey() {
                switch key {
                case "metadata": metadata = try Sided<SideMetadata>(from: &reader)
                case "config": config = try reader.value()
                case "lines": lines = try Sided<SideMetadata>?(from: &reader)
                default: break
                }
            }
            self.metadata = try reader.require(metadata, "metadata")
            self.config = config
            self.lines = lines
        }

        /// Writes it as JSON.
        public func write(to writer: inout JSONWriter) {
            writer.object { writer in
                writer.member("metadata", metadata)
                writer.member("config", config)
                writer.member("lines", ifPresent: lines)
            }
        }
    }

    /// What is answered.
    public typealias Result = EntityDescription
}
