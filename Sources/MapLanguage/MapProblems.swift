/// All that is wrong in a file of the map language, in the order in which it stands there; at least one thing.
public struct MapProblems: Error, Sendable, Hashable {
    /// The problems.
    public var problems: [MapProblem]

    /// Puts problems in the order of their places.
    public init(_ problems: [MapProblem]) {
        self.problems = problems.enumerated().sorted { left, right in
            let places = (left.element.place ?? MapPlace(line: 0), right.element.place ?? MapPlace(line: 0))
            return places.0 == places.1 ? left.offset < right.offset : places.0 < places.1
        }.map(\.element)
    }
}
