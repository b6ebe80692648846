import JSON
import Model

/// A problem as JSON in a column: `{"code", "args", "field", "side", "remote": {"status", "code", "requestId"}}`.
struct StoredProblem: JSONReadable, JSONWritable {
    let problem: Problem

    init(_ problem: Problem) { self.problem = problem }

    init(from reader: inout JSONReader) throws(JSONError) {
        let value = try reader.value()
        var problem = Problem(ProblemCode(rawValue: Int(try reader.require(value["code"]?.integer, "code"))))
        problem.arguments = value["args"]?.array?.compactMap(\.string) ?? []
        problem.field = value["field"]?.string
        problem.side = value["side"]?.string.flatMap(Side.init)
        if let remote = value["remote"], let status = remote["status"]?.integer {
            problem.remote = Problem.RemoteAnswer(
                status: Int(status), code: remote["code"]?.string ?? "", requestID: remote["requestId"]?.string)
        }
        self.problem = problem
    }

    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("code", problem.code.rawValue)
            if !problem.arguments.isEmpty { writer.member("args", problem.arguments) }
            writer.member("field", ifPresent: problem.field)
            writer.member("side", ifPresent: problem.side?.rawValue)
            guard let remote = problem.remote else { return }
            writer.name("remote")
            writer.object { writer in
                writer.member("status", remote.status)
                writer.member("code", remote.code)
                writer.member("requestId", ifPresent: remote.requestID)
            }
        }
    }

    /// The column's text.
    static func text(_ problem: Problem?) -> String? { problem.map { JSON.text(StoredProblem($0)) } }

    /// The problem in a column's text.
    static func problem(_ text: String?) throws(JSONError) -> Problem? {
        guard let text else { return nil }
        return try JSON.decode(StoredProblem.self, from: text).problem
    }
}
