import JSON
import PluginProtocol
import Reconciliation

/// Says what a plugin synchronizes in a tenant: its map, less what the tenant lacks.
struct Describer: Sendable {
    /// What there is to say.
    struct Described: Sendable {
        /// The description, as the host gets it.
        var description: EntityDescription
        /// The map as it is in the tenant.
        var map: FieldMap
    }

    private let map: FieldMap
    private let tenant: Tenant
    private var narrowing = Narrowing()
    private var notes: [Diagnostic] = []
    private var missing: [MissingField] = []

    private init(_ map: FieldMap, _ tenant: Tenant) {
        self.map = map
        self.tenant = tenant
    }

    /// The description of a plugin in a tenant; throws the configuration problem that a person must solve first.
    static func describe(
        _ plugin: any PluginBehavior, in tenant: Tenant, _ language: Language
    ) throws(MissingFields) -> Described {
        var describer = Describer(plugin.configuredMap(tenant.configuration), tenant)
        describer.narrow(language)
        describer.requireTheRest()
        describer.require(plugin.lines)
        guard describer.missing.isEmpty else { throw MissingFields(fields: describer.missing) }
        let narrowed = describer.narrowing.applied(to: describer.map)
        let deletion = plugin.deletion(under: tenant.configuration)
        var description = Self.description(of: narrowed, plugin.lines)
        description.deletes = deletion.policy
        description.fingerprint = Fingerprint.text(of: description, deletion, describer.narrowing)
        description.notes = describer.notes + plugin.notes(in: tenant).map { $0.diagnostic(in: language) }
        return Described(description: description, map: narrowed)
    }

    /// The map that a fingerprint was made from; `nil` when the plugin, or its configuration, is another one by now.
    static func map(
        of plugin: any PluginBehavior, under configuration: Configuration, fingerprint: String
    ) -> FieldMap? {
        guard let narrowing = Fingerprint.narrowing(in: fingerprint) else { return nil }
        let map = narrowing.applied(to: plugin.configuredMap(configuration))
        let deletion = plugin.deletion(under: configuration)
        return Fingerprint.text(of: description(of: map, plugin.lines), deletion, narrowing) == fingerprint ? map : nil
    }

    private mutating func narrow(_ language: Language) {
        for (place, rule) in map.rules.enumerated() {
            let lacking = Side.allCases.filter { !tenant.has(rule.fields[$0], on: $0) }
            if let side = lacking.first {
                leaveOut(rule, place, because: KitSentences.fieldMissing(rule.fields[side], side, language))
                if !rule.isOptional { missing += lacking.map { MissingField(side: $0, name: rule.fields[$0]) } }
            } else {
                narrow(rule, at: place, language)
            }
        }
        for side in Side.allCases where map.naturalKey[side].contains(where: { !tenant.has($0, on: side) }) {
            narrowing.keyless.insert(side)
            notes.append(KitSentences.keyMissing(side, language))
        }
    }

    private mutating func leaveOut(_ rule: FieldRule, _ place: Int, because note: Diagnostic) {
        narrowing.changes[place] = .dropped
        notes.append(note)
    }

    private mutating func narrow(_ rule: FieldRule, at place: Int, _ language: Language) {
        let refused = Side.allCases.filter {
            rule.direction.writes(to: $0) && !rule.isOnInsertOnly && tenant.isReadOnly(rule.fields[$0], on: $0)
        }
        if let side = refused.first {
            let note = KitSentences.readOnly(rule.fields[side], side, language)
            guard rule.direction == .both, refused.count == 1 else { return leaveOut(rule, place, because: note) }
            narrowing.changes[place] = .oneWay(side == .crm ? .toERP : .toCRM)
            notes.append(note)
        } else if let lengths = rule.kind.lengths {
            let limits = Sided { min(lengths[$0], tenant.maxLength(of: rule.fields[$0], on: $0) ?? lengths[$0]) }
            if limits != lengths { narrowing.changes[place] = .lengths(erp: limits.erp, crm: limits.crm) }
        }
    }

    /// What is no rule can't be left out.
    private mutating func requireTheRest() {
        for side in Side.allCases {
            var names = map.filters[side].conditions.map(\.field) + map.alsoReads[side]
            names += map.inactive[side].names + map.parting[side].names
            for line in map.lines {
                switch line {
                case .constant(let constant): if constant.side == side { names.append(constant.field) }
                case .filled(let field, let own): if own == side { names.append(field) }
                case .computed(let field):
                    names.append(contentsOf: field.side == side ? [field.field] : field.formula.sources)
                case .single, .group: break
                }
            }
            missing += names.filter { !tenant.has($0, on: side) }.map { MissingField(side: side, name: $0) }
        }
    }

    /// Of the lines of a document none can be left out.
    private mutating func require(_ lines: FieldMap?) {
        guard let lines, let metadata = tenant.lines else { return }
        for side in Side.allCases {
            missing += lines.reads(on: side).filter { metadata[side][$0] == nil && !$0.contains("/") }
                .map { MissingField(side: side, name: $0) }
        }
    }

    private static func description(of map: FieldMap, _ lines: FieldMap?) -> EntityDescription {
        EntityDescription(
            fields: MappedField.lines(of: map), reads: Sided { map.reads(on: $0) }, matchRules: map.matchRules,
            naturalKey: map.naturalKey, references: references(of: map) + (lines.map(references) ?? []),
            filters: map.filters, creates: map.creates, fingerprint: "",
            lines: lines.map { lines in
                LinesDescription(fields: MappedField.lines(of: lines), reads: Sided { lines.reads(on: $0) })
            })
    }

    private static func references(of map: FieldMap) -> [ReferenceUse] {
        map.rules.compactMap { rule in
            guard case .reference(let reference) = rule.kind else { return nil }
            let side: Side = rule.direction == .toERP ? .crm : .erp
            return ReferenceUse(
                side: side, field: rule.fields[side], entity: reference.entity,
                strength: reference.whenMissing == .wait ? .reference : .weak)
        }
    }
}
