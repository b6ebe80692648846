public import JSON
import Model

extension Manifest {
    private static let members = [
        "$schema", "name", "title", "version", "protocol", "command", "map", "sha256", "entity", "requires", "after",
        "references", "sides", "lines", "stock", "deletePolicy", "quietSeconds", "limits", "capabilities", "tags",
        "enabled",
        "configSchema",
    ]

    /// Reads a `plugin.json`.
    ///
    /// Everything in it must be known and of the right form.
    public init(decoding bytes: [UInt8]) throws(ManifestError) {
        let value: JSONValue
        do {
            value = try JSON.decode(JSONValue.self, from: bytes)
        } catch {
            let (line, column) = error.place(in: bytes)
            throw ManifestError("", .notJSON(error, line: line, column: column))
        }
        do {
            try self.init(value)
        } catch {
            throw ManifestError(error.path, error.cause, line: ManifestLines(bytes).line(of: error))
        }
    }

    /// Reads a manifest that was read as JSON.
    public init(_ value: JSONValue) throws(ManifestError) {
        let object = try ManifestReader(path: "", value: value).object(Self.members)
        name = try object.required("name").text()
        title = try Self.title(object.required("title"))
        version = try object.required("version").parsed(SemanticVersion.init(_:), allowed: "a version such as 1.0.0")
        versions = try Self.versions(object.required("protocol"))
        command = try Self.command(object.required("command"))
        map = try Self.mapFile(object.optional("map"))
        digests = try Self.digests(object.optional("sha256"))
        entity = try object.required("entity").entity()
        requires = try Self.requirements(object.list("requires"))
        after = try Self.entities(object.list("after"))
        references = try Self.references(object.list("references"))
        let sides = try object.required("sides").object(["erp", "crm"])
        erp = try Self.erp(sides.required("erp"))
        crm = try Self.crm(sides.required("crm"))
        states = try Self.states(sides.required("crm"))
        lines = try Self.lines(object.optional("lines"))
        stock = try Self.stock(object.optional("stock"))
        deletePolicy = try object.optional("deletePolicy")?.word(DeletePolicy.self) ?? .uncouple
        quiet = .seconds(try object.optional("quietSeconds")?.integer(1...300) ?? 30)
        limits = try Self.limits(object.optional("limits"))
        capabilities = try Self.capabilities(object.optional("capabilities"))
        tags = try Self.texts(object.list("tags"))
        isEnabled = try object.optional("enabled")?.truth() ?? true
        configSchema = object.optional("configSchema")?.value
    }

    private static func title(_ reader: ManifestReader) throws(ManifestError) -> [Language: String] {
        let languages = Language.allCases.map(\.rawValue)
        _ = try reader.object(languages)
        var title: [Language: String] = [:]
        for member in try reader.members() {
            if let language = Language(rawValue: member.name) { title[language] = try member.value.text() }
        }
        guard title[.en] != nil else { throw ManifestError(reader.path, .missing(member: "en")) }
        return title
    }

    private static func versions(_ reader: ManifestReader) throws(ManifestError) -> [ProtocolVersion] {
        var versions: [ProtocolVersion] = []
        for element in try reader.array() { versions.append(ProtocolVersion(try element.integer(1...1000))) }
        guard !versions.isEmpty else {
            throw ManifestError(reader.path, .value("[]", nearest: nil, allowed: "at least one version"))
        }
        return versions
    }

    /// The executable stands beside the manifest: no path leads out of the folder, and none is searched for.
    private static func command(_ reader: ManifestReader) throws(ManifestError) -> [String] {
        let words = try texts(reader.array())
        guard let executable = words.first else {
            throw ManifestError(reader.path, .value("[]", nearest: nil, allowed: "an executable and its arguments"))
        }
        _ = try file(executable, at: "\(reader.path)[0]")
        return words
    }

    private static func mapFile(_ reader: ManifestReader?) throws(ManifestError) -> String? {
        guard let reader else { return nil }
        return try file(reader.text(), at: reader.path)
    }

    /// A file in the plugin's folder, or below it.
    private static func file(_ name: String, at path: String) throws(ManifestError) -> String {
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        guard !parts.contains(where: { $0.isEmpty || $0 == ".." || $0 == "." || $0.contains("\0") }) else {
            throw ManifestError(path, .value(name, nearest: nil, allowed: "a file in the plugin's folder"))
        }
        return name
    }

    private static func digests(_ reader: ManifestReader?) throws(ManifestError) -> [String: String] {
        var digests: [String: String] = [:]
        for member in try reader?.members() ?? [] {
            digests[member.name] = try member.value.parsed(
                { text in text.utf8.count == 64 && text.utf8.allSatisfy(isHexadecimal) ? text : nil },
                allowed: "64 small hexadecimal digits")
        }
        return digests
    }

    private static func isHexadecimal(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 || byte &- 0x61 < 6 }

    private static func requirements(_ readers: [ManifestReader]) throws(ManifestError) -> [Requirement] {
        var requirements: [Requirement] = []
        for reader in readers {
            let object = try reader.object(["entity", "version", "strength", "optional"])
            requirements.append(
                Requirement(
                    try object.required("entity").entity(),
                    version: try object.optional("version")?
                        .parsed(VersionRange.init(_:), allowed: "a range such as ^1, ^1.2, >=1 <3, 1.2.3, *") ?? .any,
                    strength: try object.optional("strength")?.word(Requirement.Strength.self) ?? .reference,
                    isOptional: try object.optional("optional")?.truth() ?? false))
        }
        return requirements
    }

