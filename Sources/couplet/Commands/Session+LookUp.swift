import Coordinator
import Foundation
import Model
import PluginProtocol
import RemoteSystems
import SyncStore

extension Session {
    /// The labels of records, read from both systems; where that can't be done, one line says why.
    ///
    /// A person who asks what is wrong is answered in any case: with ids, when the systems can't be asked.
    func labels(of records: [RecordReference]) async -> RecordLabels {
        var labels = RecordLabels()
        do {
            let configuration = try readConfiguration()
            let shelf = try PluginFolders(configuration: configuration).shelf()
            labels = try await withRemotes(configuration) { remotes in
                await LabelReader(shelf: shelf, remotes: remotes).labels(of: records)
            }
        } catch {
            remark(ErrorReport(error, language: language).sentence.line.harmless)
        }
        for side in Side.allCases {
            guard let problem = labels.failures[side] else { continue }
            remark(sentences.idsInstead(side, problem).harmless)
        }
        return labels
    }

    /// The records that a number or a name means, of one entity or of all.
    ///
    /// Throws `CommandError.noSuchRecord` when there is none.
    func lookUp(_ word: String, entity: EntityName?) async throws -> [RecordReference] {
        let configuration = try readConfiguration()
        let plugins = try PluginFolders(configuration: configuration).shelf().plugins
            .filter { entity == nil || $0.manifest.entity == entity }
        let found = try await withRemotes(configuration) { remotes in
            for kind in LookUp.Kind.allCases {
                let found = try await LookUp(remotes: remotes, kind: kind).records(word, of: plugins)
                if !found.isEmpty { return found }
            }
            return []
        }
        guard !found.isEmpty else { throw CommandError.noSuchRecord(word) }
        return found
    }
}

/// Looks for records by what people call them.
private struct LookUp: Sendable {
    /// A number says more than a name.
    enum Kind: CaseIterable { case number, name }

    let remotes: Sided<any RemoteSystem>
    let kind: Kind

    /// The records that a word means: in the ERP, where numbers are given, then in the CRM.
    func records(_ word: String, of plugins: [InstalledPlugin]) async throws -> [RecordReference] {
        for side in Side.allCases {
            let found = try await withThrowingTaskGroup(of: [RecordReference].self) { group in
                for plugin in plugins { group.addTask { try await records(word, of: plugin.manifest, on: side) } }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            if !found.isEmpty { return found.sorted { $0.entity < $1.entity } }
        }
        return []
    }

    private func records(_ word: String, of manifest: Manifest, on side: Side) async throws -> [RecordReference] {
        let table = try await remotes[side].table(for: manifest.declarations[side])
        // The values of a choice can't be searched, and have no number of their own.
        guard table.declaration.choice == nil else { return [] }
        let fields = LabelFields(table)
        var field: FieldName?
        switch kind {
        case .number: field = fields.number
        case .name: field = fields.names.first
        }
        guard let field else { return [] }
        let criteria = Fields([Fields.Element(field, .text(word))])
        do {
            return try await remotes[side].find(in: table, where: criteria, reading: [field], limit: 5).map {
                RecordReference(entity: manifest.entity, side: side, id: $0.id)
            }
        } catch is CriteriaFailure {
            // No record goes by a word that can't be asked for.
            return []
        }
    }
}
