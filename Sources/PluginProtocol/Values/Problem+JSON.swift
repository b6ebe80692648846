public import JSON
public import Model

extension ProblemCode: JSONReadable, JSONWritable {
    /// Reads it from JSON.
    public init(from reader: inout JSONReader) throws(JSONError) { self.init(rawValue: try Int(from: &reader)) }
    /// Writes it as JSON.
    public func write(to writer: inout JSONWriter) { writer.integer(rawValue) }
}

extension Problem: JSONReadable, JSONWritable {
    /// Reads it from JSON: `{"code", "args", "field", "side", "remote"}`.
    public init(from reader: inout JSONReader) throws(JSONError) {
        var code: ProblemCode?
        var arguments: [String] = []
        var field: FieldName?
        var side: Side?
        var remote: RemoteAnswer?
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "code": code = try ProblemCode(from: &reader)
            case "args": arguments = try [String](from: &reader)
            case "field": field = try FieldName?(from: &reader)
            case "side": side = try Side?(from: &reader)
            case "remote": remote = try RemoteAnswer?(from: &reader)
            default: break
            }
        }
        self.init(try reader.require(code, "code"), arguments, field: field, side: side, remote: remote)
    }

    /// Writes it as JSON.
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("code", code)
            if !arguments.isEmpty { writer.member("args", arguments) }
            writer.member("field", ifPresent: field)
            writer.member("side", ifPresent: side)
            writer.member("remote", ifPresent: remote)
        }
    }
}

extension Problem.RemoteAnswer: JSONReadable, JSONWritable {
    /// Reads it from JSON: `{"status", "code", "requestId"}`.
    public init(from reader: inout JSONReader) throws(JSONError) {
        var status: Int?
        var code = ""
        var requestID: String?
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "status": status = try Int(from: &reader)
            case "code": code = try reader.string()
            case "requestId": requestID = try String?(from: &reader)
            default: break
            }
        }
        self.init(status: try reader.require(status, "status"), code: code, requestID: requestID)
    }

    /// Writes it as JSON.
    public func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("status", status)
            writer.member("code", code)
            writer.member("requestId", ifPresent: requestID)
        }
    }
}