    private static func references(_ readers: [ManifestReader]) throws(ManifestError) -> [ReferenceUse] {
        var references: [ReferenceUse] = []
        for reader in readers {
            let object = try reader.object(["side", "field", "entity", "strength"])
            references.append(
                ReferenceUse(
                    side: try object.required("side").word(Side.self), field: try object.required("field").text(),
                    entity: try object.required("entity").entity(),
                    strength: try object.optional("strength")?.word(ReferenceUse.Strength.self) ?? .reference))
        }
        return references
    }

    static func erp(
        _ reader: ManifestReader, and more: [String] = []
    ) throws(ManifestError) -> ERPSide {
        let object = try reader.object(["table", "routes", "key"] + more)
        var routes: [ERPSide.Route] = []
        let list = try object.required("routes")
        for element in try list.array() {
            let route = try element.object(["kind", "path", "set"])
            routes.append(
                ERPSide.Route(
                    try route.required("kind").word(ERPSide.Route.Kind.self),
                    path: try route.optional("path")?.string() ?? "", set: try route.required("set").text()))
        }
        guard !routes.isEmpty else {
            throw ManifestError(list.path, .value("[]", nearest: nil, allowed: "at least one route"))
        }
        return ERPSide(
            table: try object.required("table").text(), routes: routes, key: try object.required("key").text())
    }

    private static func crm(_ reader: ManifestReader) throws(ManifestError) -> CRMSide {
        let object = try reader.object(["table", "set", "key", "choice", "states"])
        let table = try object.required("table").text()
        guard let choice = object.optional("choice") else {
            return .rows(
                table: table, set: try object.required("set").text(), key: try object.required("key").text())
        }
        _ = try reader.object(["table", "choice"])
        return .choice(table: table, attribute: try choice.text())
    }

    private static func states(_ crm: ManifestReader) throws(ManifestError) -> RecordStates? {
        let side = try crm.object(["table", "set", "key", "choice", "states"])
        guard let reader = side.optional("states") else { return nil }
        let object = try reader.object(["field", "reason", "writable", "actions"])
        let writable = try object.required("writable").object(["state", "reason"])
        var actions: [Int64: RecordStates.Action] = [:]
        for member in try object.optional("actions")?.members() ?? [] {
            guard let state = Int64(member.name) else {
                throw ManifestError(
                    ManifestReader.join(reader.path, "actions"),
                    .value(member.name, nearest: nil, allowed: "the number of a state"))
            }
            let action = try member.value.object(["name", "activity"])
            actions[state] = RecordStates.Action(
                name: try action.required("name").text(), activity: try action.required("activity").text())
        }
        let numbers = 0...Int(Int32.max)
        return RecordStates(
            field: try object.required("field").text(), reason: try object.required("reason").text(),
            writable: (
                Int64(try writable.required("state").integer(numbers)),
                Int64(try writable.required("reason").integer(numbers))
            ), actions: actions)
    }

    private static func lines(_ reader: ManifestReader?) throws(ManifestError) -> DocumentLines? {
        guard let reader else { return nil }
        let more = ["parent", "number"]
        let sides = try reader.object(["erp", "crm", "totals"])
        var totals: [Sided<FieldName>] = []
        for element in try sides.list("totals") {
            let pair = try element.object(["erp", "crm"])
            totals.append(Sided(erp: try pair.required("erp").text(), crm: try pair.required("crm").text()))
        }
        let erpReader = try sides.required("erp")
        let crmReader = try sides.required("crm")
        let erp = try erp(erpReader, and: more)
        let erpMembers = try erpReader.object(["table", "routes", "key"] + more)
        let crm = try crmReader.object(["table", "set", "key"] + more)
        return DocumentLines(
            erp: erp,
            crm: .rows(
                table: try crm.required("table").text(), set: try crm.required("set").text(),
                key: try crm.required("key").text()),
            parent: Sided(
                erp: try erpMembers.required("parent").text(), crm: try crm.required("parent").text()),
            number: Sided(
                erp: try erpMembers.required("number").text(), crm: try crm.optional("number")?.text()),
            totals: totals)
    }

    private static func limits(_ reader: ManifestReader?) throws(ManifestError) -> Limits {
        var limits = Limits.standard
        guard let reader else { return limits }
        let range = 1...(1 << 30)
        let object = try reader.object(["frame", "batch", "string", "inFlight", "logLine", "stderrPerSecond"])
        if let frame = object.optional("frame") { limits.frame = try frame.integer(range) }
        if let batch = object.optional("batch") { limits.batch = try batch.integer(range) }
        if let string = object.optional("string") { limits.string = try string.integer(range) }
        if let inFlight = object.optional("inFlight") { limits.inFlight = try inFlight.integer(1...1024) }
        if let logLine = object.optional("logLine") { limits.logLine = try logLine.integer(range) }
        if let rate = object.optional("stderrPerSecond") { limits.stderrPerSecond = try rate.integer(range) }
        return limits
    }

    private static func capabilities(_ reader: ManifestReader?) throws(ManifestError) -> Capabilities {
        var capabilities = Capabilities()
        for member in try reader?.members() ?? [] { capabilities[member.name] = member.value.value }
        return capabilities
    }

    private static func entities(_ readers: [ManifestReader]) throws(ManifestError) -> [EntityName] {
        var names: [EntityName] = []
        for reader in readers { names.append(try reader.entity()) }
        return names
    }

    private static func texts(_ readers: [ManifestReader]) throws(ManifestError) -> [String] {
        var texts: [String] = []
        for reader in readers { texts.append(try reader.text()) }
        return texts
    }
}
