import Model
import PluginProtocol

/// What a plugin may write into a reason or a problem: codes, and names that its description knows.
///
/// Both go into the store and to people, and no value that a person typed may get there: a text of the plugin's own could hold one.
struct WordRules: Sendable {
    private let names: Set<String>

    private static let codeLength = 40
    private static let argumentLength = 100
    private static let arguments = 64

    init(_ description: EntityDescription) {
        var names: Set<String> = []
        for field in description.fields {
            names.insert(field.group)
            names.formUnion([field.erp, field.crm].compactMap(\.self))
        }
        names.formUnion(description.matchRules.map(\.name))
        names.formUnion(description.reads.erp + description.reads.crm)
        self.names = names
    }

    /// Whether a decision says no more than it may.
    func allow(_ decision: Decision) -> Bool {
        guard allow(decision.reason) else { return false }
        guard decision.settled.allSatisfy({ isName($0.group) }) else { return false }
        guard case .setAside(let problem) = decision.action else { return true }
        // What a system answered the host alone knows, and only a record can be set aside.
        return problem.code.problemClass == .record && problem.remote == nil && allow(problem.arguments)
            && problem.field.map(isName) ?? true
    }

    private func allow(_ reason: Reason) -> Bool {
        reason.code.utf8.count <= Self.codeLength && reason.code.utf8.allSatisfy(Self.isNameByte)
            && allow(reason.arguments)
    }

    private func allow(_ arguments: [String]) -> Bool {
        arguments.count <= Self.arguments && arguments.allSatisfy(areNames)
    }

    /// One name, or several with commas between them.
    private func areNames(_ text: String) -> Bool {
        isName(text) || text.split(separator: ",").allSatisfy { isName(String($0.drop { $0 == " " })) }
    }

    /// A name that is known, or a text in the form of one.
    private func isName(_ text: String) -> Bool {
        text.utf8.count <= Self.argumentLength && text.utf8.allSatisfy(Self.isNameByte) || names.contains(text)
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "_-./:@".utf8.contains(byte)
        }
    }
}
