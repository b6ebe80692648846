import AsyncHTTPClient
import NIOCore
import NIOHTTP1

/// Sends notifications over HTTP, each with ten seconds to be taken.
struct HTTPNotificationPost: NotificationPost {
    func post(_ body: [UInt8], to address: String) async -> (status: Int, body: [UInt8])? {
        var request = HTTPClientRequest(url: address)
        request.method = .POST
        request.headers.add(name: "Content-Type", value: "application/json")
        request.body = .bytes(body)
        // Whatever goes wrong on the way, the subscriber did not answer; it is asked again.
        guard let answer = try? await HTTPClient.shared.execute(request, timeout: .seconds(10)),
            let taken = try? await answer.body.collect(upTo: 1 << 16)
        else { return nil }
        return (Int(answer.status.code), Array(buffer: taken))
    }
}
