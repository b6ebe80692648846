import Coordinator
import Model
import SyncStore

/// Records of one entity that are set aside, or wait, for one and the same reason.
struct AsideGroup: Sendable {
    let entity: EntityName
    /// They are shown in the order in which they were set aside.
    private(set) var asides: [Aside]

    /// Puts together what has the same reason, what needs a person first.
    static func groups(_ asides: [Aside], _ sentences: CommandSentences) -> [AsideGroup] {
        var places: [String: Int] = [:]
        var groups: [AsideGroup] = []
        for aside in asides {
            let reason = aside.entity.text + sentences.sentence(of: aside, RecordLabels()).line
            if let place = places[reason] {
                groups[place].asides.append(aside)
            } else {
                places[reason] = groups.count
                groups.append(AsideGroup(entity: aside.entity, asides: [aside]))
            }
        }
        return groups.enumerated().sorted { ($0.element.urgency, $0.offset) < ($1.element.urgency, $1.offset) }
            .map(\.element)
    }

    /// What a person must mend comes before what waits, and that before what is in step but for a reference.
    private var urgency: Int {
        switch asides.first?.cause {
        case .problem, nil: 0
        case .waiting: asides.first?.tries == 0 ? 2 : 1
        }
    }

    /// The records whose labels its lines need.
    func records(limit: Int) -> [RecordReference] {
        let pairs = asides.prefix(limit).flatMap { RecordReference.records(of: entity, $0.ids) }
        return pairs + (asides.first.map(\.related) ?? [])
    }

    /// What a person reads: which entity, the reason, and at most `limit` of the records.
    func lines(_ labels: RecordLabels, _ sentences: CommandSentences, limit: Int, width: Int?) -> [String] {
        guard let first = asides.first else { return [] }
        let reason = sentences.sentence(of: first, labels).line.harmless.wrapped(to: width, indent: 2)
        guard asides.count > 1 else { return ["\(entity)  \(sentences.name(of: first, labels))".harmless] + reason }
        let shown = asides.prefix(limit).map { "    \(sentences.name(of: $0, labels))".harmless }
        let more = asides.count - shown.count
        return [sentences.records(asides.count, of: entity)] + reason + shown
            + (more > 0 ? ["    " + Words(sentences.language).more(more, by: "couplet errors --all")] : [])
    }
}

extension Aside {
    /// The records besides its own that its sentence names.
    var related: [RecordReference] {
        var related: [RecordReference] = []
        if case .waiting(let reference) = cause { related += [reference] + alsoWaitsFor }
        if let side = candidateSide {
            related += candidates.map { RecordReference(entity: entity, side: side, id: $0) }
        }
        return related
    }

    /// The side on which the candidates are: the one where the pair has no record.
    var candidateSide: Side? {
        candidates.isEmpty ? nil : Side.allCases.first { ids[$0] == nil }
    }
}
