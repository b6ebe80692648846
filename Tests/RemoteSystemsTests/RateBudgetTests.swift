import Testing

@testable import RemoteSystems

@Suite("The rate budget")
struct RateBudgetTests {
    private func budget(requests: Int = 100, concurrent: Int = 2) -> RateBudget {
        RateBudget(.init(requests: requests, window: .seconds(300), concurrent: concurrent))
    }

    @Test("five at once for Business Central, the sixth waits for an end")
    func concurrency() {
        var budget = budget(concurrent: 5)
        let tickets = (0..<6).map { _ in budget.arrive(in: "customers", at: .zero).ticket }
        #expect(tickets.map(budget.isRunning) == [true, true, true, true, true, false])
        #expect(budget.end(tickets[0], .free, at: .zero) == [tickets[5]])
    }

    @Test("the window slides: a request is possible again when one of it is old enough")
    func window() {
        var budget = budget(requests: 2, concurrent: 9)
        let first = budget.arrive(in: "a", at: .zero)
        _ = budget.arrive(in: "a", at: .seconds(100))
        _ = budget.end(first.ticket, .free, at: .seconds(100))
        let third = budget.arrive(in: "a", at: .seconds(200))
        #expect(third.starts.isEmpty)
        #expect(budget.nextLook(at: .seconds(200)) == .seconds(300))
        #expect(budget.look(at: .seconds(299)).isEmpty)
        #expect(budget.look(at: .seconds(300)) == [third.ticket])
    }

    @Test("a long queue of one entity leaves every other turn to another")
    func fairness() {
        var budget = budget(concurrent: 1)
        var running = budget.arrive(in: "customers", at: .zero).ticket
        let customers = (0..<3).map { _ in budget.arrive(in: "customers", at: .zero).ticket }
        let items = (0..<2).map { _ in budget.arrive(in: "items", at: .zero).ticket }
        var order: [RateBudget.Ticket] = []
        while let next = budget.end(running, .free, at: .zero).first {
            order.append(next)
            running = next
        }
        #expect(order == [customers[0], items[0], customers[1], items[1], customers[2]])
    }

    @Test("while the server asked for a pause nobody starts, and after it one goes first")
    func pause() {
        var budget = budget(concurrent: 3)
        let first = budget.arrive(in: "a", at: .zero).ticket
        #expect(budget.end(first, .throttled(.seconds(10)), at: .zero).isEmpty)
        let waiting = (0..<3).map { _ in budget.arrive(in: "a", at: .seconds(1)).ticket }
        #expect(waiting.allSatisfy { !budget.isRunning($0) })
        #expect(budget.look(at: .seconds(10)) == [waiting[0]])
        #expect(budget.end(waiting[0], .free, at: .seconds(11)) == [waiting[1], waiting[2]])
    }

    @Test("who gives up while waiting or before it started takes no place")
    func leaving() {
        var budget = budget(concurrent: 1)
        let running = budget.arrive(in: "a", at: .zero).ticket
        let quitter = budget.arrive(in: "a", at: .zero).ticket
        let patient = budget.arrive(in: "b", at: .zero).ticket
        #expect(budget.leave(quitter, at: .zero).isEmpty)
        #expect(budget.leave(running, at: .zero) == [patient])
    }

    @Test("whatever happens, no limit is passed and nobody is forgotten", arguments: 0..<200)
    func law(seed: UInt64) {
        var random = SplitMix(seed: seed)
        var budget = budget(requests: 20, concurrent: 3)
        var now: Duration = .zero
        var waiting: Set<RateBudget.Ticket> = []
        var running: Set<RateBudget.Ticket> = []
        var starts: [Duration] = []
        var pausedUntil: Duration = .zero
        func started(_ tickets: [RateBudget.Ticket]) {
            for ticket in tickets {
                #expect(waiting.remove(ticket) != nil)
                #expect(now >= pausedUntil)
                running.insert(ticket)
                starts.append(now)
            }
            #expect(running.count <= 3)
            #expect(starts.filter { $0 > now - .seconds(300) }.count <= 20)
        }
        for _ in 0..<300 {
            switch Int.random(in: 0..<6, using: &random) {
            case 0, 1:
                let arrived = budget.arrive(in: "\(Int.random(in: 0..<3, using: &random))", at: now)
                waiting.insert(arrived.ticket)
                started(arrived.starts)
            case 2, 3:
                guard let ticket = running.randomElement(using: &random) else { break }
                running.remove(ticket)
                if Int.random(in: 0..<8, using: &random) == 0 {
                    pausedUntil = max(pausedUntil, now + .seconds(5))
                    started(budget.end(ticket, .throttled(.seconds(5)), at: now))
                } else {
                    started(budget.end(ticket, .free, at: now))
                }
            case 4:
                guard let ticket = waiting.randomElement(using: &random) else { break }
                waiting.remove(ticket)
                started(budget.leave(ticket, at: now))
            default:
                now += .seconds(Int.random(in: 0..<30, using: &random))
                started(budget.look(at: now))
            }
        }
        // In the end everybody gets through.
        for _ in 0..<2_000 where !waiting.isEmpty || !running.isEmpty {
            if let ticket = running.first {
                running.remove(ticket)
                started(budget.end(ticket, .free, at: now))
            }
            now += .seconds(1)
            started(budget.look(at: now))
        }
        #expect(waiting.isEmpty)
        #expect(budget.isIdle)
    }
}
