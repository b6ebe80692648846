import Coordinator
import Model
import PluginProtocol
import RemoteSystems

extension Session {
    /// The fields by which people know a record of the ERP, the first that its table has.
    private static let keys: [FieldName] = ["number", "code"]

    /// The records that a number means in the ERP, of one entity or of all.
    func lookUp(number: String, entity: EntityName?) async throws -> [RecordID] {
        let configuration = try readConfiguration()
        let plugins = try PluginFolders(configuration: configuration).shelf().plugins
            .filter { entity == nil || $0.manifest.entity == entity }
        let found = try await withRemotes(configuration) { remotes in
            var found: [RecordID] = []
            for plugin in plugins {
                let table = try await remotes.erp.table(for: plugin.manifest.declarations.erp)
                guard let key = Self.keys.first(where: { name in table.fields.contains { $0.name == name } }) else {
                    continue
                }
                let criteria = Fields([Fields.Element(key, .text(number))])
                found += try await remotes.erp.find(in: table, where: criteria, reading: [key], limit: 2).map(\.id)
            }
            return found
        }
        guard !found.isEmpty else { throw CommandError.noSuchRecord(number) }
        return found
    }
}
