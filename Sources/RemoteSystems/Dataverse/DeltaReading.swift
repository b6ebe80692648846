import Model

/// One reading of a table's rows or changes, page after page, as text between the pages.
struct DeltaReading: Sendable, Hashable {
    /// What is read.
    enum Kind: String, Sendable, Hashable {
        case listing, restart, sweep, resweep, changes

        /// What takes the place of a reading whose link has expired; `nil` when it was begun anew already.
        var anew: Kind? {
            switch self {
            case .listing, .changes: .restart
            case .sweep: .resweep
            case .restart, .resweep: nil
            }
        }

        /// Whether only identities and versions are read.
        var isSweep: Bool { self == .sweep || self == .resweep }
    }
    /// What is read.
    let kind: Kind
    private var loop = PageLoop()

    /// Begins a reading.
    init(_ kind: Kind) {
        self.kind = kind
    }

    /// Whether a link was followed before.
    mutating func isCircle(_ link: String) -> Bool { loop.isCircle(link) }

    /// The reading and the link to its next page, as text.
    func text(next link: String) -> String { "\(kind.rawValue)|\(loop.text)|\(link)" }

    /// Takes a reading and a link from their text; `nil` when it is none.
    static func parse(_ text: String) -> (reading: DeltaReading, link: String)? {
        let parts = text.split(separator: "|", maxSplits: 2, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 3, let kind = Kind(rawValue: parts[0]), let loop = PageLoop(parts[1]) else { return nil }
        var reading = DeltaReading(kind)
        reading.loop = loop
        return (reading, parts[2])
    }
}
