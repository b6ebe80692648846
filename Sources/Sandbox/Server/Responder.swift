import HTTPTypes
import Hummingbird
import Logging
import NIOCore

/// Hands the requests of one listener to the reception.
struct Responder: HTTPResponder {
    let reception: Reception
    let listener: SandboxListener
    let origin: @Sendable () -> String

    /// The connection was closed on purpose.
    struct Dropped: Error {}

    func respond(to request: Request, context: ConnectionContext) async throws -> Response {
        let body = try await request.body.collect(upTo: Reception.bodyLimit)
        let answer = await reception.answer(self.request(request, body), at: listener)
        guard !answer.isDropped else {
            try await context.channel.close()
            throw Dropped()
        }
        var headers = HTTPFields()
        for header in answer.headers {
            if let name = HTTPField.Name(header.name) { headers.append(HTTPField(name: name, value: header.value)) }
        }
        // A body after the answer to HEAD would be taken for the beginning of the next answer.
        let isBare = answer.status == 204 || answer.status == 304 || request.method == .head
        if request.method == .head { headers[.contentLength] = String(answer.body.count) }
        return Response(
            status: .init(code: answer.status), headers: headers,
            body: isBare ? ResponseBody() : Self.body(answer))
    }

    private func request(_ request: Request, _ body: ByteBuffer) -> Sandbox.RequestContext {
        let target = request.head.path ?? "/"
        let halves = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let scheme = origin().hasPrefix("https") ? "https" : "http"
        let host = request.head.authority ?? ""
        return Sandbox.RequestContext(
            request.head.method.rawValue.uppercased(), origin: host.isEmpty ? origin() : "\(scheme)://\(host)",
            path: halves.first.map(String.init) ?? "/", query: halves.count > 1 ? String(halves[1]) : "",
            headers: request.headers.map { ($0.name.rawName, $0.value) }, body: Array(buffer: body), actor: .sandbox)
    }

    private static func body(_ answer: HTTPAnswer) -> ResponseBody {
        guard let speed = answer.bytesPerSecond else { return ResponseBody(byteBuffer: ByteBuffer(bytes: answer.body)) }
        let body = answer.body
        return ResponseBody(contentLength: body.count) { writer in
            let step = max(1, speed / 10)
            for start in stride(from: 0, to: body.count, by: step) {
                try await Task.sleep(for: .milliseconds(100))
                try await writer.write(ByteBuffer(bytes: body[start..<min(start + step, body.count)]))
            }
            try await writer.finish(nil)
        }
    }
}
