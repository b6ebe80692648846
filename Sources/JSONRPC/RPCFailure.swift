public import JSON

/// The error object of an answer: why a request was not carried out.
public struct RPCFailure: Error, Sendable, Hashable {
    /// The number of a failure.
    public struct Code: RawRepresentable, Sendable, Hashable {
        /// The number as it stands on the wire.
        public var rawValue: Int
        /// Takes over a number.
        public init(rawValue: Int) { self.rawValue = rawValue }

        // -32700…-32600: https://www.jsonrpc.org/specification#error_object

        /// The bytes are not JSON.
        public static let parse = Code(rawValue: -32700)
        /// The JSON is not a request.
        public static let invalidRequest = Code(rawValue: -32600)
        /// There is no such method.
        public static let methodNotFound = Code(rawValue: -32601)
        /// The parameters are not those of the method.
        public static let invalidParameters = Code(rawValue: -32602)
        /// The callee failed in a way that it has no number for.
        public static let `internal` = Code(rawValue: -32603)
        /// The caller asked to cancel the request.
        public static let cancelled = Code(rawValue: 1000)
        /// The request took longer than it may.
        public static let deadline = Code(rawValue: 1001)
        /// The frame is longer than the limit.
        public static let tooLarge = Code(rawValue: 1006)
        /// More requests are in flight than the limit.
        public static let tooManyInFlight = Code(rawValue: 1007)
    }

    /// What failed, as a number.
    public var code: Code
    /// One short sentence for a log; what a person reads is made from the code and the data.
    public var message: String
    /// What the sentence is about.
    public var data: JSONValue?

    /// Creates a failure.
    public init(_ code: Code, _ message: String, data: JSONValue? = nil) {
        self.code = code
        self.message = message
        self.data = data
    }

    /// There is no such method.
    public static func methodNotFound(_ name: String) -> RPCFailure {
        RPCFailure(.methodNotFound, "no such method", data: ["method": .string(name)])
    }

    /// The parameters of a request can't be read.
    public static func invalidParameters(_ error: JSONError) -> RPCFailure {
        RPCFailure(
            .invalidParameters, "the parameters are not those of the method",
            data: ["problem": .string("\(error.code)"), "offset": .number("\(error.offset)")])
    }
}

extension RPCFailure: JSONReadable, JSONWritable {
    /// Reads it from JSON.
    public init(from reader: inout JSONReader) throws(JSONError) {
        var code: Int?
        var message = ""
        var data: JSONValue?
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "code": code = try Int(from: &reader)
            case "message": message = try reader.string()
            case "data": data = try reader.value()
            default: break
            }
        }
        self.init(Code(rawValue: try reader.require(code, "code")), message, data: data)
    }

    /// Writes it as JSON.
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("code", code.rawValue)
            writer.member("message", message)
            writer.member("data", ifPresent: data)
        }
    }
}
