import JSON

/// The frames of messages, each with its newline; `jsonrpc` always stands first.
enum Frame {
    static func request(_ id: RequestID, method: String, _ parameters: some JSONWritable) -> [UInt8] {
        make { writer in
            writer.member("id", id)
            writer.member("method", method)
            writer.member("params", parameters)
        }
    }

    static func notice(method: String, _ parameters: some JSONWritable) -> [UInt8] {
        make { writer in
            writer.member("method", method)
            writer.member("params", parameters)
        }
    }

    static func result(_ id: RequestID, _ result: some JSONWritable) -> [UInt8] {
        make { writer in
            writer.member("id", id)
            writer.member("result", result)
        }
    }

    static func failure(_ id: RequestID?, _ failure: RPCFailure) -> [UInt8] {
        make { writer in
            writer.member("id", id)
            writer.member("error", failure)
        }
    }

    private static func make(_ members: (inout JSONWriter) -> Void) -> [UInt8] {
        var writer = JSONWriter(capacity: 256)
        writer.object { writer in
            writer.member("jsonrpc", "2.0")
            members(&writer)
        }
        writer.newline()
        return writer.bytes
    }
}
