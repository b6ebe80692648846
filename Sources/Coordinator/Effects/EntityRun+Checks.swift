import Model
import PluginProtocol
import RemoteSystems
import SyncStore

extension EntityRun {
    /// What turns the decisions of a batch into writes.
    func planner(for works: [BatchWork]) async throws -> WritePlanner {
        WritePlanner(
            shape: shape, hasher: environment.hasher, keys: environment.keys,
            generations: try await generations(of: works))
    }

    /// The generations of records that were coupled before: they are created under another key than last time.
    private func generations(of works: [BatchWork]) async throws -> [RecordID: Int] {
        guard !guards.isFirstRun || guards.couplings > 0 else { return [:] }
        let joining = works.filter { $0.joins && $0.nominee.coupling == nil }.compactMap { $0.nominee.sides.erp.id }
        return joining.isEmpty ? [:] : try await environment.store.generations(of: shape.entity, erp: joining)
    }

    /// Uncoupled pairs one of whose records was coupled since, or is being coupled by another decision.
    func markOvertaken(_ works: inout [BatchWork]) async throws {
        let joining = works.indices.filter { works[$0].joins }
        guard !joining.isEmpty else { return }
        // Claimed first, read then: who claims later sees what was committed before.
        for index in joining { claim(&works[index]) }
        for side in Side.allCases {
            let ids = joining.compactMap { works[$0].nominee.sides[side].id }
            let coupled = try await reader.couplings(side, ids)
            for index in joining {
                guard let id = works[index].nominee.sides[side].id else { continue }
                if let coupling = coupled[id] {
                    if coupling.id != works[index].nominee.coupling?.id { works[index].isOvertaken = true }
                } else if try await reader.isPlanned(side, id) {
                    works[index].isOvertaken = true
                }
            }
        }
    }

    private func claim(_ work: inout BatchWork) {
        for side in Side.allCases {
            guard let id = work.nominee.sides[side].id else { continue }
            if doubtful[side].contains(id) { work.isOvertaken = true }
            if claimed[side].insert(id).inserted { work.claims[side] = id } else { work.isOvertaken = true }
        }
    }

    func release(_ works: [BatchWork]) {
        for work in works {
            for side in Side.allCases {
                if let id = work.claims[side] { claimed[side].remove(id) }
            }
        }
    }

    /// Pairs whose values went back and forth between the two systems without rest are set aside.
    func markOscillating(_ works: inout [BatchWork]) async throws {
        guard mode == .incremental else { return }
        for index in works.indices where works[index].nominee.coupling != nil {
            guard case .update(let side, _) = works[index].decision.action,
                let id = works[index].nominee.sides[side].id
            else { continue }
            let history = try await environment.store.history(
                of: shape.entity, id: id, limit: Oscillation.entries)
            let groups = Sided { side in
                shape.groups[side].merging([LineText.group: LineText.group]) { first, _ in first }
            }
            let oscillation = Oscillation(groups: groups, now: environment.now())
            let written = works[index].written(to: side)
            guard oscillation.isFound(in: history, writing: written, to: side) else { continue }
            works[index].decision.replace(.setAside(Problem(.oscillating, field: written.first, side: side)))
        }
    }
}

extension BatchWork {
    /// Whether the decision makes a coupling.
    fileprivate var joins: Bool {
        switch decision.action {
        case .create: true
        case .update, .updateBoth, .couple: nominee.coupling == nil
        case .none, .delete, .uncouple, .setAside, .wait: false
        }
    }
}
