import ArgumentParser
import Coordinator
import Foundation
import JSON
import Model
import PluginProtocol
import RemoteSystems

/// `couplet plugin new NAME`: writes a plugin for two tables that both systems have.
struct PluginNew: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "new",
            abstract: Help.said(
                "Writes a plugin for two tables, with a proposed field map.",
                "Écrit un module pour deux tables, avec une correspondance proposée."),
            discussion: Help.said(
                """
                Without --kind, it is a field map without code. The metadata of both systems are read, and fields of like names and types are paired. The folder that is written passes \
                couplet plugin test as it is; look at its map before you install it. On a terminal, tables that are not named are asked for.
                """,
                """
                Sans --kind, c'est une correspondance sans code. Les métadonnées des deux systèmes sont lues, et les champs de noms et de types semblables sont mis en paires. Le dossier \
                écrit passe couplet plugin test tel quel ; regardez sa correspondance avant de l'installer. Sur un terminal, les tables \
                qui ne sont pas nommées sont demandées.
                """))
    }

    @OptionGroup var options: CommonOptions

    @Argument(
        help: .said("The name of the plugin and its entity.", "Le nom du module et de son entité.", valueName: "name"))
    var name: String

    @Option(
        help: .said(
            "The entity set in Business Central, such as vendors or publisher/group/v1.0/gadgets.",
            "L'ensemble d'entités dans Business Central, comme vendors ou editeur/groupe/v1.0/gadgets.",
            valueName: "set"))
    var erp: String?

    @Option(
        help: .said(
            "The table in Dataverse, by its logical name.", "La table dans Dataverse, par son nom logique.",
            valueName: "table"))
    var crm: String?

    @Option(
        help: .said(
            "Two fields that belong together, ERP=CRM; may be repeated.",
            "Deux champs qui vont ensemble, ERP=CRM ; peut être répété.", valueName: "pair"))
    var field: [String] = []

    @Option(
        help: .said(
            "What it is made of: map (no code), python or swift.",
            "De quoi il est fait : map (sans code), python ou swift.", valueName: "kind"))
    var kind = PluginKind.map

    @Option(
        help: .said(
            "Where Couplet's package is, for a plugin in Swift: a path or an address.",
            "Où est le paquet de Couplet, pour un module en Swift : un chemin ou une adresse.", valueName: "path"))
    var package: String?

    func run() async throws {
        let session = try Session(options)
        try await session.reporting {
            guard let entity = EntityName(name) else { throw PluginCommandError.notAName(name) }
            guard !FileManager.default.fileExists(atPath: name) else { throw PluginCommandError.exists(name) }
            let package = try couplet()
            let erp = try named(self.erp, "--erp", session)
            let crm = try named(self.crm, "--crm", session)
            let template = try await draft(entity, erp, crm, session)
            try write(kind.files(for: template, package: package))
            if options.json {
                session.console.print(
                    ([
                        "folder": .string(name), "fields": .whole(template.proposal.lines.count),
                        "key": .optional(template.proposal.key.first?.erp.name),
                    ] as JSONValue).line)
            } else {
                for line in template.proposal.lines {
                    session.console.print("    " + line.erp.name.padded(to: 24) + " " + line.crm.name)
                }
                session.console.print(session.pluginWords.written(name, template.proposal.lines.count, kind))
            }
            return ExitCodes.complete
        }
    }

    private func named(_ word: String?, _ option: String, _ session: Session) throws -> String {
        if let word { return word }
        guard isatty(STDIN_FILENO) == 1, session.console.isTerminal else {
            throw PluginCommandError.tableNotNamed(option)
        }
        session.console.say(session.pluginWords.whichTable(option))
        guard let word = readLine(), !word.isEmpty else { throw PluginCommandError.tableNotNamed(option) }
        return word
    }

    /// Where Couplet's package is: as it was named, from here, else whence the command was built; nothing where no plugin needs it.
    private func couplet() throws -> String {
        guard kind == .swift else { return "" }
        if let package {
            return SwiftTemplate.isAddress(package) ? package : URL(fileURLWithPath: package).standardizedFileURL.path
        }
        guard let folder = PluginFolders.package else { throw PluginCommandError.noPackage }
        return folder
    }

    private func draft(
        _ entity: EntityName, _ erp: String, _ crm: String, _ session: Session
    ) async throws -> PluginDraft {
        let words = erp.split(separator: "/").map(String.init)
        let (path, set) = (words.dropLast().joined(separator: "/"), words.last ?? erp)
        let erpTable = TableDeclaration(
            table: set, routes: [.init(kind: path.isEmpty ? .standard : .custom, path: path, set: set)], key: "id")
        let crmTable = TableDeclaration(
            table: crm, routes: [.init(kind: .standard, path: "", set: crm)], key: "")
        let tables = try await session.withRemotes(try session.readConfiguration()) { remotes in
            Sided(
                erp: try await remotes.erp.table(for: erpTable), crm: try await remotes.crm.table(for: crmTable))
        }
        let metadata = Sided { tables[$0].metadata }
        let proposal = try MapProposal(metadata, named: try field.map(pair))
        guard !proposal.lines.isEmpty, !proposal.key.isEmpty else {
            throw PluginCommandError.nothingInCommon(set, crm)
        }
        return PluginDraft(
            entity: entity, proposal: proposal, metadata: metadata, erp: (path, set, "id"),
            crm: (tables.crm.route.set, tables.crm.declaration.key))
    }

    /// The two fields that a person named.
    private func pair(_ text: String) throws -> Sided<FieldName> {
        let words = text.split(separator: "=", omittingEmptySubsequences: false).map(String.init)
        guard words.count == 2, !words.contains("") else { throw PluginCommandError.notAPair(text, .form) }
        return Sided(erp: words[0], crm: words[1])
    }

    /// Writes all into a hidden folder, which gets its name when nothing is missing.
    private func write(_ files: [TemplateFile]) throws {
        let staging = ".\(name).new"
        do {
            do {
                if FileManager.default.fileExists(atPath: staging) {
                    try FileManager.default.removeItem(atPath: staging)
                }
                try fill(staging, with: files)
                try FileManager.default.moveItem(atPath: staging, toPath: name)
            } catch let error as PluginCommandError {
                throw error
            } catch {
                throw PluginCommandError.unwritable(name, error.systemNumber)
            }
        } catch {
            // What stays behind is hidden, and goes before the next one; the reason for leaving counts more.
            try? FileManager.default.removeItem(atPath: staging)
            throw error
        }
    }

    private func fill(_ staging: String, with files: [TemplateFile]) throws {
        for file in files {
            let path = "\(staging)/\(file.path)"
            let folder = path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o755])
            try PackedManifest.write(file.text, to: path)
            if file.isExecutable { chmod(path, 0o755) }
        }
        guard kind == .map else { return }
        guard let program = PluginFolders.beside(MapTemplate.program) else {
            throw PluginCommandError.noStockExecutable
        }
        let path = "\(staging)/\(MapTemplate.program)"
        try FileManager.default.copyItem(atPath: program, toPath: path)
        chmod(path, 0o755)
    }
}
