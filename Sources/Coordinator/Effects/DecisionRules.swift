import Model
import PluginProtocol

/// What a decision may say about the pair that it is about.
///
/// A decision that breaks a rule is the plugin's fault, and nothing of its batch is done.
struct DecisionRules: Sendable {
    let shape: EntityShape
    private let words: WordRules

    init(shape: EntityShape) {
        self.shape = shape
        words = WordRules(shape.description)
    }

    /// What is wrong with a decision; `nil` when it may be carried out.
    func violation(of decision: Decision, about nominee: Nominee) -> Violation? {
        guard words.allow(decision) else { return .words }
        if let violation = lineViolation(of: decision, about: nominee) { return violation }
        switch decision.action {
        case .none, .setAside, .wait:
            return nil
        case .create(let side, let fields, let key):
            let source = nominee.sides[side.opposite].presence
            guard shape.description.creates[side] else { return .createsNothing(side) }
            guard source == .present,
                nominee.sides[side].presence == .absent || nominee.sides[side].presence == .deleted
            else { return .isThere(side) }
            // Created while another record may be the same one: that is a person's question.
            guard nominee.match?.ambiguous.isEmpty ?? true else { return .ambiguous }
            return unwritable(fields, side) ?? key.first { fields[$0] == nil }.map { .unknownField($0, side) }
        case .update(let side, let fields):
            return unreachable(side, nominee) ?? unwritable(fields, side)
        case .updateBoth(let fields):
            return missing(nominee) ?? unwritable(fields.erp, .erp) ?? unwritable(fields.crm, .crm)
        case .delete(let side):
            guard nominee.coupling != nil else { return .notCoupled }
            guard shape.description.deletes == .delete else { return .deletesNothing(side) }
            return nominee.sides[side].presence == .present ? nil : .isNotThere(side)
        case .couple:
            return nominee.coupling == nil ? missing(nominee) : .isCoupled
        case .uncouple(let fields):
            guard nominee.coupling != nil else { return .notCoupled }
            return Side.allCases.lazy.compactMap { unpartable(fields[$0], $0, nominee) }.first
        }
    }

    /// What is written to a record whose coupling ends; it is there, be it outside of the filter.
    private func unpartable(_ fields: Fields, _ side: Side, _ nominee: Nominee) -> Violation? {
        guard !fields.isEmpty else { return nil }
        switch nominee.sides[side].presence {
        case .present, .outOfScope: return unwritable(fields, side)
        case .deleted, .absent: return .isNotThere(side)
        }
    }

    private func missing(_ nominee: Nominee) -> Violation? {
        // A coupled record that left the filter is still there: its partner may be told.
        let isThere: Set<SideState.Presence> = nominee.coupling == nil ? [.present] : [.present, .outOfScope]
        return Side.allCases.first { !isThere.contains(nominee.sides[$0].presence) }.map { .isNotThere($0) }
    }

    /// A coupled record may be written while its partner has left the scope: an inactive account blocks its customer.
    private func unreachable(_ side: Side, _ nominee: Nominee) -> Violation? {
        let isTold = nominee.coupling != nil && nominee.sides[side.opposite].presence == .outOfScope
        guard isTold else { return missing(nominee) }
        return nominee.sides[side].presence == .present ? nil : .isNotThere(side)
    }

    private func unwritable(_ fields: Fields, _ side: Side) -> Violation? {
        fields.first { shape.groups[side][$0.name] == nil }.map { .unknownField($0.name, side) }
    }
}

/// A rule that a decision broke.
enum Violation: Error, Sendable, Hashable {
    /// No such pair was handed out, or it was decided already.
    case unknownPair(RecordPair.ID)
    /// The entity doesn't create on that side.
    case createsNothing(Side)
    /// The entity doesn't delete, as it is configured.
    case deletesNothing(Side)
    /// The record is there already.
    case isThere(Side)
    /// The record isn't there.
    case isNotThere(Side)
    /// The pair has no coupling.
    case notCoupled
    /// The pair has a coupling.
    case isCoupled
    /// The match is ambiguous.
    case ambiguous
    /// The description names no such field as written on that side.
    case unknownField(FieldName, Side)
    /// The reason or the problem holds other words than codes and names.
    case words
    /// The decision is about something that has no lines, or writes none.
    case hasNoLines
    /// There is no such line, it is written twice, or it is a pair with another one already.
    case unknownLine(Side)
    /// A document is to be made, and of a line of its source nothing is said.
    case unnamedLine(Side)
    /// Lines of both sides are to be written by one decision.
    case linesOnBothSides
    /// The batch number was used for other decisions.
    case otherBatch(Int)

    /// The problem, for the wire and the store.
    var problem: Problem {
        switch self {
        case .unknownPair(let pair): Problem(.pluginViolation, ["unknownPair", "\(pair)"])
        case .createsNothing(let side): Problem(.pluginViolation, ["createsNothing"], side: side)
        case .deletesNothing(let side): Problem(.pluginViolation, ["deletesNothing"], side: side)
        case .isThere(let side): Problem(.pluginViolation, ["isThere"], side: side)
        case .isNotThere(let side): Problem(.pluginViolation, ["isNotThere"], side: side)
        case .notCoupled: Problem(.pluginViolation, ["notCoupled"])
        case .isCoupled: Problem(.pluginViolation, ["isCoupled"])
        case .ambiguous: Problem(.pluginViolation, ["ambiguous"])
        case .unknownField(let field, let side): Problem(.pluginViolation, ["unknownField"], field: field, side: side)
        case .words: Problem(.pluginViolation, ["words"])
        case .hasNoLines: Problem(.pluginViolation, ["hasNoLines"])
        case .unknownLine(let side): Problem(.pluginViolation, ["unknownLine"], side: side)
        case .linesOnBothSides: Problem(.pluginViolation, ["linesOnBothSides"])
        case .unnamedLine(let side): Problem(.pluginViolation, ["unnamedLine"], side: side)
        case .otherBatch(let batch): Problem(.pluginViolation, ["otherBatch", "\(batch)"])
        }
    }
}
