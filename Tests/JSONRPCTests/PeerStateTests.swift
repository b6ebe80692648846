import JSONRPC
import Testing

@Suite("The table of requests")
struct PeerStateTests {
    @Test("calls are numbered from one, and a number is never used again")
    func numbers() {
        var state = PeerState(limit: 2)
        #expect(state.call(until: .seconds(1)) == .send(RequestID(1)))
        #expect(state.received(answer: RequestID(1)) == .deliver)
        #expect(state.call(until: .seconds(1)) == .send(RequestID(2)))
    }

    @Test("a call beyond the limit is refused until another is answered")
    func callLimit() {
        var state = PeerState(limit: 1)
        _ = state.call(until: .seconds(1))
        #expect(state.call(until: .seconds(1)) == .refuse(.tooManyInFlight))
        _ = state.received(answer: RequestID(1))
        #expect(state.call(until: .seconds(1)) == .send(RequestID(2)))
    }

    @Test("a request beyond the limit is answered with 1007, and the session goes on")
    func requestLimit() {
        var state = PeerState(limit: 1)
        #expect(state.received(request: RequestID(1)) == .handle)
        guard case .answer(let failure) = state.received(request: RequestID(2)) else {
            return #expect(Bool(false), "the second request is not answered")
        }
        #expect(failure.code == .tooManyInFlight)
        state.answered(RequestID(1))
        #expect(state.received(request: RequestID(3)) == .handle)
    }

    @Test("a request under the number of one in flight ends the session")
    func duplicate() {
        var state = PeerState(limit: 9)
        _ = state.received(request: RequestID(1))
        #expect(state.received(request: RequestID(1)) == .violation(.duplicateRequest(RequestID(1))))
    }

    @Test("an answer to nobody, and a second answer, end the session")
    func unknownAnswer() {
        var state = PeerState(limit: 9)
        #expect(state.received(answer: RequestID(1)) == .violation(.unknownAnswer(RequestID(1))))
        _ = state.call(until: .seconds(1))
        #expect(state.received(answer: RequestID(1)) == .deliver)
        #expect(state.received(answer: RequestID(1)) == .violation(.unknownAnswer(RequestID(1))))
    }

    @Test("a call's time is over at its deadline; its late answer is no violation, and delivers nothing")
    func deadline() {
        var state = PeerState(limit: 9)
        _ = state.call(until: .seconds(5))
        _ = state.call(until: .seconds(3))
        #expect(state.nextDeadline == .seconds(3))
        #expect(state.expire(at: .seconds(2)) == [])
        let expired = state.expire(at: .seconds(5))
        #expect(expired.map(\.id) == [RequestID(1), RequestID(2)])
        #expect(expired.allSatisfy { $0.error == .deadline && $0.tellsOtherSide })
        #expect(state.nextDeadline == nil)
        #expect(state.received(answer: RequestID(1)) == .ignore)
        #expect(state.received(answer: RequestID(1)) == .violation(.unknownAnswer(RequestID(1))))
    }

    @Test("a cancelled call is still owed its answer, for the grace; the other side is told once")
    func cancellation() {
        var state = PeerState(limit: 9)
        _ = state.call(until: .seconds(60))
        #expect(state.cancel(RequestID(1), grace: .seconds(10)) == .notify(RequestID(1)))
        #expect(state.cancel(RequestID(1), grace: .seconds(20)) == .ignore)
        #expect(state.nextDeadline == .seconds(10))
        let expired = state.expire(at: .seconds(10))
        #expect(expired.map(\.error) == [.cancelled])
        #expect(expired.map(\.tellsOtherSide) == [false])
    }

    @Test("a call that never got its answer keeps its place, so that a peer that doesn't answer is not flooded")
    func abandonedPlace() {
        var state = PeerState(limit: 1)
        _ = state.call(until: .seconds(1))
        _ = state.expire(at: .seconds(1))
        #expect(state.call(until: .seconds(9)) == .refuse(.tooManyInFlight))
    }

    @Test("when the session is over, whoever waits is told, and nothing new begins")
    func close() {
        var state = PeerState(limit: 9)
        for _ in 1...3 { _ = state.call(until: .seconds(1)) }
        _ = state.received(answer: RequestID(2))
        #expect(state.close() == [RequestID(1), RequestID(3)])
        #expect(state.call(until: .seconds(1)) == .refuse(.closed))
        #expect(state.received(request: RequestID(1)) == .ignore)
        #expect(state.received(answer: RequestID(1)) == .ignore)
        #expect(state.close() == [])
    }
}
