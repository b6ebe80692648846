import Model
import PluginProtocol
import RemoteSystems
import SyncStore

/// A system that lists by stamps delivers a row that is modified meanwhile once more at the end, and says with the position that it was
/// read: nobody else delivers this edit.
extension FullSource {
    /// Notes a record that the listing delivers once more.
    ///
    /// The version that a coupling has is known already: mostly it is our own write that comes again.
    func noteRepeated(_ record: RemoteRecord, _ coupling: Coupling?, of side: Side) {
        if let version = record.version, coupling?.bases[side].version == version { return }
        guard repeated[side].count < limits.repeated else {
            overrun.insert(side)
            return
        }
        repeated[side].append(record.id)
    }

    /// The records that came again, as they are now, against what was stored since.
    func again() async throws -> [Nominee] {
        while let side = Side.allCases.first(where: { !repeated[$0].isEmpty }) {
            let ids = Array(repeated[side].prefix(limits.batch)).unique()
            let nominees = try await open(ids, on: side)
            repeated[side].removeFirst(min(limits.batch, repeated[side].count))
            if !nominees.isEmpty { return nominees }
        }
        return []
    }

    /// What of some records must be decided about: coupled ones that differ from their base, and those that belong to nobody.
    private func open(_ ids: [RecordID], on side: Side) async throws -> [Nominee] {
        let wanted = ids.map { id in
            var sides = Sided(erp: SideReading.absent, crm: .absent)
            sides[side].id = id
            return Nominee(sides: sides, cause: side == .erp ? .erpChanged : .crmChanged)
        }
        let asides = try await reader.asides(side, ids)
        let read = try await reader.pairs(wanted)
        found.clearAsides(
            of: wanted.map { nominee in
                var nominee = nominee
                nominee.aside = nominee.sides[side].id.flatMap { asides[$0] }
                return nominee
            }, goneFrom: read)
        let open = read.compactMap(\.self).filter { nominee in
            // A plan has decided about it by what it was.
            if reader.overlay != nil { return nominee.coupling?.id.map { !nominated.contains($0) } ?? false }
            return nominee.coupling == nil || Side.allCases.contains { nominee.sides[$0].isChanged }
        }
        let noted = open.map { nominee in
            var nominee = nominee
            let changed = Side.allCases.filter { nominee.sides[$0].isChanged }
            if nominee.coupling != nil, changed.count == 2 { nominee.cause = .both }
            nominee.note(nominee.sides[side].id.flatMap { asides[$0] })
            return nominee
        }
        return try await Matcher(reader: reader).match(
            try await reader.withoutSurvivors(noted, noting: &found))
    }
}
