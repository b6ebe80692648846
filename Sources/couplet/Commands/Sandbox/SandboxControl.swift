import Foundation
import JSON
import RemoteSystems

/// Talks to the control of a sandbox that runs.
struct SandboxControl: Sendable {
    private let place: SandboxPlace
    private let transport: HTTPTransport

    /// Has `work` done with the control of the sandbox in a folder, and closes the connection.
    static func with<Value: Sendable>(
        _ folder: SandboxFolder, _ work: (SandboxControl) async throws -> Value
    ) async throws -> Value {
        let place = try folder.place()
        let transport = HTTPTransport(trustRoots: place.authority.map { .systemAndFile($0) } ?? .system)
        let result: Result<Value, any Error>
        do {
            result = .success(try await work(SandboxControl(place: place, transport: transport)))
        } catch {
            result = .failure(error)
        }
        await transport.shutdown()
        return try result.get()
    }

    /// Asks for something below `/sandbox`; an empty answer is `null`.
    func ask(
        _ method: HTTPRequest.Method, _ path: String, _ query: [(name: String, value: String?)] = [],
        body: JSONValue? = nil
    ) async throws -> JSONValue {
        let answer: HTTPResponse
        do {
            answer = try await transport.send(
                HTTPRequest(
                    method, place.control + path + Self.text(query),
                    headers: body == nil ? [] : [HTTPField("Content-Type", "application/json")],
                    body: body.map { JSON.encode($0) }, timeout: .seconds(30), limit: 64 << 20))
        } catch {
            throw CommandError.sandboxNotRunning(place.control)
        }
        let value = answer.body.isEmpty ? .null : try JSON.decode(JSONValue.self, from: answer.body)
        guard (200..<300).contains(answer.status) else {
            throw CommandError.sandboxRefused(value["error"]?.string ?? "HTTP \(answer.status)")
        }
        return value
    }

    private static func text(_ query: [(name: String, value: String?)]) -> String {
        let pairs = query.compactMap { name, value in
            value?.addingPercentEncoding(withAllowedCharacters: .alphanumerics).map { "\(name)=\($0)" }
        }
        return pairs.isEmpty ? "" : "?" + pairs.joined(separator: "&")
    }
}
