import Reconciliation

/// What a tenant takes away from a plugin's map: fields that it lacks, columns that are shorter, fields that can't be written.
///
/// It travels in the description's fingerprint, which comes back with every run: so a plugin that was started for a run
/// alone knows the map that the host was told of, and nothing needs to be described twice.
struct Narrowing: Sendable, Hashable {
    /// What becomes of one rule.
    enum Change: Sendable, Hashable {
        /// The tenant lacks a field of it.
        case dropped
        /// It travels this way only.
        case oneWay(Direction)
        /// Its texts are at most so long.
        case lengths(erp: Int, crm: Int)
    }

    /// The changes, by the place of the rule in the map.
    var changes: [Int: Change] = [:]
    /// The sides that have no natural key here.
    var keyless: Set<Side> = []

    /// The map as it is in the tenant.
    func applied(to map: FieldMap) -> FieldMap {
        var place = -1
        var narrowed = map.replacing { rule in
            place += 1
            switch changes[place] {
            case nil: return rule
            case .dropped: return nil
            case .oneWay(let direction):
                var rule = rule
                rule.direction = direction
                return rule
            case .lengths(let erp, let crm):
                var rule = rule
                rule.kind = rule.kind.limited(erp: erp, crm: crm)
                return rule
            }
        }
        for side in keyless { narrowed.naturalKey[side] = [] }
        return narrowed
    }

    /// The narrowing as text: `3-` dropped, `5>crm` one way, `7:30,80` lengths, `key-erp` no natural key there.
    var text: String {
        let rules = changes.keys.sorted().map { place in
            switch changes[place] {
            case .dropped, nil: "\(place)-"
            case .oneWay(let direction): "\(place)>\(direction.rawValue)"
            case .lengths(let erp, let crm): "\(place):\(erp),\(crm)"
            }
        }
        let keys = Side.allCases.filter(keyless.contains).map { "key-\($0.rawValue)" }
        return (rules + keys).joined(separator: ";")
    }

    /// No narrowing.
    init() {}

    /// Reads a narrowing; `nil` when the text is none.
    init?(_ text: some StringProtocol) {
        for part in text.split(separator: ";") {
            if part.hasPrefix("key-") {
                guard let side = Side(rawValue: String(part.dropFirst(4))) else { return nil }
                keyless.insert(side)
                continue
            }
            let digits = part.prefix { $0.isASCII && $0.isNumber }
            guard let place = Int(digits), let change = Self.change(part.dropFirst(digits.count)) else { return nil }
            changes[place] = change
        }
    }

    private static func change(_ text: some StringProtocol) -> Change? {
        switch text.first {
        case "-" where text.count == 1: return .dropped
        case ">": return Direction(rawValue: String(text.dropFirst())).map { .oneWay($0) }
        case ":":
            let lengths = text.dropFirst().split(separator: ",").compactMap { Int($0) }
            return lengths.count == 2 ? .lengths(erp: lengths[0], crm: lengths[1]) : nil
        default: return nil
        }
    }
}

extension FieldKind {
    /// The lengths that texts may have on each side; `nil` for what is no text.
    var lengths: Sided<Int>? {
        switch self {
        case .text(let erp, let crm), .code(let erp, let crm): Sided(erp: erp, crm: crm)
        case .decimal, .integer, .boolean, .date, .choice, .reference: nil
        }
    }

    /// The kind with shorter texts.
    func limited(erp: Int, crm: Int) -> FieldKind {
        switch self {
        case .text: .text(erp: erp, crm: crm)
        case .code: .code(erp: erp, crm: crm)
        case .decimal, .integer, .boolean, .date, .choice, .reference: self
        }
    }
}
