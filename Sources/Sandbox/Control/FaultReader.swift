import JSON

/// Reads the members of a fault's JSON, within the bounds in which a fault makes sense.
struct FaultReader {
    let json: JSONValue

    init(_ json: JSONValue) { self.json = json }

    /// A member that is there.
    func has(_ name: String) -> Bool { json[name] != nil }

    /// A whole number between bounds.
    func whole(_ name: String, _ bounds: ClosedRange<Int64>) throws(ControlProblem) -> Int {
        guard let number = try wholeIfAny(name, bounds) else { throw ControlProblem(.wholeNumber(name, bounds)) }
        return number
    }

    /// A whole number between bounds, where there is one.
    func wholeIfAny(_ name: String, _ bounds: ClosedRange<Int64>) throws(ControlProblem) -> Int? {
        guard let value = json[name], !value.isNull else { return nil }
        guard let number = value.integer, bounds.contains(number) else {
            throw ControlProblem(.wholeNumber(name, bounds))
        }
        return Int(number)
    }

    /// The duration that `seconds` says, in milliseconds: a hundred years at most, forwards or back.
    func milliseconds() throws(ControlProblem) -> Int64 {
        guard let seconds = json["seconds"]?.numberText.flatMap(Double.init),
            let milliseconds = Self.milliseconds(seconds)
        else { throw ControlProblem(.seconds("seconds")) }
        return milliseconds
    }

    /// Seconds as milliseconds; `nil` when they are more than a hundred years.
    static func milliseconds(_ seconds: Double) -> Int64? {
        abs(seconds) <= 3_155_760_000 ? Int64(seconds * 1000) : nil
    }

    /// How often the fault strikes, from 0 to 1.
    func share() throws(ControlProblem) -> Double {
        guard let value = json["share"] else { return 1 }
        guard let share = value.numberText.flatMap(Double.init), (0...1).contains(share) else {
            throw ControlProblem(.share)
        }
        return share
    }

    /// A text.
    func text(_ name: String) throws(ControlProblem) -> String {
        guard let text = json[name]?.string else { throw ControlProblem(.text(name)) }
        return text
    }

    /// One of some words.
    func word<Word: RawRepresentable<String> & CaseIterable>(
        _ name: String, usual: Word? = nil
    ) throws(ControlProblem) -> Word {
        if json[name] == nil, let usual { return usual }
        guard let word = json[name]?.string.flatMap(Word.init(rawValue:)) else {
            throw ControlProblem(.word(name, Word.allCases.map(\.rawValue)))
        }
        return word
    }

    /// The system that the fault is limited to, by its name or by the side that it stands on.
    func system() throws(ControlProblem) -> SandboxSystem? {
        guard let name = json["system"] ?? json["side"] else { return nil }
        return try SandboxSystem(controlName: name.string ?? "")
    }
}

extension SandboxSystem {
    /// A system by its name, or by the side that it stands on.
    init(controlName name: String) throws(ControlProblem) {
        switch name {
        case "erp", "businessCentral": self = .businessCentral
        case "crm", "dataverse": self = .dataverse
        default: throw ControlProblem(.system(name))
        }
    }
}
