import Model
import RemoteSystems
import Synchronization
import TestSupport
import Testing

@testable import Simulation

/// What the oracles of the histories must find: each is planted by hand.
@Suite("The oracles")
struct OracleTests {
    private let world: World

    init() throws { world = try World(Company(seed: 1), trace: Trace(keepsLines: false)) }

    private func plant(_ number: String, on side: Side, _ author: LedgerEntry.Author) -> RecordID {
        let time = world.thread.clock.look()
        return world.systems[side].state.withLock { state in
            state.insert(
                Office.customers, key: nil, ["number": .text(number), "name": "Name"], author, at: time, on: side)
        }
    }

    private func findings() async throws -> [String] {
        let world = world
        return try await onItsThread {
            let findings = try Judge(world).findings()
            try world.place.remove()
            return findings
        }
    }

    @Test("are content with a record that was copied once")
    func copiedOnce() async throws {
        _ = plant("1", on: .crm, .person)
        _ = plant("1", on: .erp, .couplet)
        #expect(try await findings() == [])
    }

    @Test("find a record that Couplet made twice", arguments: Side.allCases)
    func duplicate(on side: Side) async throws {
        _ = plant("1", on: side.opposite, .person)
        for _ in 1...2 { _ = plant("1", on: side, .couplet) }
        #expect(try await findings() == ["P1: customers 1 was there twice on \(side)"])
    }

    @Test("find a record that Couplet made beside one of people, of two that people made on both sides")
    func duplicateOfTwins() async throws {
        for side in Side.allCases { _ = plant("1", on: side, .person) }
        _ = plant("1", on: .erp, .couplet)
        #expect(try await findings() == ["P1: customers 1 was there twice on erp"])
    }

    @Test("find a record that was there twice, though somebody took one of the two away since")
    func duplicateThatWasCleared() async throws {
        _ = plant("1", on: .crm, .person)
        _ = plant("1", on: .erp, .couplet)
        let second = plant("1", on: .erp, .couplet)
        world.systems.erp.delete(second, of: Office.customers)
        #expect(try await findings() == ["P1: customers 1 was there twice on erp"])
    }

    @Test("find a write over what Couplet had never read")
    func blindWrite() async throws {
        let copy = try plantedCopy()
        let time = world.thread.clock.look()
        world.systems.erp.state.withLock {
            $0.change(Office.customers, copy, ["phone": "2"], .couplet, at: time, on: .erp)
        }
        #expect(try await findings().contains("P2: customers 1 was written over on erp as nobody had read it"))
    }

    private func plantedCopy() throws -> RecordID {
        _ = plant("1", on: .crm, .person)
        return plant("1", on: .erp, .couplet)
    }

    @Test("count what lands late for the run that sent it, and for none that began since")
    func lateLanding() throws {
        let view = LedgerView(world)
        let now = world.thread.clock.look()
        let write = RemoteWrite(.create(key: nil), fields: ["number": "1"], returning: [])
        world.systems.erp.state.withLock { state in
            state.late.append((due: now, table: Office.customers, write: write, run: 0))
        }
        world.systems.erp.beginRun(1)
        world.systems.erp.land()
        #expect(world.systems.erp.ledger.map(\.run) == [0])
        #expect(view.writes(since: world).isEmpty)
        _ = plant("2", on: .erp, .couplet)
        #expect(view.writes(since: world).map(\.run) == [1])
        try world.place.remove()
    }

    @Test("find a record that never arrived")
    func missing() async throws {
        _ = plant("1", on: .crm, .person)
        #expect(try await findings() == ["P1: customers 1 is missing on erp"])
    }
}
