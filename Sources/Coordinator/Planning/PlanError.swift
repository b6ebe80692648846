package import Model

/// Why no plan could be made; nothing was started.
package enum PlanError: Error, Sendable, Hashable {
    /// Entities need one another in a circle; the first is also the last.
    case cycle([EntityName])
    /// No plugin is installed for the word; the nearest entity, if one is near.
    case unknownEntity(String, nearest: String?, known: [String])
    /// No entity has the tag; the nearest tag, if one is near.
    case unknownTag(String, nearest: String?, known: [String])
    /// There is no such end state; the nearest one, if one is near.
    case unknownState(String, nearest: String?, known: [String])
    /// The word is not of the grammar.
    case notASelection(String)
    /// Nothing is left to run: what was selected, and what was left out.
    case nothingSelected(words: [String], except: [String])
    /// No plugin is installed at all.
    case noEntities
}
