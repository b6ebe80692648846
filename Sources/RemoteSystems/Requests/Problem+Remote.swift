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
            requestID: id.flatMap(RemoteCode.request))
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

    /// A text that has the form of a code: a number (`0x80040217`), or words (`Internal_RecordNotFound`); else an empty one.
    ///
    /// It goes into the store and to people, and a server that echoes what it got must not bring a token there.
    static func cleaned(_ text: String) -> String {
        let isNumber = text.utf8.count <= 20 && text.utf8.allSatisfy { isDigit($0) || $0 == UInt8(ascii: "x") }
        let isWords = text.utf8.count <= 80 && text.utf8.allSatisfy { isLetter($0) || "_.-".utf8.contains($0) }
        return isNumber || isWords ? text : ""
    }

    /// Whether a 404 with this code says that the table isn't there, or its company; any other is about one record.
    ///
    /// <https://learn.microsoft.com/dynamics365/business-central/dev-itpro/developer/devenv-connect-apps-errors>,
    /// <https://learn.microsoft.com/power-apps/developer/data-platform/reference/web-service-error-codes>
    static func isOfWholeTable(_ code: String) -> Bool {
        ["internal_companynotfound", "badrequest_resourcenotfound", "0x8006088a"].contains(code.lowercased())
    }

    /// An identity of a request that has the form of a GUID or of a number; `nil` for anything else.
    static func request(_ text: String) -> String? {
        let isIdentity = text.utf8.count <= 40 && text.utf8.allSatisfy { isDigit($0) || $0 == UInt8(ascii: "-") }
        return isIdentity && !text.isEmpty ? text : nil
    }

    /// Whether a byte is a hexadecimal digit.
    private static func isDigit(_ byte: UInt8) -> Bool { Character(UnicodeScalar(byte)).isHexDigit }

    private static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- UInt8(ascii: "a") < 26 }
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
