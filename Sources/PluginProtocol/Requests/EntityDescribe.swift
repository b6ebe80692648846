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

        /// Creates them.
        public init(metadata: Sided<SideMetadata>, config: JSONValue = .object([])) {
            self.metadata = metadata
            self.config = config
        }

        /// Reads it from JSON.
        public init(from reader: inout JSONReader) throws(JSONError) {
            var metadata: Sided<SideMetadata>?
            var config: JSONValue = .object([])
            try reader.beginObject()
            while let key = try reader.nextKey() {
                switch key {
                case "metadata": metadata = try Sided<SideMetadata>(from: &reader)
                case "config": config = try reader.value()
                default: break
                }
            }
            self.metadata = try reader.require(metadata, "metadata")
            self.config = config
        }

        /// Writes it as JSON.
        public func write(to writer: inout JSONWriter) {
            writer.object { writer in
                writer.member("metadata", metadata)
                writer.member("config", config)
            }
        }
    }

    /// What is answered.
    public typealias Result = EntityDescription
}
