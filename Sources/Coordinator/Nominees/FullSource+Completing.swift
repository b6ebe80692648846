import Model
import PluginProtocol
import RemoteSystems
import SyncStore

extension FullSource {
    /// Marks a reading whose fields were dropped, so that they are read again.
    func unwhole(_ reading: SideReading) -> SideReading {
        var reading = reading
        reading.hashes = nil
        return reading
    }

    /// What is left to be decided of some nominees, completed; `nil` when nothing is.
    func completed(_ nominees: [Nominee]) async throws -> [Nominee]? {
        guard !nominees.isEmpty else { return nil }
        let left = try await complete(nominees)
        return left.isEmpty ? nil : left
    }

    /// Reads again what was dropped, and adds what is stored as set aside.
    func complete(_ nominees: [Nominee]) async throws -> [Nominee] {
        var nominees = nominees
        for side in Side.allCases {
            let lacking = nominees.indices.filter {
                let reading = nominees[$0].sides[side]
                return reading.presence == .present && reading.hashes == nil
                    && (reading.isChanged || reading.change == .unknown)
            }
            let read = try await reader.records(side, lacking.compactMap { nominees[$0].sides[side].id })
            for index in lacking {
                guard let id = nominees[index].sides[side].id else { continue }
                if let record = read[id] {
                    nominees[index].sides[side] = reader.reading(
                        of: record, on: side, coupling: nominees[index].coupling, belief: belief)
                } else if nominees[index].coupling != nil {
                    nominees[index].sides[side] = SideReading(presence: .deleted, id: id)
                } else {
                    nominees[index].sides[side] = .absent
                    nominees[index].match = nil
                }
                nominees[index].tellEdits()
            }
            // Set-asides of an entity that never completed a run are few: their records are met again here.
            let ids = nominees.compactMap { $0.sides[side].id }
            let asides = isFirstRun && couplings == 0 ? [:] : try await reader.asides(side, ids)
            for index in nominees.indices {
                if let id = nominees[index].sides[side].id, let aside = asides[id] { nominees[index].note(aside) }
            }
        }
        try await reader.noteReferences(of: &nominees)
        let doubtful = nominees.indices.filter { index in
            (nominees[index].aside != nil || nominees[index].hasLeft) && nominees[index].coupling != nil
                && Side.allCases.contains { nominees[index].sides[$0].hashes == nil }
        }
        if !doubtful.isEmpty {
            let anew = try await reader.pairs(doubtful.map { nominees[$0] }, belief: belief)
            found.clearAsides(of: doubtful.map { nominees[$0] }, goneFrom: anew)
            nominees.replace(doubtful, by: anew)
        }
        for row in nominees.compactMap(\.coupling?.id) { nominated.insert(row) }
        for aside in nominees.compactMap(\.aside) { handedOut[aside.subject] = aside }
        let left = nominees.filter { nominee in
            nominee.coupling != nil || Side.allCases.contains { nominee.sides[$0].presence == .present }
        }
        return try await reader.withoutSurvivors(left, noting: &found)
    }

    /// Coupled pairs that something is set aside for though nothing about them differs: it is over when the change was taken back.
    func noted() async throws -> [Nominee] {
        guard couplings > 0 else { return [] }
        let asides = try await reader.store.asides(of: reader.shape.entity, limit: .max).filter { aside in
            guard aside.isProblem, case .coupling(let row) = aside.subject else { return false }
            return !nominated.contains(row) && !made.contains(row)
        }
        guard !asides.isEmpty else { return [] }
        handled.formUnion(asides.map(\.subject))
        let read = try await RetryReader(reader: reader).nominees(of: asides)
        found.add(read.findings)
        return read.nominees
    }

    /// Couplings of which a side was not listed: asked for by id, since a listing that shifts while it is read can miss a record.
    func unseen(_ page: [Coupling]) async throws -> [Nominee] {
        let missing = page.filter { coupling in
            guard let row = coupling.id, !made.contains(row) else { return false }
            return !memory.seen.contains(row) || !streamedRows.contains(row)
        }
        guard !missing.isEmpty else { return [] }
        let wanted = missing.map { coupling in
            Nominee(coupling: coupling, sides: Sided { reader.unread($0, of: coupling) }, cause: .both)
        }
        for coupling in missing { if let row = coupling.id { _ = memory.take(coupled: row) } }
        let read = try await reader.pairs(wanted, belief: belief)
        return try await complete(read.compactMap(\.self)).filter { nominee in
            Side.allCases.contains { nominee.sides[$0].isChanged }
        }
        .map { nominee in
            var nominee = nominee
            let changed = Side.allCases.filter { nominee.sides[$0].isChanged }
            let cause: RecordPair.Cause = changed.count == 2 ? .both : changed == [.erp] ? .erpChanged : .crmChanged
            nominee.cause = belief.comparesContents ? .verify : cause
            return nominee
        }
    }
}
