import Coordinator
import Foundation
import JSON
package import Model
import RemoteSystems

/// Answers a form in the CRM: who asks, what about, and what is on hand of it.
///
/// It knows no sockets: tests hand it requests, the server does so for every connection.
package struct AvailabilityService: Sendable {
    /// Where it is asked.
    package static let path = "/availability"
    /// More bytes than any number or name has.
    private static let longest = 400

    private let key: AccessKey
    private let origin: String?
    private let language: Language
    private let patience: Duration
    private let clock: any Clock<Duration>
    private let gate: QuestionGate
    private let answer: @Sendable (String) async throws -> StockAnswer

    /// Creates a service.
    ///
    /// `origin` is that of the CRM, whose pages alone may read answers in a browser; `language` holds where a request names none.
    package init(
        key: AccessKey, origin: String?, language: Language, limits: ServiceLimits = ServiceLimits(),
        clock: any Clock<Duration> = ContinuousClock(),
        answer: @escaping @Sendable (String) async throws -> StockAnswer
    ) {
        self.key = key
        self.origin = origin
        self.language = language
        self.patience = limits.patience
        self.clock = clock
        gate = QuestionGate(limits.questions)
        self.answer = answer
    }

    /// Answers a request; never fails.
    package func reply(to request: ServiceRequest) async -> ServiceReply {
        let language = language(of: request)
        var reply: ServiceReply
        do {
            reply = try await admitted(request)
        } catch let refusal as ServiceRefusal {
            reply = ServiceReply(
                refusal.status, document(refusal.rawValue, AvailabilitySentences.sentence(refusal, in: language)))
        } catch let failure as AvailabilityFailure {
            reply = told(failure, in: language)
        } catch let failure as RemoteFailure {
            reply = told(failure, in: language)
        } catch {
            // What it is concerns the operator, not the form.
            let refusal = ServiceRefusal.failed
            reply = ServiceReply(
                refusal.status, document(refusal.rawValue, AvailabilitySentences.sentence(refusal, in: language)))
        }
        switch reply.status {
        case 401: reply.headers["WWW-Authenticate"] = #"Basic realm="couplet", charset="UTF-8""#
        case 405: reply.headers["Allow"] = "GET, HEAD, OPTIONS"
        case 503: reply.headers["Retry-After"] = "2"
        default: break
        }
        if let origin {
            reply.headers["Vary"] = "Origin"
            if request.headers["origin"] == origin { reply.headers["Access-Control-Allow-Origin"] = origin }
        }
        return reply
    }

    private func admitted(_ request: ServiceRequest) async throws -> ServiceReply {
        // A browser asks without the key whether it may ask with it: https://fetch.spec.whatwg.org/#cors-preflight-fetch
        if request.method == "OPTIONS", let origin, request.headers["origin"] == origin {
            return ServiceReply(
                204,
                headers: [
                    "Access-Control-Allow-Methods": "GET",
                    "Access-Control-Allow-Headers": "Authorization, Accept-Language",
                    "Access-Control-Max-Age": "600",
                ])
        }
        guard key.admits(request.headers["authorization"]) else { throw ServiceRefusal.unauthorized }
        guard let parts = URLComponents(string: request.target), parts.path == Self.path else {
            throw ServiceRefusal.elsewhere
        }
        guard request.method == "GET" || request.method == "HEAD" else { throw ServiceRefusal.method }
        // A form writes a space as a plus.
        let query = (parts.percentEncodedQuery ?? "").replacing("+", with: "%20")
        let items = URLComponents(string: "?" + query)?.queryItems ?? []
        let words = items.filter { $0.name == "item" }.compactMap(\.value)
        guard words.count == 1, let word = words.first?.trimmingCharacters(in: .whitespaces), !word.isEmpty,
            word.utf8.count <= Self.longest
        else { throw ServiceRefusal.noItem }
        return ServiceReply(200, try await timely(word).json)
    }

    private func timely(_ word: String) async throws -> StockAnswer {
        guard gate.enter() else { throw ServiceRefusal.busy }
        defer { gate.leave() }
        return try await withThrowingTaskGroup(of: StockAnswer.self) { group in
            group.addTask { try await answer(word) }
            group.addTask {
                try await clock.sleep(for: patience)
                throw ServiceRefusal.timeout
            }
            defer { group.cancelAll() }
            guard let first = try await group.next() else { throw ServiceRefusal.failed }
            return first
        }
    }

    private func told(_ failure: AvailabilityFailure, in language: Language) -> ServiceReply {
        let sentence = AvailabilitySentences.sentence(failure, in: language)
        switch failure {
        case .noStock, .noSuchItem, .notCoupled: return ServiceReply(404, document(failure.code, sentence))
        case .ambiguous(_, let numbers):
            return ServiceReply(
                409, document(failure.code, sentence, [.init("numbers", .array(numbers.map { .string($0) }))]))
        }
    }

    private func told(_ failure: RemoteFailure, in language: Language) -> ServiceReply {
        let sentence = ProblemSentences.sentence(failure.problem, entity: nil, in: language)
        // What passes by itself is asked again; what somebody must mend is not.
        let status = failure.problem.code.problemClass == .passing ? 503 : 502
        return ServiceReply(status, document("unreachable", sentence))
    }

    private func document(_ code: String, _ sentence: Sentence, _ more: [JSONValue.Member] = []) -> JSONValue {
        let error: [JSONValue.Member] = [
            .init("code", .string(code)), .init("what", .string(sentence.what)), .init("why", .string(sentence.why)),
            .init("remedy", .string(sentence.remedy)),
        ]
        return ["error": .object(error + more)]
    }

    private func language(of request: ServiceRequest) -> Language {
        let wanted = request.headers["accept-language"]?.prefix(2).lowercased() ?? ""
        return Language(rawValue: wanted) ?? language
    }
}
