import JSON
import Model

/// A value inside a manifest, with the path that leads to it.
///
/// Reading is strict: what is not known is an error.
struct ManifestReader {
    let path: String
    let value: JSONValue

    func object(_ allowed: [String]) throws(ManifestError) -> ManifestObject {
        guard let members = value.object else { throw ManifestError(path, .type(expected: "object")) }
        var seen: Set<String> = []
        for member in members {
            guard allowed.contains(member.name) else {
                let nearest = Spelling.nearest(to: member.name, among: allowed)
                throw ManifestError(path, .unknown(member: member.name, nearest: nearest, allowed: allowed))
            }
            guard seen.insert(member.name).inserted else {
                throw ManifestError(path, .repeated(member: member.name))
            }
        }
        return ManifestObject(path: path, value: value)
    }

    func string() throws(ManifestError) -> String {
        guard let text = value.string else { throw ManifestError(path, .type(expected: "string")) }
        return text
    }

    func text() throws(ManifestError) -> String {
        let text = try string()
        guard !text.isEmpty else { throw ManifestError(path, .value("", nearest: nil, allowed: "a text")) }
        return text
    }

    func truth() throws(ManifestError) -> Bool {
        guard let truth = value.boolean else { throw ManifestError(path, .type(expected: "true or false")) }
        return truth
    }

    func integer(_ range: ClosedRange<Int>) throws(ManifestError) -> Int {
        guard let number = value.integer else { throw ManifestError(path, .type(expected: "whole number")) }
        guard let small = Int(exactly: number), range.contains(small) else {
            let allowed = "\(range.lowerBound) to \(range.upperBound)"
            throw ManifestError(path, .value("\(number)", nearest: nil, allowed: allowed))
        }
        return small
    }

    func array() throws(ManifestError) -> [ManifestReader] {
        guard let elements = value.array else { throw ManifestError(path, .type(expected: "array")) }
        return elements.enumerated().map { ManifestReader(path: "\(path)[\($0.offset)]", value: $0.element) }
    }

    func members() throws(ManifestError) -> [(name: String, value: ManifestReader)] {
        guard let members = value.object else { throw ManifestError(path, .type(expected: "object")) }
        return members.map { ($0.name, ManifestReader(path: Self.join(path, $0.name), value: $0.value)) }
    }

    func word<Word: WireWord>(_ type: Word.Type) throws(ManifestError) -> Word {
        let text = try string()
        guard let word = Word(rawValue: text) else {
            let words = Word.allCases.map(\.rawValue)
            let nearest = Spelling.nearest(to: text, among: words)
            throw ManifestError(path, .value(text, nearest: nearest, allowed: words.joined(separator: ", ")))
        }
        return word
    }

    func entity() throws(ManifestError) -> EntityName {
        let text = try string()
        guard let name = EntityName(text) else {
            let allowed = "a small letter, then at most 40 small letters, digits and hyphens"
            throw ManifestError(path, .value(text, nearest: nil, allowed: allowed))
        }
        return name
    }

    func parsed<Value>(_ parse: (String) -> Value?, allowed: String) throws(ManifestError) -> Value {
        let text = try string()
        guard let value = parse(text) else { throw ManifestError(path, .value(text, nearest: nil, allowed: allowed)) }
        return value
    }

    static func join(_ path: String, _ name: String) -> String { path.isEmpty ? name : "\(path).\(name)" }
}
