/// A node with the path that leads to it.
struct MapCursor {
    var path: String
    var node: MapNode
    /// Where a person looks: the name of the member, or the element.
    var place: MapPlace?

    init(_ path: String, _ node: MapNode, at place: MapPlace? = nil) {
        self.path = path
        self.node = node
        self.place = place ?? node.place
    }

    static func join(_ path: String, _ name: String) -> String { path.isEmpty ? name : "\(path).\(name)" }

    func element(_ number: Int, _ node: MapNode) -> MapCursor { MapCursor("\(path)[\(number)]", node) }
}

/// An object whose member names are all known.
struct MapObject {
    let cursor: MapCursor
    private let members: [MapNode.Member]

    init(_ cursor: MapCursor, _ members: [MapNode.Member]) {
        self.cursor = cursor
        self.members = members
    }

    subscript(name: String) -> MapCursor? {
        members.first { $0.name == name }.map { MapCursor(MapCursor.join(cursor.path, name), $0.node, at: $0.place) }
    }
}
