import Availability
import JSON
import Model
import Yams

/// Reads one YAML document strictly: every key is known, every value has the right kind, and an error names file and line.
struct ConfigurationReader {
    let path: String

    /// Reads the whole document.
    ///
    /// Relative paths in it are relative to `folder`.
    func read(_ text: String, folder: String) throws -> Configuration {
        let node: Node?
        do {
            node = try compose(yaml: text)
        } catch let error as YamlError {
            let (line, cause) = Self.malformed(error, in: text)
            throw ConfigurationError(path: path, line: line, reason: .notYAML(cause))
        }
        guard let node else { throw ConfigurationError(path: path, line: nil, reason: .missing("erp")) }
        let top = try Section(path: path, name: "", node: node)
        try top.allow([
            "erp", "crm", "store", "plugins", "guards", "entities", "certificateAuthority", "sideBySide", "sweepHours",
            "availability",
        ])
        let plugins = try top.optionalSection("plugins")
        try plugins?.allow(["folders", "launcher", "ownership"])
        func absolute(_ path: String) -> String { path.hasPrefix("/") ? path : folder + "/" + path }
        return Configuration(
            erp: try businessCentral(top.section("erp")),
            crm: try dataverse(top.section("crm")),
            store: absolute(try top.optionalText("store") ?? "couplet.sqlite"),
            pluginFolders: try plugins?.texts("folders", required: false).map(absolute) ?? [],
            launcher: try plugins.flatMap { try Launcher($0.texts("launcher", required: false)) } ?? .none,
            certificateAuthority: try top.optionalText("certificateAuthority").map(absolute),
            ownership: try plugins?.optionalChoice("ownership", among: ["person", "team"]) ?? "person",
            guards: try guards(top.optionalSection("guards")),
            entities: try entities(top.optionalSection("entities")),
            sideBySide: try top.optionalWhole("sideBySide", 1...64) ?? 4,
            sweepHours: try top.optionalWhole("sweepHours", 1...8760) ?? 24,
            availability: try availability(top.optionalSection("availability"), absolute),
            mappingFolder: absolute("mappings"))
    }

    /// Where a text stops being YAML, and why.
    private static func malformed(_ error: YamlError, in text: String) -> (line: Int?, ConfigurationError.Malformed) {
        switch error {
        case .scanner(_, _, let mark, _), .parser(_, _, let mark, _), .composer(_, _, let mark, _):
            let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
            let line = lines.indices.contains(mark.line - 1) ? lines[mark.line - 1] : ""
            return (mark.line, line.prefix { $0 == " " || $0 == "\t" }.contains("\t") ? .tab : .other)
        case .duplicatedKeysInMapping(let keys, let context):
            return (context.mark.line, .twice(Set(keys).sorted().joined(separator: ", ")))
        case .reader, .dataCouldNotBeDecoded: return (nil, .noText)
        case .no, .memory, .writer, .emitter, .representer: return (nil, .other)
        }
    }

    private func businessCentral(_ section: Section) throws -> Configuration.BusinessCentral {
        try section.allow(["system", "url", "company", "signIn"])
        _ = try section.choice("system", among: ["business-central"])
        return Configuration.BusinessCentral(
            url: try section.text("url"), company: try section.text("company"),
            signIn: try signIn(section.section("signIn"), scope: "https://api.businesscentral.dynamics.com/.default"))
    }

    private func dataverse(_ section: Section) throws -> Configuration.Dataverse {
        try section.allow(["system", "url", "signIn"])
        _ = try section.choice("system", among: ["dataverse"])
        let url = try section.text("url")
        return Configuration.Dataverse(
            url: url, signIn: try signIn(section.section("signIn"), scope: url + "/.default"))
    }

    private func signIn(_ section: Section, scope: String) throws -> Configuration.SignIn {
        try section.allow(["directory", "tokenURL", "client", "scope", "secret"])
        let tokenURL =
            if let url = try section.optionalText("tokenURL") { url } else {
                "https://login.microsoftonline.com/\(try section.text("directory"))/oauth2/v2.0/token"
            }
        return Configuration.SignIn(
            tokenURL: tokenURL, client: try section.text("client"), scope: try section.optionalText("scope") ?? scope,
            secret: try secret(section.section("secret")))
    }

    private func secret(_ secret: Section) throws -> Configuration.SecretSource {
        try secret.allow(["environment", "file", "command"])
        if let name = try secret.optionalText("environment") { return .environment(name) }
        if let file = try secret.optionalText("file") { return .file(file) }
        return .command(try secret.texts("command"))
    }

    private func availability(
        _ section: Section?, _ absolute: (String) -> String
    ) throws -> Configuration.Availability? {
        guard let section else { return nil }
        try section.allow(["user", "accessKey", "address", "port", "certificate"])
        let certificate = try section.optionalSection("certificate")
        try certificate?.allow(["chain", "key"])
        return Configuration.Availability(
            user: try section.text("user"), accessKey: try secret(section.section("accessKey")),
            address: ServiceAddress(
                host: try section.optionalText("address") ?? "127.0.0.1",
                port: try section.optionalWhole("port", 1...65_535) ?? 8645,
                certificate: try certificate.map {
                    ServiceAddress.Certificate(chain: absolute(try $0.text("chain")), key: absolute(try $0.text("key")))
                }))
    }

    private func guards(_ section: Section?) throws -> Configuration.Guards {
        guard let section else { return Configuration.Guards() }
        try section.allow(["deletes", "overwrites", "creates", "approveFirstRun"])
        func limit(_ name: String) throws -> Configuration.Guards.Limit? {
            guard let limit = try section.optionalSection(name) else { return nil }
            try limit.allow(["count", "percent"])
            return Configuration.Guards.Limit(
                count: try limit.whole("count", 0...Int.max), percent: try limit.whole("percent", 0...100))
        }
        return Configuration.Guards(
            deletes: try limit("deletes"), overwrites: try limit("overwrites"), creates: try limit("creates"),
            approveFirstRun: try section.optionalTruth("approveFirstRun") ?? true)
    }

    private func entities(_ section: Section?) throws -> [EntityName: Configuration.Entity] {
        var entities: [EntityName: Configuration.Entity] = [:]
        for name in section?.keys ?? [] {
            guard let section, let entity = EntityName(name) else {
                throw ConfigurationError(
                    path: path, line: section?.line(of: name),
                    reason: .wrongKind("entities.\(name)", expected: .entity))
            }
            let settings = try section.section(name)
            try settings.allow(["enabled", "launcher", "policy", "settings"])
            var decided = Configuration.Entity()
            decided.isEnabled = try settings.optionalTruth("enabled")
            decided.launcher = Launcher(try settings.texts("launcher", required: false))
            decided.policy = try settings.optionalChoice("policy", among: ConflictPolicy.allCases.map(\.rawValue))
                .flatMap(ConflictPolicy.init(rawValue:))
            decided.settings = try own(settings.optionalSection("settings"), of: entity)
            entities[entity] = decided
        }
        return entities
    }

    /// What an entity's plugin is to know.
    private func own(_ section: Section?, of entity: EntityName) throws -> [String: JSONValue] {
        // By that name an administrator's file for the map travels.
        if let section, section.keys.contains("mapping") {
            throw ConfigurationError(path: path, line: section.line(of: "mapping"), reason: .mapIsNoSetting(entity))
        }
        return try section?.values() ?? [:]
    }
}
