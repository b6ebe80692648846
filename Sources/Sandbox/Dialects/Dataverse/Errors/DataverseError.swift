import JSON

/// An error as Dataverse answers it: a status, a code and a sentence.
struct DataverseError: Error, Sendable, Hashable {
    /// The HTTP status.
    var status: Int
    /// The code, as eight hexadecimal digits after `0x`.
    var code: String
    /// What the server says.
    var message: String
    /// Seconds that a `Retry-After` header asks to wait.
    var retryAfter: Int?

    init(_ status: Int, _ code: String, _ message: String, retryAfter: Int? = nil) {
        self.status = status
        self.code = code
        self.message = message
        self.retryAfter = retryAfter
    }

    /// The body; with the details that the annotations preference asks for.
    func body(withDetails: Bool = false) -> [UInt8] {
        var writer = JSONWriter(capacity: 256)
        writer.object { writer in
            writer.name("error")
            writer.object { writer in
                writer.member("code", code)
                writer.member("message", message)
                if withDetails { writeDetails(to: &writer) }
            }
        }
        return writer.bytes
    }

    private func writeDetails(to writer: inout JSONWriter) {
        writer.member("@Microsoft.PowerApps.CDS.ErrorDetails.ApiExceptionSourceKey", "Sandbox")
        writer.member(
            "@Microsoft.PowerApps.CDS.HelpLink", "http://go.microsoft.com/fwlink/?LinkID=398563&error=\(code)")
        writer.member("@Microsoft.PowerApps.CDS.InnerError.Message", message)
    }
}
