import JSON
import JSONRPC

/// The frames that wait to be written, in one piece of memory; `jsonrpc` always stands first.
package struct Outgoing: Sendable {
    private var writer = JSONWriter(capacity: 65_536)

    /// Whether nothing waits.
    package var isEmpty: Bool { writer.bytes.isEmpty }

    /// How many bytes wait.
    var count: Int { writer.bytes.count }

    /// Takes back what was added after the first so many bytes.
    mutating func takeBack(to count: Int) { writer.removeAll(after: count) }

    mutating func request<Method: RPCMethod>(_ id: RequestID, _ method: Method.Type, _ parameters: Method.Parameters) {
        frame { writer in
            writer.member("id", id)
            writer.member("method", Method.name)
            writer.member("params", parameters)
        }
    }

    mutating func notice<Notice: RPCNotice>(_ notice: Notice.Type, _ parameters: Notice.Parameters) {
        frame { writer in
            writer.member("method", Notice.name)
            writer.member("params", parameters)
        }
    }

    mutating func result(_ id: RequestID, _ result: some JSONWritable) {
        frame { writer in
            writer.member("id", id)
            writer.member("result", result)
        }
    }

    mutating func failure(_ id: RequestID?, _ failure: RPCFailure) {
        frame { writer in
            if let id { writer.member("id", id) } else { writer.name("id"); writer.null() }
            writer.member("error", failure)
        }
    }

    /// Lends what waits to whoever writes it, and forgets it.
    package mutating func drain<Failure: Error>(_ write: ([UInt8]) throws(Failure) -> Void) throws(Failure) {
        guard !isEmpty else { return }
        try write(writer.bytes)
        writer.removeAll()
    }

    private mutating func frame(_ members: (inout JSONWriter) -> Void) {
        writer.object { writer in
            writer.member("jsonrpc", "2.0")
            members(&writer)
        }
        writer.newline()
    }
}
