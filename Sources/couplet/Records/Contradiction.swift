import Coordinator
import JSON
import Model
import PluginProtocol
import RemoteSystems
import SyncStore

/// A field that both sides changed differently, with what stands on each side now.
struct Contradiction: Sendable, Hashable {
    /// The field on each side.
    var fields: Sided<FieldName>
    /// What stands there, read a moment ago; `nil` where the record is gone.
    var values: Sided<FieldValue?>
}

/// Reads what stands on both sides of conflicts, beside whatever run owns the store: it starts no plugin, and stores nothing.
struct ContradictionReader: Sendable {
    let store: any SyncStore
    let shelf: PluginShelf
    let remotes: Sided<any RemoteSystem>

    /// What stands on both sides of a pair that is set aside for a conflict, field by field; empty when it is no conflict.
    ///
    /// Which fields belong to a group the plugin said when it was last asked: it found the conflict with that.
    func contradictions(in aside: Aside) async throws -> [Contradiction] {
        guard case .problem(let problem) = aside.cause, problem.code == .conflict,
            let plugin = shelf.plugin(for: aside.entity), let erp = aside.ids.erp, let crm = aside.ids.crm,
            let said = try await store.description(of: aside.entity, digest: nil),
            // What another version of Couplet kept may be of another form; the next run asks anew.
            let description = try? JSON.decode(EntityDescription.self, from: said)
        else { return [] }
        let fields = description.fields.compactMap { field -> Sided<FieldName>? in
            guard problem.arguments.contains(field.group), let erp = field.erp, let crm = field.crm else { return nil }
            return Sided(erp: erp, crm: crm)
        }
        async let there = values(of: erp, on: .erp, plugin, fields.map(\.erp))
        async let here = values(of: crm, on: .crm, plugin, fields.map(\.crm))
        let records = try await Sided(erp: there, crm: here)
        return fields.map { names in Contradiction(fields: names, values: Sided { records[$0]?[names[$0]] }) }
    }

    private func values(
        of id: RecordID, on side: Side, _ plugin: InstalledPlugin, _ fields: [FieldName]
    ) async throws -> Fields? {
        let table = try await remotes[side].table(for: plugin.manifest.declarations[side])
        return try await remotes[side].records([id], of: table, reading: fields)[id]?.fields
    }
}

extension Session {
    /// The lines that show the two sides of a conflict beside each other.
    func lines(_ contradictions: [Contradiction]) -> [String] {
        guard !contradictions.isEmpty else { return [] }
        var table = Table(
            ["", Side.erp.product, Side.crm.product].map { Table.Column(title: $0) })
        for contradiction in contradictions {
            let names = contradiction.fields
            let name = names.erp == names.crm ? names.erp : "\(names.erp) / \(names.crm)"
            table.append([name] + Side.allCases.map { contradiction.values[$0].map(words.shown) ?? "" })
        }
        return table.lines().map { "    " + $0 }
    }
}
