public import JSON

/// The host begins a session: the first request, and the only one before it is answered.
public enum Initialize: RPCMethod {
    /// The name on the wire.
    public static let name = "initialize"

    /// A product and its version, for logs and sentences; nothing is decided by it.
    public struct Product: JSONReadable, JSONWritable, Sendable, Hashable {
        /// The name.
        public var name: String
        /// The version.
        public var version: String

        /// Creates it.
        public init(name: String, version: String) {
            self.name = name
            self.version = version
        }

        /// Reads it from JSON.
        public init(from reader: inout JSONReader) throws(JSONError) {
            var name: String?
            var version = ""
            try reader.beginObject()
            while let key = try reader.nextKey() {
                switch key {
                case "name": name = try reader.string()
                case "version": version = try reader.string()
                default: break
                }
            }
            self.init(name: try reader.require(name, "name"), version: version)
        }

        /// Writes it as JSON.
        public func write(to writer: inout JSONWriter) {
            writer.object { writer in
                writer.member("name", name)
                writer.member("version", version)
            }
        }
    }

    /// How often the host looks for a sign of life.
    public struct Heartbeat: JSONReadable, JSONWritable, Sendable, Hashable {
        /// How often it looks.
        public var interval: Duration
        /// After how long a silence it asks.
        public var timeout: Duration

        /// Creates it; what is not named is as the protocol has it.
        public init(interval: Duration = .seconds(10), timeout: Duration = .seconds(30)) {
            self.interval = interval
            self.timeout = timeout
        }

        /// Reads it from JSON.
        public init(from reader: inout JSONReader) throws(JSONError) {
            self.init()
            try reader.beginObject()
            while let key = try reader.nextKey() {
                switch key {
                case "intervalMs": interval = try reader.milliseconds()
                case "timeoutMs": timeout = try reader.milliseconds()
                default: break
                }
            }
        }

        /// Writes it as JSON.
        public func write(to writer: inout JSONWriter) {
            writer.object { writer in
                writer.member("intervalMs", interval.wholeMilliseconds)
                writer.member("timeoutMs", timeout.wholeMilliseconds)
            }
        }
    }

    /// What the host offers.
    public struct Parameters: JSONReadable, JSONWritable, Sendable, Hashable {
        /// The versions of the protocol that it speaks.
        public var versions: [ProtocolVersion]
        /// The host.
        public var host: Product
        /// The limits that it offers.
        public var limits: Limits
        /// How it looks for signs of life.
        public var heartbeat: Heartbeat
        /// What it can do beyond the core.
        public var capabilities: Capabilities
        /// The language of sentences: `en`, `fr`.
        public var locale: String
        /// The lowest level of log messages that it wants; none means `info`.
        public var trace: Log.Level?

        /// Creates them.
        public init(
            versions: [ProtocolVersion] = ProtocolVersion.supported, host: Product, limits: Limits = .standard,
            heartbeat: Heartbeat = Heartbeat(), capabilities: Capabilities = Capabilities(), locale: String = "en",
            trace: Log.Level? = nil
        ) {
            self.versions = versions
            self.host = host
            self.limits = limits
            self.heartbeat = heartbeat
            self.capabilities = capabilities
            self.locale = locale
            self.trace = trace
        }

        /// Reads them from JSON.
        public init(from reader: inout JSONReader) throws(JSONError) {
            var versions: [ProtocolVersion]?
            var host: Product?
            self.init(host: Product(name: "", version: ""))
            try reader.beginObject()
            while let key = try reader.nextKey() {
                switch key {
                case "protocol": versions = try [ProtocolVersion](from: &reader)
                case "host": host = try Product(from: &reader)
                case "limits": limits = try Limits(from: &reader)
                case "heartbeat": heartbeat = try Heartbeat(from: &reader)
                case "capabilities": capabilities = try Capabilities(from: &reader)
                case "locale": locale = try reader.string()
                case "trace": trace = try Log.Level?(from: &reader)
                default: break
                }
            }
            self.versions = try reader.require(versions, "protocol")
            self.host = try reader.require(host, "host")
        }

        /// Writes them as JSON.
        public func write(to writer: inout JSONWriter) {
            writer.object { writer in
                writer.member("protocol", versions)
                writer.member("host", host)
                writer.member("limits", limits)
                writer.member("heartbeat", heartbeat)
                writer.member("capabilities", capabilities)
                writer.member("locale", locale)
                writer.member("trace", ifPresent: trace)
            }
        }
    }

    /// What the plugin answers.
    public struct Result: JSONReadable, JSONWritable, Sendable, Hashable {
        /// The version that the session speaks: the highest that both know.
        public var version: ProtocolVersion
        /// The plugin; its name and version are those of its manifest.
        public var plugin: Product
        /// The SHA-256 of the manifest that the plugin was built with, in hexadecimal, if it knows.
        public var manifestDigest: String?
        /// What it can do beyond the core.
        public var capabilities: Capabilities
        /// Limits that it lowers.
        public var limits: Limits?

        /// Creates it.
        public init(
            version: ProtocolVersion, plugin: Product, manifestDigest: String? = nil,
            capabilities: Capabilities = Capabilities(), limits: Limits? = nil
        ) {
            self.version = version
            self.plugin = plugin
            self.manifestDigest = manifestDigest
            self.capabilities = capabilities
            self.limits = limits
        }

        /// Reads it from JSON.
        public init(from reader: inout JSONReader) throws(JSONError) {
            var version: ProtocolVersion?
            var plugin: Product?
            self.init(version: ProtocolVersion(0), plugin: Product(name: "", version: ""))
            try reader.beginObject()
            while let key = try reader.nextKey() {
                switch key {
                case "protocol": version = try ProtocolVersion(from: &reader)
                case "plugin": plugin = try Product(from: &reader)
                case "manifestDigest": manifestDigest = try String?(from: &reader)
                case "capabilities": capabilities = try Capabilities(from: &reader)
                case "limits": limits = try Limits?(from: &reader)
                default: break
                }
            }
            self.version = try reader.require(version, "protocol")
            self.plugin = try reader.require(plugin, "plugin")
        }

        /// Writes it as JSON.
        public func write(to writer: inout JSONWriter) {
            writer.object { writer in
                writer.member("protocol", version)
                writer.member("plugin", plugin)
                writer.member("manifestDigest", ifPresent: manifestDigest)
                writer.member("capabilities", capabilities)
                writer.member("limits", ifPresent: limits)
            }
        }
    }
}
