public import JSON

/// One JSON-RPC 2.0 message.
///
/// Parameters and results stay text until somebody asks for their value.
public enum Message: Sendable, Hashable {
    /// A call that wants an answer.
    case request(RequestID, method: String, parameters: JSONText)
    /// A message that nobody answers.
    case notice(method: String, parameters: JSONText)
    /// The answer to a request that was carried out.
    case result(RequestID, JSONText)
    /// The answer to a request that was not; without an id when the request's could not be read.
    case failure(RequestID?, RPCFailure)

    /// Why a JSON text is not a message.
    public enum Defect: Error, Sendable, Hashable {
        /// It is not JSON.
        case notJSON(JSONError)
        /// It is JSON, but no message: a batch, another version, a wrong id.
        ///
        /// The id is given if it could be read.
        case notMessage(RequestID?)
    }

    /// Reads a frame, which is shared by what is carried in it and not copied.
    public init(_ frame: ArraySlice<UInt8>) throws(Defect) {
        var envelope = Envelope()
        do {
            try envelope.read(frame)
        } catch {
            throw .notJSON(error)
        }
        self = try envelope.message()
    }

    /// The frame of the message, with its newline.
    public var frame: [UInt8] {
        switch self {
        case .request(let id, let method, let parameters):
            return Frame.request(id, method: method, parameters)
        case .notice(let method, let parameters):
            return Frame.notice(method: method, parameters)
        case .result(let id, let result):
            return Frame.result(id, result)
        case .failure(let id, let failure):
            return Frame.failure(id, failure)
        }
    }
}

/// The members that a message may have, as they were found.
private struct Envelope {
    private enum Identity {
        case absent
        case null
        case number(RequestID)
        case unusable
    }

    private var isObject = false
    private var hasVersion = false
    private var id = Identity.absent
    private var method: String?
    private var parameters: JSONText?
    private var result: JSONText?
    private var failure: RPCFailure?
    private var hasUnusableMember = false

    mutating func read(_ frame: ArraySlice<UInt8>) throws(JSONError) {
        var reader = JSONReader(frame)
        guard try reader.peek() == .object else {
            try reader.skip()
            return try reader.finish()
        }
        isObject = true
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "jsonrpc": hasVersion = try isVersion(&reader)
            case "id": id = try identity(&reader)
            case "method":
                if try reader.peek() == .string { method = try reader.string() } else { hasUnusableMember = true }
            case "params": parameters = try JSONText(from: &reader)
            case "result": result = try JSONText(from: &reader)
            case "error":
                var ahead = reader
                failure = Self.failure(&ahead)
                hasUnusableMember = hasUnusableMember || failure == nil
            default: break
            }
        }
        try reader.finish()
    }

    private func isVersion(_ reader: inout JSONReader) throws(JSONError) -> Bool {
        guard try reader.peek() == .string else { return false }
        return try reader.string() == "2.0"
    }

    private func identity(_ reader: inout JSONReader) throws(JSONError) -> Identity {
        switch try reader.peek() {
        case .null:
            try reader.null()
            return .null
        case .number:
            guard let number = Int(try reader.numberText()) else { return .unusable }
            return .number(RequestID(number))
        default:
            return .unusable
        }
    }

    private static func failure(_ reader: inout JSONReader) -> RPCFailure? {
        do { return try RPCFailure(from: &reader) } catch { return nil }
    }

    func message() throws(Message.Defect) -> Message {
        let number: RequestID? = if case .number(let number) = id { number } else { nil }
        guard isObject, hasVersion, !hasUnusableMember else { throw .notMessage(number) }
        switch (id, method, result, failure) {
        case (.number(let id), let method?, nil, nil):
            return .request(id, method: method, parameters: parameters ?? .emptyObject)
        case (.absent, let method?, nil, nil):
            return .notice(method: method, parameters: parameters ?? .emptyObject)
        case (.number(let id), nil, let result?, nil):
            return .result(id, result)
        case (.number(let id), nil, nil, let failure?):
            return .failure(id, failure)
        case (.null, nil, nil, let failure?):
            return .failure(nil, failure)
        default:
            throw .notMessage(number)
        }
    }
}
