import JSON
import Model

extension Dataverse {
    /// What is asked once a process of the metadata: which tables there are.
    actor Catalog {
        /// A table of the environment.
        struct Entry: Sendable, Hashable {
            /// Its logical name.
            var name = ""
            /// Its entity set.
            var set = ""
            /// Its key column.
            var key = ""
        }

        private let courier: Courier
        private let turn = OneAtATime()
        private var entries: [String: Entry]?

        init(courier: Courier) {
            self.courier = courier
        }

        /// The tables by logical name.
        func tables() async throws -> [String: Entry] {
            if let entries { return entries }
            return try await turn.perform { try await self.fetch() }
        }

        private func fetch() async throws -> [String: Entry] {
            if let entries { return entries }
            let url =
                "\(courier.root.text)/EntityDefinitions?$select=LogicalName,EntitySetName,PrimaryIdAttribute"
            let response = try await courier.read(
                HTTPRequest(
                    .get, url, headers: Dataverse.headers, timeout: Dataverse.timeout, limit: Dataverse.metadataLimit),
                in: "metadata")
            let list = try courier.decode(ODataList<Entry>.self, response, about: "EntityDefinitions")
            let entries = Dictionary(list.values.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
            self.entries = entries
            return entries
        }
    }
}

extension Dataverse.Catalog.Entry: JSONReadable {
    init(from reader: inout JSONReader) throws(JSONError) {
        self.init()
        try reader.beginObject()
        while let key = try reader.nextKey() {
            switch key {
            case "LogicalName": name = try reader.text()
            case "EntitySetName": set = try reader.text()
            case "PrimaryIdAttribute": self.key = try reader.text()
            default: break
            }
        }
    }
}

/// The answer `{"value":[…]}`.
struct ODataList<Value: JSONReadable & Sendable>: JSONReadable, Sendable {
    var values: [Value] = []

    init(from reader: inout JSONReader) throws(JSONError) {
        try reader.beginObject()
        while let key = try reader.nextKey() {
            if key == "value" { values = try [Value](from: &reader) }
        }
    }
}

extension JSONReader {
    /// A string, or nothing for null.
    mutating func text() throws(JSONError) -> String {
        try isNull() ? "" : string()
    }

    /// A truth value, or what null stands for.
    mutating func flag(whenNull value: Bool) throws(JSONError) -> Bool {
        try isNull() ? value : boolean()
    }
}
