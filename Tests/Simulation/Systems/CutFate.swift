/// What becomes of a request whose sender dies.
package enum CutFate: Sendable, Hashable, CaseIterable {
    /// It was carried out, and nobody was told.
    case landed
    /// It never arrived.
    case lost
    /// It is carried out later.
    case late
}
