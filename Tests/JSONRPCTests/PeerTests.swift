import JSON
import JSONRPC
import Synchronization
import TestSupport
import Testing

/// Answers `double` with twice the number, `fail` with a failure, `wait` when it is cancelled, and knows no other method.
private final class Calculator: RequestHandler {
    let notices = Mutex<[String]>([])

    func handle(_ request: IncomingRequest) async throws -> any JSONWritable & Sendable {
        switch request.method {
        case Double.name:
            return try await request.answer(Double.self) { $0 * 2 }
        case "fail":
            throw RPCFailure(RPCFailure.Code(rawValue: 4001), "no", data: ["field": "name"])
        case "wait":
            let (never, hold) = AsyncStream<Void>.makeStream()
            for await _ in never {}
            hold.finish()
            throw CancellationError()
        case "partly":
            let (never, hold) = AsyncStream<Void>.makeStream()
            for await _ in never {}
            hold.finish()
            return "as far as I got: \(request.cancellation.request?.reason ?? "")"
        default:
            throw RPCFailure.methodNotFound(request.method)
        }
    }

    func receive(_ notice: IncomingNotice) { notices.withLock { $0.append(notice.method) } }
}

private enum Double: RPCMethod {
    static let name = "double"
    typealias Parameters = Int
    typealias Result = Int
}

/// Keeps what it saw.
private final class Witness: PeerObserver {
    let seen = Mutex<[String]>([])
    func received(_ frame: ArraySlice<UInt8>) { note("in " + String(decoding: frame, as: UTF8.self)) }
    func sent(_ frame: ArraySlice<UInt8>) { note("out " + String(decoding: frame, as: UTF8.self)) }
    func stray(_ stray: Stray) { note("stray " + String(decoding: stray.text, as: UTF8.self)) }
    private func note(_ line: String) { seen.withLock { $0.append(line) } }
}

@Suite("A peer", .timeLimit(.minutes(1)))
struct PeerTests {
    private let clock = VirtualClock()

    /// Runs a peer whose other end is the test's, until the body ends the stream or the peer ends.
    private func serve(
        limits: PeerLimits = PeerLimits(), observer: (any PeerObserver)? = nil, handler: Calculator = Calculator(),
        isBlocked: Bool = false, _ body: (Peer, MemoryChannel) async throws -> Void
    ) async throws -> PeerEnd {
        let (near, far) = MemoryChannel.pair(isBlocked: isBlocked)
        let peer = Peer(channel: near, handler: handler, limits: limits, clock: clock, observer: observer)
        async let end = peer.run()
        try await body(peer, far)
        await far.finish()
        return await end
    }

    @Test("two peers call each other at the same time, many times")
    func bothWays() async throws {
        let (near, far) = MemoryChannel.pair()
        let peers = [near, far].map { Peer(channel: $0, handler: Calculator(), clock: clock) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for peer in peers { group.addTask { _ = await peer.run() } }
            try await withThrowingTaskGroup(of: Void.self) { calls in
                for number in 0..<400 {
                    if number >= 16 { try await calls.next() }
                    calls.addTask {
                        let answer = try await peers[number % 2].call(Double.self, number, deadline: .seconds(9))
                        #expect(answer == number * 2)
                    }
                }
                try await calls.waitForAll()
            }
            group.cancelAll()
        }
    }

