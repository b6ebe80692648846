import Model

/// What the metadata of an OData service says of its sets: CSDL, <https://docs.oasis-open.org/odata/odata-csdl-xml/v4.01/>.
struct ServiceSchema: Sendable, Hashable {
    /// The fields of one type.
    struct EntityType: Sendable, Hashable {
        /// The key properties, in order.
        var keys: [String] = []
        /// The properties, in order.
        var properties: [Property] = []
    }
    /// One property.
    struct Property: Sendable, Hashable {
        /// Its name.
        var name: String
        /// The name of its type, without namespace for our own: `Edm.String`, `customerType`.
        var type: String
        /// The longest text.
        var maxLength: Int?
        /// Whether it is said to be for reading alone.
        var isReadOnly = false
    }

    /// The types by name.
    private(set) var types: [String: EntityType] = [:]
    /// The type of each set.
    private(set) var sets: [String: String] = [:]
    /// The names of enumerations.
    private(set) var enumerations: Set<String> = []

    /// Reads a document.
    init(_ body: [UInt8]) throws(XMLTags.Failure) {
        var tags = XMLTags(body)
        var type: String?
        var isKey = false
        var property: String?
        while let event = try tags.next() {
            switch event {
            case .start(let tag):
                let name = tag.attributes["Name"] ?? ""
                switch tag.name {
                case "EntityType":
                    type = tag.isEmpty ? nil : name
                    types[name] = EntityType()
                case "EnumType": enumerations.insert(name)
                case "EntitySet": sets[name] = Self.local(tag.attributes["EntityType"] ?? "")
                case "Key": isKey = !tag.isEmpty
                case "PropertyRef":
                    if let type, isKey { types[type]?.keys.append(name) }
                case "Property":
                    guard let type else { break }
                    types[type]?.properties.append(Self.property(tag, name))
                    property = tag.isEmpty ? nil : name
                case "Annotation": note(tag, type, property)
                default: break
                }
            case .end(let name):
                switch name {
                case "EntityType": type = nil
                case "Key": isKey = false
                case "Property": property = nil
                default: break
                }
            }
        }
    }

    /// The type of a set.
    func type(of set: String) -> EntityType? { sets[set].flatMap { types[$0] } }

    private mutating func note(_ tag: XMLTags.Tag, _ type: String?, _ property: String?) {
        guard let type, let property, let term = tag.attributes["Term"],
            let index = types[type]?.properties.lastIndex(where: { $0.name == property })
        else { return }
        // `Org.OData.Core.V1.Permissions`, `…Computed`, `…Immutable`: what the server says of writing.
        let isReadOnly =
            term.hasSuffix("Core.V1.Computed")
            || term.hasSuffix("Core.V1.Permissions") && tag.attributes["EnumMember"]?.hasSuffix("/Read") == true
        if isReadOnly { types[type]?.properties[index].isReadOnly = true }
    }

    private static func property(_ tag: XMLTags.Tag, _ name: String) -> Property {
        let type = tag.attributes["Type"] ?? ""
        return Property(
            name: name, type: type.hasPrefix("Edm.") ? type : local(type),
            maxLength: tag.attributes["MaxLength"].flatMap { Int($0) })
    }

    private static func local(_ name: String) -> String {
        name.split(separator: ".").last.map(String.init) ?? name
    }
}
