package import Foundation

/// All tables of both systems.
package struct DefinitionLibrary: Sendable {
    /// The definitions, by system and in the order of their tables' names.
    package let definitions: [EntityDefinition]

    /// Takes over definitions.
    package init(_ definitions: [EntityDefinition]) {
        self.definitions = definitions.sorted { ($0.system.rawValue, $0.table) < ($1.system.rawValue, $1.table) }
    }

    /// Reads every `.json` file below a folder.
    ///
    /// Throws `DefinitionError` naming the file that can't be read, or that defines a table a second time.
    package init(folder: URL) throws {
        let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
        var read: [EntityDefinition] = []
        while let file = files?.nextObject() as? URL {
            guard file.pathExtension == "json" else { continue }
            do {
                read.append(try JSONDecoder().decode(EntityDefinition.self, from: try Data(contentsOf: file)))
            } catch {
                throw DefinitionError.unreadable(file: file.lastPathComponent, cause: "\(error)")
            }
        }
        self.init(read)
        for (one, next) in zip(definitions, definitions.dropFirst())
        where one.system == next.system && one.table == next.table { throw DefinitionError.twice(table: one.table) }
    }

    /// The definitions that come with the sandbox.
    package static func bundled() throws -> DefinitionLibrary {
        guard let folder = Bundle.module.url(forResource: "Data", withExtension: nil) else {
            throw DefinitionError.missing
        }
        return try DefinitionLibrary(folder: folder)
    }

    /// The tables of a system.
    package func tables(of system: SandboxSystem) -> [EntityDefinition] { definitions.filter { $0.system == system } }
}
