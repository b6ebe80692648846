public import JSON

/// Something worth saying about a configuration or a tenant: what, where, and what to do about it.
public struct Diagnostic: Sendable, Hashable, JSONReadable, JSONWritable {
    /// How much it matters.
    public enum Severity: String, WireWord, Hashable {
        /// It can't go on like this.
        case error
        /// It goes on, and somebody should know.
        case warning
        /// Good to know.
        case note
    }

    /// How much it matters.
    public var severity: Severity
    /// Where, as a path of member names (`fields.creditLimit`); empty for the whole.
    public var path: String
    /// What it is, for a person.
    public var message: String
    /// What to do about it, for a person.
    public var hint: String?

    /// Creates a diagnostic.
    public init(_ severity: Severity, path: String = "", message: String, hint: String? = nil) {
        self.severity = severity
        self.path = path
        self.message = message
        self.hint = hint
    }

    /// Reads it from JSON.
    public init(from reader: inout JSONReader) throws(JSONError) {
        var severity: Severity?
        var path = ""
        var message: String?
        var hint: String?
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "severity": severity = try Severity(from: &reader)
            case "path": path = try reader.string()
            case "message": message = try reader.string()
            case "hint": hint = try String?(from: &reader)
            default: break
            }
        }
        self.init(
            try reader.require(severity, "severity"), path: path, message: try reader.require(message, "message"),
            hint: hint)
    }

    /// Writes it as JSON.
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("severity", severity)
            writer.member("path", path)
            writer.member("message", message)
            writer.member("hint", ifPresent: hint)
        }
    }
}