    @Test("a failure comes as it was thrown, with its data")
    func failure() async throws {
        let (near, far) = MemoryChannel.pair()
        let peer = Peer(channel: near, handler: Calculator(), clock: clock)
        let other = Peer(channel: far, handler: Calculator(), clock: clock)
        await withTaskGroup(of: Void.self) { group in
            group.addTask { _ = await peer.run() }
            group.addTask { _ = await other.run() }
            let failure = RPCFailure(RPCFailure.Code(rawValue: 4001), "no", data: ["field": "name"])
            await #expect(throws: CallError.failed(failure)) {
                try await peer.call(method: "fail", Nothing(), deadline: .seconds(9))
            }
            await #expect(throws: CallError.failed(.methodNotFound("nothing"))) {
                try await peer.call(method: "nothing", Nothing(), deadline: .seconds(9))
            }
            group.cancelAll()
        }
    }

    @Test("every request is answered: a good one, one with wrong parameters, an unknown method, no message at all")
    func answers() async throws {
        let end = try await serve { _, far in
            far.send(#"{"jsonrpc":"2.0","id":1,"method":"double","params":21}"#)
            #expect(await far.lines(1) == [#"{"jsonrpc":"2.0","id":1,"result":42}"#])
            far.send(#"{"jsonrpc":"2.0","id":2,"method":"double","params":"x"}"#)
            #expect(await far.lines(1).first?.contains(#""id":2,"error":{"code":-32602"#) == true)
            far.send(#"{"jsonrpc":"2.0","id":3,"method":"halve"}"#)
            #expect(
                await far.lines(1) == [
                    #"{"jsonrpc":"2.0","id":3,"error":{"code":-32601,"message":"no such method","data":{"method":"halve"}}}"#
                ])
            far.send("[]")
            #expect(await far.lines(1).first?.contains(#""id":null,"error":{"code":-32600"#) == true)
        }
        #expect(end == .endOfStream)
    }

    @Test("a cancelled request is answered, with 1000 or with what was done", arguments: ["wait", "partly"])
    func cancelledRequest(method: String) async throws {
        _ = try await serve { _, far in
            far.send(#"{"jsonrpc":"2.0","id":7,"method":"\#(method)"}"#)
            far.send(#"{"jsonrpc":"2.0","method":"$/cancelRequest","params":{"id":7,"reason":"enough","graceMs":5}}"#)
            let answer = await far.lines(1)
            let expected =
                method == "wait"
                ? #"{"jsonrpc":"2.0","id":7,"error":{"code":1000,"message":"the request was cancelled"}}"#
                : #"{"jsonrpc":"2.0","id":7,"result":"as far as I got: enough"}"#
            #expect(answer == [expected])
        }
    }

    @Test("the cancelled caller asks the other side to stop, and takes the answer that still comes")
    func cancelledCall() async throws {
        _ = try await serve { peer, far in
            let call = Task { try await peer.call(Double.self, 1, deadline: .seconds(60)) }
            #expect(await far.lines(1).first?.contains(#""id":1,"method":"double""#) == true)
            call.cancel()
            #expect(await far.lines(1).first?.contains(#""$/cancelRequest","params":{"id":1,"#) == true)
            far.send(#"{"jsonrpc":"2.0","id":1,"result":5}"#)
            let answer = try await call.value
            #expect(answer == 5)
        }
    }

    @Test("the cancelled caller gives up when the grace is over")
    func cancelledCallWithoutAnswer() async throws {
        let end = try await serve { peer, far in
            let call = Task { try await peer.call(Double.self, 1, deadline: .seconds(60)) }
            _ = await far.lines(1)
            call.cancel()
            _ = await far.lines(1)
            await clock.waitForSleeper(until: .seconds(10))
            clock.advance(by: .seconds(10))
            await #expect(throws: CallError.cancelled) { try await call.value }
        }
        #expect(end == .endOfStream)
    }

    @Test("a call without an answer ends at its deadline; the other side is told, and its late answer is dropped")
    func deadline() async throws {
        let end = try await serve { peer, far in
            let call = Task { try await peer.call(Double.self, 1, deadline: .seconds(5)) }
            _ = await far.lines(1)
            await clock.waitForSleeper(until: .seconds(5))
            clock.advance(by: .seconds(5))
            await #expect(throws: CallError.deadline) { try await call.value }
            #expect(await far.lines(1).first?.contains("$/cancelRequest") == true)
            far.send(#"{"jsonrpc":"2.0","id":1,"result":5}"#)
            far.send(#"{"jsonrpc":"2.0","id":1,"method":"double","params":1}"#)
            #expect(await far.lines(1) == [#"{"jsonrpc":"2.0","id":1,"result":2}"#])
        }
        #expect(end == .endOfStream)
    }

    @Test("when the other side ends its stream, whoever waits is told, and no call begins any more")
    func endOfStream() async throws {
        let (near, far) = MemoryChannel.pair()
        let peer = Peer(channel: near, handler: Calculator(), clock: clock)
        let call = Task { try await peer.call(Double.self, 1, deadline: .seconds(5)) }
        let run = Task { await peer.run() }
        _ = await far.lines(1)
        await far.finish()
        #expect(await run.value == .endOfStream)
        await #expect(throws: CallError.closed) { try await call.value }
        await #expect(throws: CallError.closed) { try await peer.call(Double.self, 1, deadline: .seconds(5)) }
    }

    @Test("requests that came before the end of the stream are answered")
    func answersAtTheEnd() async throws {
        let (near, far) = MemoryChannel.pair()
        for number in 1...5 { far.send(#"{"jsonrpc":"2.0","id":\#(number),"method":"double","params":1}"#) }
        await far.finish()
        let peer = Peer(channel: near, handler: Calculator(), clock: clock)
        #expect(await peer.run() == .endOfStream)
        #expect(await far.lines(5).count == 5)
    }

    @Test(
        "a peer that breaks the rules ends the session",
        arguments: [
            (#"{"jsonrpc":"2.0","id":9,"result":1}"#, PeerEnd.Violation.unknownAnswer(RequestID(9))),
            (
                #"{"jsonrpc":"2.0","id":3,"method":"wait"}"# + "\n" + #"{"jsonrpc":"2.0","id":3,"method":"wait"}"#,
                .duplicateRequest(RequestID(3))
            ),
            (String(repeating: "hello\n", count: 101), .strayFlood),
            (String(repeating: "x", count: 9 << 20), .tooLong(byteCount: 9 << 20)),
        ])
    func violations(text: String, violation: PeerEnd.Violation) async throws {
        let end = try await serve { _, far in far.send(text) }
        #expect(end == .violation(violation))
    }

    @Test("a peer that asks and never reads is stopped; nothing waits for ever")
    func stalled() async throws {
        let end = try await serve(limits: PeerLimits(queue: 64), isBlocked: true) { peer, _ in
            let calls = (1...8).map { _ in Task { try await peer.call(Double.self, 1, deadline: .seconds(900)) } }
            await clock.waitForSleeper(until: .seconds(30))
            clock.advance(by: .seconds(30))
            for call in calls { await #expect(throws: CallError.closed) { try await call.value } }
        }
        #expect(end == .violation(.stalled))
    }

    @Test("cancelling the task that runs a peer ends the session and its handlers")
    func cancelledRun() async throws {
        let (near, far) = MemoryChannel.pair()
        let peer = Peer(channel: near, handler: Calculator(), clock: clock)
        let run = Task { await peer.run() }
        far.send(#"{"jsonrpc":"2.0","id":1,"method":"wait"}"#)
        while peer.inFlight == 0 { await Task.yield() }
        run.cancel()
        #expect(await run.value == .cancelled)
    }

    @Test("the observer sees every frame in the order of the wire, and every stray text")
    func observer() async throws {
        let witness = Witness()
        _ = try await serve(observer: witness) { _, far in
            far.send("hello")
            far.send(#"{"jsonrpc":"2.0","id":1,"method":"double","params":2}"#)
            _ = await far.lines(1)
        }
        #expect(
            witness.seen.withLock(\.self) == [
                "stray hello", #"in {"jsonrpc":"2.0","id":1,"method":"double","params":2}"#,
                #"out {"jsonrpc":"2.0","id":1,"result":4}"#,
            ])
    }

    @Test("a frame over the limit is not sent: the caller is told, and a result becomes a failure")
    func tooLarge() async throws {
        let limits = PeerLimits(frame: 100)
        _ = try await serve(limits: limits) { peer, far in
            await #expect {
                try await peer.call(method: "double", String(repeating: "x", count: 100), deadline: .seconds(1))
            } throws: { error in
                guard case .failed(let failure)? = error as? CallError else { return false }
                return failure.code == .tooLarge
            }
            far.send(#"{"jsonrpc":"2.0","id":1,"method":"double","params":1}"#)
            #expect(await far.lines(1) == [#"{"jsonrpc":"2.0","id":1,"result":2}"#])
        }
    }

    @Test("limits that the other side lowers hold from then on, and what keeps the session going is never too much")
    func lowered() async throws {
        _ = try await serve { peer, far in
            peer.lower(frame: 100, inFlight: 1)
            await #expect(throws: CallError.self) {
                try await peer.call(method: "double", String(repeating: "x", count: 100), deadline: .seconds(1))
            }
            let first = Task { try await peer.call(Double.self, 1, deadline: .seconds(60)) }
            _ = await far.lines(1)
            await #expect(throws: CallError.tooManyInFlight) {
                try await peer.call(Double.self, 2, deadline: .seconds(60))
            }
            let urgent = Task { try await peer.call(Double.self, 3, deadline: .seconds(60), isUrgent: true) }
            #expect(await far.lines(1).first?.contains(#""params":3"#) == true)
            far.send(#"{"jsonrpc":"2.0","id":2,"result":1}"#)
            far.send(#"{"jsonrpc":"2.0","id":3,"result":6}"#)
            let answer = try await urgent.value
            #expect(answer == 6)
            far.send(#"{"jsonrpc":"2.0","id":1,"method":"double","params":"\#(String(repeating: "x", count: 90))"}"#)
            #expect(await far.lines(1).first?.contains(#""id":1,"error":{"code":1006"#) == true)
            first.cancel()
        }
    }

    @Test("limits are lowered, never raised")
    func notRaised() async throws {
        _ = try await serve(limits: PeerLimits(frame: 100)) { peer, _ in
            peer.lower(frame: 1 << 30, inFlight: 1 << 30)
            await #expect(throws: CallError.self) {
                try await peer.call(method: "double", String(repeating: "x", count: 100), deadline: .seconds(1))
            }
        }
    }

    @Test("a caller that is cancelled before its request has left still has it cancelled")
    func cancelledBeforeSending() async throws {
        _ = try await serve { peer, far in
            let call = Task {
                withUnsafeCurrentTask { $0?.cancel() }
                return try await peer.call(Double.self, 1, deadline: .seconds(60))
            }
            var lines = await far.lines(2)
            while lines.last?.contains("$/cancelRequest") != true || !lines.contains(where: { $0.contains("double") }) {
                lines += await far.lines(1)
            }
            far.send(#"{"jsonrpc":"2.0","id":1,"result":2}"#)
            let answer = try await call.value
            #expect(answer == 2)
        }
    }

    @Test("notices arrive in order, and are not answered")
    func notices() async throws {
        let calculator = Calculator()
        _ = try await serve(handler: calculator) { _, far in
            far.send(#"{"jsonrpc":"2.0","method":"one"}"#)
            far.send(#"{"jsonrpc":"2.0","method":"two","params":{}}"#)
            far.send(#"{"jsonrpc":"2.0","id":1,"method":"double","params":2}"#)
            #expect(await far.lines(1) == [#"{"jsonrpc":"2.0","id":1,"result":4}"#])
        }
        #expect(calculator.notices.withLock(\.self) == ["one", "two"])
    }
}
