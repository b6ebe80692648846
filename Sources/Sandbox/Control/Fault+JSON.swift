import JSON

extension Fault {
    /// Reads a fault as the control reads it, from its JSON text.
    ///
    /// Throws `ControlProblem` with a sentence that says what is wrong.
    package init(text: String) throws {
        guard let json = try? JSON.decode(JSONValue.self, from: Array(text.utf8)) else {
            throw ControlProblem(.noFault)
        }
        try self.init(json: json)
    }

    /// Reads `{"fault": "status", "status": 503, "share": 0.5, "system": "erp", "table": "customer", "method": "GET"}`.
    init(json: JSONValue) throws {
        let reader = FaultReader(json)
        self.init(
            try Kind(reader), system: try reader.system(), table: json["table"]?.string,
            method: json["method"]?.string?.uppercased(), times: try reader.wholeIfAny("times", 0...1_000_000_000))
    }

    /// The fault as the control shows it, and reads it again.
    var json: JSONValue {
        var members = kind.members
        if let system { members.append(.init("system", .string(system.rawValue))) }
        if let table { members.append(.init("table", .string(table))) }
        if let method { members.append(.init("method", .string(method))) }
        if let times { members.append(.init("times", .number("\(times)"))) }
        return .object(members)
    }
}
