/// The paths of the APIs, taken apart once: every operation of a batch is looked up in them.
struct BCRouteNames: Sendable {
    private let names: [(name: String, parts: [String])]

    init(_ names: some Sequence<String>) {
        self.names = names.filter { !$0.isEmpty }.map { ($0, $0.split(separator: "/").map(String.init)) }
    }

    /// The API whose path segments begin with.
    func first(in segments: ArraySlice<String>) -> (name: String, parts: [String])? {
        names.first { segments.starts(with: $0.parts) }
    }
}
