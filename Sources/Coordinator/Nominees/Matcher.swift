import Model
import PluginProtocol
import RemoteSystems

/// Finds the partner of single uncoupled records by asking the other system: for runs that don't list it anyway.
struct Matcher: Sendable {
    let reader: SideReader

    /// How many records are asked for at once.
    private static let sideBySide = 4
    /// How many candidates are named to a person.
    private static let limit = 6

    /// Completes nominees that are there on one side only, where the other system has a record that the rules recognise.
    func match(_ nominees: [Nominee]) async throws -> [Nominee] {
        var matched = nominees
        for indices in Array(nominees.indices).chunks(of: Self.sideBySide) {
            try await withThrowingTaskGroup(of: (Int, Nominee).self) { group in
                for index in indices { group.addTask { (index, try await match(nominees[index])) } }
                for try await (index, nominee) in group { matched[index] = nominee }
            }
        }
        return resolvingClaims(matched)
    }

    private func match(_ nominee: Nominee) async throws -> Nominee {
        guard nominee.coupling == nil,
            let side = Side.allCases.first(where: { nominee.sides[$0].presence == .present }),
            nominee.sides[side.opposite].id == nil
        else { return nominee }
        var nominee = nominee
        let fields = nominee.sides[side].fields
        let matching = reader.shape.matching
        let partners = try await reader.matchPartners(of: [fields], on: side)
        for index in matching.rules.indices {
            let rule = matching.rules[index]
            guard let key = matching.key(index, side: side, of: fields, partners: partners) else { continue }
            let candidates: [RemoteRecord]
            do {
                let wanted = Wanted(rule: index, key: key, fields: fields, side: side, partners: partners)
                candidates = try await self.candidates(wanted)
            } catch let failure as CriteriaFailure {
                // Created without having been looked for it might be there twice.
                nominee.obstacle = failure.problem
                return nominee
            }
            switch candidates.count {
            case 0: continue
            case 1:
                nominee.sides[side.opposite] = reader.reading(of: candidates[0], on: side.opposite, coupling: nil)
                nominee.match = RecordPair.Match(rule: rule.name)
                return nominee
            default:
                nominee.match = RecordPair.Match(rule: rule.name, ambiguous: candidates.map(\.id))
                return nominee
            }
        }
        return nominee
    }

    /// What the partner of a record is found by.
    private struct Wanted {
        var rule: Int
        var key: MatchKey
        var fields: Fields
        var side: Side
        var partners: MatchPartners
    }

    /// The uncoupled records of the other side that are inside its filter and alike under the rule.
    private func candidates(_ wanted: Wanted) async throws -> [RemoteRecord] {
        let (side, other) = (wanted.side, wanted.side.opposite)
        let shape = reader.shape
        var criteria = Fields()
        // A server compares text as it is or without case; other likenesses are judged here, on what the rest finds.
        for criterion in shape.matching.rules[wanted.rule].criteria
        where criterion.likeness == .exact || criterion.likeness == .caseless {
            guard let own = wanted.fields[criterion.fields[side]], criteria[criterion.fields[other]] == nil else {
                continue
            }
            guard let value = wanted.partners.value(own, of: criterion, from: side) else { return [] }
            criteria.append(criterion.fields[other], value)
        }
        guard !criteria.isEmpty else { return [] }
        func free(_ found: [RemoteRecord]) async throws -> [RemoteRecord] {
            let alike = found.filter {
                shape.matching.key(wanted.rule, side: other, of: $0.fields, partners: wanted.partners) == wanted.key
                    && shape.description.filters[other].includes($0.fields)
            }
            let ids = try await reader.free(other, alike.map(\.id))
            return alike.filter { ids.contains($0.id) }
        }
        // Two are for a person, however many more there may be.
        let found = try await reader.found(other, where: criteria, reading: shape.layouts[other].fields) {
            try await free($0).count > 1
        }
        return Array(try await free(found).prefix(Self.limit))
    }

    /// Two records that found the same partner: the one that found it by the stronger rule has it; equals are for a person.
    private func resolvingClaims(_ nominees: [Nominee]) -> [Nominee] {
        let order = Dictionary(
            reader.shape.matching.rules.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
        var claims: Sided<[RecordID: [Int]]> = Sided(erp: [:], crm: [:])
        for (index, nominee) in nominees.enumerated() where nominee.coupling == nil && nominee.match?.ambiguous == [] {
            for side in Side.allCases {
                if let id = nominee.sides[side].id { claims[side][id, default: []].append(index) }
            }
        }
        var resolved = nominees
        var dropped: Set<Int> = []
        for side in Side.allCases {
            for (id, indices) in claims[side].sorted(by: { $0.key < $1.key }) where indices.count > 1 {
                // Both records of one pair were nominated, each by its own feed, and each found the other.
                let pairs = Set(indices.map { nominees[$0].sides[side.opposite].id })
                if pairs.count == 1 {
                    dropped.formUnion(indices.dropFirst())
                    resolved[indices[0]].cause = .both
                    continue
                }
                let ranks = indices.map { nominees[$0].match.flatMap { order[$0.rule] } ?? .max }
                let best = ranks.min()
                let winners = zip(indices, ranks).filter { $1 == best }.map(\.0)
                let won = Set(winners.map { nominees[$0].sides[side.opposite].id })
                // The pair that wins may have been nominated by both of its records.
                if won.count == 1, winners.count > 1 {
                    dropped.formUnion(winners.dropFirst())
                    resolved[winners[0]].cause = .both
                }
                for index in indices where won.count > 1 || !winners.contains(index) {
                    resolved[index].sides[side] = .absent
                    resolved[index].match = RecordPair.Match(rule: nominees[index].match?.rule ?? "", ambiguous: [id])
                }
            }
        }
        return resolved.enumerated().filter { !dropped.contains($0.offset) }.map(\.element)
    }
}
