/// What is wrong in a file of the map language, and where: data, from which `MapSentences` makes the words.
public struct MapProblem: Error, Sendable, Hashable {
    /// What can be wrong.
    public enum Code: String, Sendable, Hashable, CaseIterable {
        /// The text is no JSON, or no YAML.
        case notJSON, notYAML
        /// The file can't be read.
        case unreadable
        /// A member has a name that is not known here.
        case unknownMember
        /// A member stands twice.
        case repeatedMember
        /// A member that must be there is not.
        case missingMember
        /// A value is of another type.
        case wrongType
        /// A word is none of those that are known.
        case unknownWord
        /// A number is not in its range.
        case outOfRange
        /// A list or a text is empty that must not be.
        case empty
        /// Two lines write the same field.
        case duplicateField
        /// Two groups have one name, or two match rules.
        case duplicateName
        /// A line names neither or both sides, where it must name one.
        case oneSideOnly
        /// A reference leads to an entity that the manifest does not name.
        case unknownReference
        /// A reference by way of its partner's field travels to the CRM only.
        case viaOneWay
        /// An overlay names a line that the map does not have.
        case unknownLine
        /// An overlay names a line by a name that several have.
        case ambiguousLine
        /// An overlay takes away, or changes, what the plugin's own code or the natural key needs.
        case fixedLine
        /// An overlay gives one field of a group a policy of its own.
        case groupPolicy
        /// An overlay changes of a whole group what belongs to its fields.
        case wholeGroup
        /// An overlay gives a constant to a line of two fields.
        case noConstant
        /// An overlay gives to a constant what belongs to a line of two fields.
        case onlyConstant
        /// An overlay changes a line whose value is computed.
        case computedLine
        /// The overlay is for another entity than the file's name says.
        case otherEntity
        /// The plugin does not take overlays.
        case notCustomizable
    }

    /// What is wrong.
    public var code: Code
    /// The path of member names that leads there: `fields[2].length.erp`; empty for the whole.
    public var path: String
    /// Where in the file; `nil` when nobody knows.
    public var place: MapPlace?
    /// The file, as a person knows it.
    public var file: String
    /// What was found: a name, a word, a field.
    public var found: String
    /// What would be right: words, or a description by a code of `MapSentences`.
    public var allowed: [String]
    /// The known word nearest to what was found.
    public var nearest: String?

    /// Creates a problem.
    public init(
        _ code: Code, path: String = "", at place: MapPlace? = nil, file: String = "", found: String = "",
        allowed: [String] = [], nearest: String? = nil
    ) {
        self.code = code
        self.path = path
        self.place = place
        self.file = file
        self.found = found
        self.allowed = allowed
        self.nearest = nearest
    }
}

extension MapProblem {
    /// The problem as words, for a store that keeps texts alone.
    public var words: [String] {
        [
            code.rawValue, file, place.map { "\($0.line):\($0.column)" } ?? "", path, found,
            allowed.joined(separator: "\u{1F}"), nearest ?? "",
        ]
    }

    /// Reads what `words` made; `nil` when it is something else.
    public init?(words: [String]) {
        guard words.count == 7, let code = Code(rawValue: words[0]) else { return nil }
        let numbers = words[2].split(separator: ":").compactMap { Int($0) }
        self.init(
            code, path: words[3], at: numbers.count == 2 ? MapPlace(line: numbers[0], column: numbers[1]) : nil,
            file: words[1], found: words[4], allowed: words[5].split(separator: "\u{1F}").map(String.init),
            nearest: words[6].isEmpty ? nil : words[6])
    }
}
