#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
import Model
import PluginProtocol
import RemoteSystems
import SyncStore

extension EntityRun {
    /// Sends the writes of both sides at once.
    ///
    /// A create under a key that we chose is repeated when it was not answered: that changes nothing.
    func send(_ writes: [PlannedWrite], notAfter: Date) async -> [WriteResult] {
        var results = [WriteResult](repeating: .notSent(Problem(.unavailable)), count: writes.count)
        let bySide = Sided { side in writes.indices.filter { writes[$0].side == side } }
        async let erp = send(bySide.erp.map { writes[$0] }, to: .erp, notAfter)
        async let crm = send(bySide.crm.map { writes[$0] }, to: .crm, notAfter)
        let answers = Sided(erp: await erp, crm: await crm)
        for side in Side.allCases {
            for (index, answer) in zip(bySide[side], answers[side]) { results[index] = answer }
        }
        let repeatable = writes.indices.filter {
            if case .inDoubt = results[$0], case .createKeyed = writes[$0].intent.operation { true } else { false }
        }
        if !repeatable.isEmpty {
            let again = await send(repeatable.map { writes[$0] }, to: .crm, notAfter)
            for (index, answer) in zip(repeatable, again) {
                switch answer {
                case .done, .exists: results[index] = answer
                // Whatever became of the repetition, the first attempt may land still.
                case .versionChanged, .gone, .refused, .notSent, .inDoubt: continue
                }
            }
        }
        return results
    }

    /// Throws nothing: a call that failed as a whole sent nothing, and each of its writes says so.
    func send(_ writes: [PlannedWrite], to side: Side, _ notAfter: Date) async -> [WriteResult] {
        guard !writes.isEmpty else { return [] }
        do {
            return try await environment.remotes[side].write(
                writes.map(\.write), to: shape.tables[side], notAfter: notAfter)
        } catch {
            return writes.map { _ in .notSent(Problem(ending: error)) }
        }
    }

    /// Creates that met a record under our key: an earlier attempt of ours.
    ///
    /// It is taken over as the attempt that it resembles most left it.
    func adoptExisting(_ works: inout [BatchWork]) async throws {
        var met: [Int: RecordID] = [:]
        for index in works.indices {
            for (_, result) in works[index].results {
                if case .exists(let id) = result { met[index] = id }
            }
        }
        guard !met.isEmpty else { return }
        let records = try await reader.seen(.crm, Array(met.values))
        let settling = Settling(shape: shape, mayStillLand: true)
        for (index, id) in met {
            if records[id] == nil, works[index].results.first?.planned.write.lines != nil {
                // Somebody deleted it just now; or not its key was taken, but that of one of its lines.
                guard works[index].nominee.isTriedOut else { continue }
                let problem = Problem(.refusedByRule, ["lineKey"], side: .crm)
                works[index].results = works[index].results.map { ($0.planned, .refused(problem)) }
                continue
            }
            guard let seen = records[id], let source = works[index].nominee.sides.erp.id,
                let intent = works[index].results.first?.planned.intent
            else { continue }
            let earlier = reader.attempts.creates(from: .erp, source)
            let made = settling.resembled(seen, earlier + [intent]) ?? intent
            if made == intent, settling.isUntouched(seen, by: intent) {
                works[index].results = works[index].results.map { ($0.planned, .done(seen.record)) }
                continue
            }
            let sourceBase = made.sourceBase ?? intent.sourceBase ?? shape.layouts.erp.emptyBase(version: nil)
            works[index].adopts = Coupling(
                ids: Sided(erp: source, crm: id), generation: intent.generation,
                bases: Sided(erp: sourceBase, crm: settling.base(of: seen, as: made)),
                lines: shape.lines?.couplings(after: made, made: seen.record.lines, asSent: true))
        }
    }
}
