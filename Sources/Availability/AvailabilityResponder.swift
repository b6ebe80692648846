import HTTPTypes
import Hummingbird
import JSON
import NIOCore

/// Hands the requests of connections to the service.
struct AvailabilityResponder: HTTPResponder {
    let service: AvailabilityService

    func respond(to request: Request, context: BasicRequestContext) async throws -> Response {
        var headers: [String: String] = [:]
        for name in ["authorization", "origin", "accept-language"] {
            if let field = HTTPField.Name(name), let value = request.headers[field] { headers[name] = value }
        }
        let method = request.method.rawValue.uppercased()
        let reply = await service.reply(
            to: ServiceRequest(method: method, target: request.head.path ?? "/", headers: headers))
        return response(reply, isBare: method == "HEAD")
    }

    private func response(_ reply: ServiceReply, isBare: Bool) -> Response {
        var fields = HTTPFields()
        func set(_ name: String, _ value: String) {
            if let field = HTTPField.Name(name) { fields[field] = value }
        }
        for (name, value) in reply.headers { set(name, value) }
        // A figure of a moment ago is none.
        set("Cache-Control", "no-store")
        set("X-Content-Type-Options", "nosniff")
        let body = reply.body.map { JSON.encode($0) } ?? []
        if reply.body != nil { set("Content-Type", "application/json; charset=utf-8") }
        guard !isBare else {
            set("Content-Length", "\(body.count)")
            return Response(status: .init(code: reply.status), headers: fields)
        }
        return Response(
            status: .init(code: reply.status), headers: fields, body: ResponseBody(byteBuffer: ByteBuffer(bytes: body)))
    }
}
