import JSON
import Model

extension Problem {
    /// What a failure of the transport is to us.
    init(_ failure: TransportFailure, on side: Side) {
        switch failure.reason {
        case .unreachable, .broken, .closed: self.init(.connection, [failure.reason.rawValue], side: side)
        case .timeout: self.init(.timeout, side: side)
        case .untrusted: self.init(.invalidConfiguration, ["certificate"], side: side)
        case .tooLarge: self.init(.unavailable, ["tooLarge"], side: side)
        case .cancelled: self.init(.cancelled, side: side)
        }
    }
}

extension Problem.RemoteAnswer {
    /// The status, the system's own code and the request id of an answer; nothing of its text.
    init(_ response: HTTPResponse) {
        let id =
            response[header: "x-ms-service-request-id"] ?? response[header: "request-id"] ?? response[header: "REQ_ID"]
        self.init(
            status: response.status, code: RemoteCode.code(in: response.body[...]),
            requestID: id.map(RemoteCode.cleaned))
    }
}

/// Reads the code of an error body: `{"error":{"code":"0x80040217","message":"…"}}`.
///
/// The message is left where it is: it echoes what was sent.
enum RemoteCode {
    /// The code, or an empty text.
    static func code(in body: ArraySlice<UInt8>) -> String {
        guard body.count <= 1 << 20 else { return "" }
        // An error without a readable body has no code; its status says enough.
        return cleaned((try? JSON.decode(ErrorBody.self, from: body))?.code ?? "")
    }

    /// A code without anything that is no part of one.
    static func cleaned(_ text: String) -> String {
        let bytes = text.utf8.prefix(80).filter { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."):
                true
            default: false
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

private struct ErrorBody: JSONReadable {
    var code = ""

    init(from reader: inout JSONReader) throws(JSONError) {
        try reader.beginObject()
        while let key = try reader.nextKey() {
            guard key == "error", try reader.peek() == .object else { continue }
            try reader.beginObject()
            while let key = try reader.nextKey() {
                if key == "code", try reader.peek() == .string { code = try reader.string() }
            }
        }
    }
}
