import Model
import PluginKit
import RemoteSystems

/// What the company of a history keeps in both systems: three entities that refer to each other.
///
/// A record's `number` is its name for the oracles: given once, by the person who makes it, and carried over; nothing matches by it but
/// the key of currencies. So only intents, keys and probes keep the others from being made twice.
enum Office {
    static let currencies = "currencies"
    static let customers = "customers"
    static let contacts = "contacts"
    static let entities: [EntityName] = ["currencies", "customers", "contacts"]

    /// A field of both systems, as the histories use it.
    struct Field: Sendable {
        enum Use: Sendable, Hashable {
            case number, text, mail, reference(String)
        }
        var name: FieldName
        var use: Use
        var group: String
    }

    /// The fields of an entity that people fill in.
    static func fields(of entity: String) -> [Field] {
        func field(_ name: FieldName, _ use: Field.Use, in group: String? = nil) -> Field {
            Field(name: name, use: use, group: group ?? name)
        }
        switch entity {
        case currencies: return [field("number", .number), field("name", .text)]
        case customers:
            return [
                field("number", .number), field("name", .text), field("street", .text, in: "address"),
                field("city", .text, in: "address"), field("phone", .text), field("mail", .mail),
                field("currency", .reference(currencies)), field("contact", .reference(contacts)),
            ]
        default:
            return [
                field("number", .number), field("name", .text), field("phone", .text), field("mail", .mail),
                field("customer", .reference(customers)),
            ]
        }
    }

    /// The tables of a side.
    static func tables(of side: Side, rewrites: Bool) -> [SimulatedTable] {
        entities.map { entity in
            var rewriting: [FieldName: SimulatedTable.Rewriting] = [:]
            if rewrites, side == .erp { rewriting = ["name": .trims] }
            return SimulatedTable(
                name: entity.text,
                columns: fields(of: entity.text).map { field in
                    RemoteTable.Field(name: field.name, kind: .text, maxLength: 100)
                },
                unique: entity.text == currencies ? "number" : nil,
                references: Dictionary(
                    uniqueKeysWithValues: fields(of: entity.text).compactMap { field in
                        if case .reference(let target) = field.use { (field.name, target) } else { nil }
                    }), rewriting: rewriting)
        }
    }

    /// The machine of each plugin.
    static let machines: [EntityName: @Sendable () -> any PluginMachine] = [
        "currencies": { KitMachine(CurrenciesPlugin.self) }, "customers": { KitMachine(CustomersPlugin.self) },
        "contacts": { KitMachine(ContactsPlugin.self) },
    ]

    /// Currencies: the server keeps their numbers unique, in both systems.
    struct CurrenciesPlugin: EntityPlugin {
        static let entity: EntityName = "currencies"
        static let version = "1.0.0"
        static let map = FieldMap(
            [
                .field("number", "number", .code(erp: 50, crm: 50), isRequired: true),
                .field("name", "name", .text(erp: 100, crm: 100)),
            ],
            matching: [MatchRule("key", [.init(erp: "number", crm: "number", .exact)])],
            naturalKey: Sided(erp: ["number"], crm: ["number"]))
    }

    /// Customers: no key in the ERP; they wait for their currency, and go without their primary contact until it is there.
    struct CustomersPlugin: EntityPlugin {
        static let entity: EntityName = "customers"
        static let version = "1.0.0"
        static let map = FieldMap(
            [
                .field("number", "number", .text(erp: 50, crm: 50), isRequired: true),
                .field("name", "name", .text(erp: 100, crm: 100)),
                .group(
                    "address",
                    [
                        .field("street", "street", .text(erp: 100, crm: 100)),
                        .field("city", "city", .text(erp: 100, crm: 100)),
                    ]), .field("phone", "phone", .text(erp: 100, crm: 100)),
                .field("mail", "mail", .text(erp: 100, crm: 100)),
                .field("currency", "currency", .reference(to: "currencies")),
                .field("contact", "contact", .reference(to: "contacts", whenMissing: .clear)),
            ], matching: [MatchRule("mail", [.init(erp: "mail", crm: "mail", .exact)])])
    }

    /// Contacts: none without its customer; a deletion crosses, unless the partner was edited.
    struct ContactsPlugin: EntityPlugin {
        static let entity: EntityName = "contacts"
        static let version = "1.0.0"
        static let deletion = Reconciler.Deletion.delete
        static let map = FieldMap(
            [
                .field("number", "number", .text(erp: 50, crm: 50), isRequired: true),
                .field("name", "name", .text(erp: 100, crm: 100)),
                .field("phone", "phone", .text(erp: 100, crm: 100)),
                .field("mail", "mail", .text(erp: 100, crm: 100)),
                .field("customer", "customer", .reference(to: "customers"), isRequired: true),
            ], matching: [MatchRule("mail", [.init(erp: "mail", crm: "mail", .exact)])])
    }

    /// What an entity's `plugin.json` would say.
    static func manifest(of entity: EntityName) -> String {
        let references =
            switch entity.text {
            case customers:
                """
                {"side": "erp", "field": "currency", "entity": "currencies"},
                {"side": "erp", "field": "contact", "entity": "contacts", "strength": "weak"}
                """
            case contacts: #"{"side": "erp", "field": "customer", "entity": "customers"}"#
            default: ""
            }
        return """
            {"name": "\(entity)", "title": {"en": "\(entity)"}, "version": "1.0.0", "protocol": [1], "command": ["run"],
             "entity": "\(entity)", "deletePolicy": "\(entity.text == contacts ? "delete" : "uncouple")", "references": [\(references)],
             "sides": {"erp": {"table": "\(entity)", "key": "id", "routes": [{"kind": "standard", "set": "\(entity)"}]},
                       "crm": {"table": "\(entity)", "set": "\(entity)", "key": "id"}}}
            """
    }
}
