import JSON

/// The notice that asks to cancel a request.
///
/// The name is the one that the Language Server Protocol uses.
enum CancelNotice: RPCNotice {
    static let name = "$/cancelRequest"

    struct Parameters: JSONReadable, JSONWritable, Sendable {
        var id: RequestID
        var request: RequestCancellation.Request

        init(id: RequestID, request: RequestCancellation.Request) {
            self.id = id
            self.request = request
        }

        init(from reader: inout JSONReader) throws(JSONError) {
            var id: RequestID?
            var reason = ""
            var grace: Int?
            try reader.beginObject()
            while let key = try reader.nextKey() {
                switch key {
                case "id": id = try RequestID(from: &reader)
                case "reason": reason = try reader.string()
                case "graceMs": grace = try Int(from: &reader)
                default: break
                }
            }
            self.id = try reader.require(id, "id")
            request = .init(reason: reason, grace: grace.map { .milliseconds($0) })
        }

        func write(to writer: inout JSONWriter) {
            writer.object { writer in
                writer.member("id", id)
                writer.member("reason", request.reason)
                writer.member("graceMs", ifPresent: request.grace.map { Int($0 / .milliseconds(1)) })
            }
        }
    }
}
