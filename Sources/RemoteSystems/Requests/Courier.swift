#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
import Model

/// Takes requests to one system: signs them, keeps the rate budget, and sends again what passes.
struct Courier: Sendable {
    let side: Side
    let root: ServiceRoot
    let transport: any Transport
    let tokens: TokenKeeper
    let budget: BudgetKeeper
    let timing: Timing
    let meter: Meter
    let retries: RetryRule
    let outage = SharedOutage()

    /// Reads something: repeated while what stands in the way passes, within the patience.
    ///
    /// Returns every answer that the caller must judge: all but 401, 408, 429 and 5xx.
    func read(_ request: HTTPRequest, in lane: String) async throws -> HTTPResponse {
        var attempt = 0
        let start = timing.elapsed()
        while true {
            let (problem, asked): (Problem, Duration?)
            switch try await attemptOnce(request, in: lane, attempt: attempt, since: start, notAfter: nil) {
            case .answer(let response): return response
            case .throttled(let found, let time): (problem, asked) = (found, time)
            case .unavailable(let found, let time): (problem, asked) = (found, time)
            case .lost(let failure):
                (problem, asked) = (Problem(failure, on: side), nil)
                guard problem.code.problemClass == .passing, failure.mayPass else {
                    throw RemoteFailure(problem)
                }
            }
            attempt += 1
            try await pause(before: attempt, problem, asked, since: start, notAfter: nil)
        }
    }

    /// Changes something: repeated only while it is certain that it was not carried out, and sent at `notAfter` at the latest.
    func write(_ request: HTTPRequest, in lane: String, notAfter: Date) async -> Delivery {
        var attempt = 0
        let start = timing.elapsed()
        while true {
            do {
                let (problem, asked): (Problem, Duration?)
                switch try await attemptOnce(request, in: lane, attempt: attempt, since: start, notAfter: notAfter) {
                case .answer(let response): return .answered(response)
                case .throttled(let found, let time): (problem, asked) = (found, time)
                case .unavailable(let found, let time):
                    // «Come back later» means that it was turned away; any other 5xx may stand behind work that was done.
                    guard found.remote?.status == 503, time != nil else { return .inDoubt(found) }
                    (problem, asked) = (found, time)
                case .lost(let failure):
                    (problem, asked) = (Problem(failure, on: side), nil)
                    guard failure.isUnsent else { return .inDoubt(problem) }
                }
                attempt += 1
                try await pause(before: attempt, problem, asked, since: start, notAfter: notAfter)
            } catch let failure as RemoteFailure {
                return .notSent(failure.problem)
            } catch is TimeIsOver {
                return .notSent(Problem(.deadline, side: side))
            } catch {
                return .notSent(Problem(.cancelled, side: side))
            }
        }
    }

    // MARK: one attempt

    private enum Attempt {
        case answer(HTTPResponse)
        case throttled(Problem, Duration?)
        case unavailable(Problem, Duration?)
        case lost(TransportFailure)
    }

    /// It could not be sent in time.
    private struct TimeIsOver: Error {}

    private func attemptOnce(
        _ request: HTTPRequest, in lane: String, attempt: Int, since start: Duration, notAfter: Date?
    ) async throws -> Attempt {
        if attempt == 0, let failure = outage.now.refusal(at: start) { throw failure }
        var token = try await tokens.token()
        var result = try await send(request, token, in: lane, attempt: attempt, notAfter: notAfter)
        if case .answer(let response) = result, response.status == 401 {
            // Expired or revoked in mid-run: one new token for all, and one more try.
            token = try await tokens.token(rejecting: token)
            result = try await send(request, token, in: lane, attempt: attempt, notAfter: notAfter)
            if case .answer(let again) = result, again.status == 401 {
                throw RemoteFailure(Problem(.signIn, side: side, remote: .init(again)))
            }
        }
        return result
    }

    private func send(
        _ request: HTTPRequest, _ token: AccessToken, in lane: String, attempt: Int, notAfter: Date?
    ) async throws -> Attempt {
        guard root.admitted(request.url) != nil else {
            throw RemoteFailure(Problem(.invalidConfiguration, ["foreignLink"], side: side))
        }
        var request = request
        request.timeout = outage.now.timeout(of: request)
        request.headers.append(HTTPField("Authorization", "Bearer \(token.text)"))
        // On this machine packing costs more than it saves.
        if !root.isLoopback { request.headers.append(HTTPField("Accept-Encoding", "gzip")) }
        let ticket = try await budget.start(in: lane)
        // Whoever settles what a dead host left behind believes that nothing leaves later.
        if let notAfter, timing.date() > notAfter {
            await budget.giveBack(ticket)
            throw TimeIsOver()
        }
        meter.count()
        RequestMeter.current?.count(side)
        let response: HTTPResponse
        do {
            response = try await transport.send(request)
        } catch {
            await budget.end(ticket, .free)
            return .lost(error)
        }
        if response.status < 500, response.status != 408 { outage.update { $0.ended() } }
        let asked = RetryAfter.duration(response, now: timing.date())
        switch response.status {
        case 429:
            let problem = Problem(.throttled, side: side, remote: .init(response))
            let spare = retries.pause(
                before: attempt + 1, after: .throttled, asked: asked, spent: .zero, chance: timing.chance())
            await budget.end(ticket, .throttled(spare ?? asked ?? .zero))
            return .throttled(problem, asked)
        case 503 where asked != nil:
            await budget.end(ticket, .throttled(asked ?? .zero))
            return .unavailable(Problem(.unavailable, side: side, remote: .init(response)), asked)
        case 408, 500...599:
            await budget.end(ticket, .free)
            let code: ProblemCode = response.status == 408 || response.status == 504 ? .timeout : .unavailable
            return .unavailable(Problem(code, side: side, remote: .init(response)), asked)
        case 300...399 where response.status != 304:
            // Redirects are not followed: the token would go with them.
            await budget.end(ticket, .free)
            throw RemoteFailure(Problem(.invalidConfiguration, ["redirect"], side: side, remote: .init(response)))
        default:
            await budget.end(ticket, .free)
            return .answer(response)
        }
    }

    private func pause(
        before attempt: Int, _ problem: Problem, _ asked: Duration?, since start: Duration, notAfter: Date?
    ) async throws {
        let now = timing.elapsed()
        let isThrottled = problem.code == .throttled
        let spent = isThrottled ? now - start : outage.update { $0.met(by: start, at: now) }
        guard
            let pause = retries.pause(
                before: attempt, after: problem.code, asked: asked, spent: spent, chance: timing.chance(),
                wasReached: outage.now.wasReached)
        else {
            let failure = RemoteFailure(problem, retryAfter: asked)
            if !isThrottled { outage.update { $0.gaveUp(failure, at: now) } }
            throw failure
        }
        let next = timing.date().addingTimeInterval(TimeInterval(pause.milliseconds) / 1_000)
        if let notAfter, next > notAfter { throw TimeIsOver() }
        // While the server asked for a pause the budget holds everybody back; else this caller waits alone.
        if !isThrottled { try await timing.sleep(pause) }
    }
}
