import Coordinator
import Foundation
import Model
import PluginProtocol
import SyncStore
import Testing

@Suite("What is said of a record that others refer to")
struct ReferenceStateTests {
    private let world = RunsWorld()

    /// What the host answers about customers when contacts run.
    private func states(of ids: [RecordID]) async throws -> [CouplingsResolve.State] {
        let states = Answers()
        world.drivers.onAnswers("contacts") { parameters, host in
            let references = ids.map { RecordReference(entity: "customers", side: .erp, id: $0) }
            let answer = try await host.resolve(.init(runID: parameters.runID, references: references))
            await states.keep(answer.states)
        }
        await world.table("contacts", .erp).create(["number": "K99", "customer": "nobody", "phone": "1"])
        try await world.run()
        return await states.kept
    }

    private actor Answers {
        private(set) var kept: [CouplingsResolve.State] = []
        func keep(_ states: [CouplingsResolve.State]) { kept = states }
    }

    @Test("coupled, set aside, waiting itself, left out by the filter, not there at all")
    func each() async throws {
        let coupled = try #require(await world.fill(customers: 1).first)
        try await world.run()
        let customers = world.table("customers", .erp)
        let conflict = await customers.create(["number": "", "phone": "1"])
        let nameless = await world.table("currencies", .erp).create(["number": ""])
        let waiting = await customers.create(["number": "C2", "currency": .text(nameless.text), "phone": "1"])
        let outside = await customers.create(["number": "C3", "note": "outside", "phone": "1"])
        let partner = try #require(await world.table("customers", .crm).rows.keys.first)
        let states = try await states(of: [coupled, conflict, waiting, outside, RecordID("nobody")])
        #expect(states == [.coupled(partner), .skipped, .waiting, .outOfScope, .missing])
    }

    @Test("before an entity was through all of its records once, nobody says that one of them is not there")
    func unheard() async throws {
        await world.table("customers", .erp).create(["number": "C1", "phone": "1"])
        world.drivers.onRun("customers") { _ in throw PluginFailure(Problem(.pluginCrashed)) }
        #expect(try await states(of: [RecordID("nobody")]).allSatisfy { $0 == .waiting })
    }

    @Test("a record that refers to one that is not there is set aside and says so; it does not wait for ever")
    func gone() async throws {
        _ = await world.fill(customers: 1)
        try await world.run()
        await world.table("contacts", .erp).create(["number": "K7", "customer": "nobody", "phone": "1"])
        try await world.run()
        let asides = await world.store.asides(of: "contacts", limit: 9)
        #expect(asides.map(\.cause) == [.problem(Problem(.gone, ["customers"], field: "customer", side: .erp))])
    }
}
