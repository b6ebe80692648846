import MapLanguage
import Yams

extension MapNode {
    /// Reads a YAML text, and remembers where everything stands; an empty one is an overlay that says nothing.
    ///
    /// Throws a problem of the code `notYAML`.
    init(yaml text: String, file: String) throws(MapProblem) {
        do {
            self = try compose(yaml: text).map(Self.init(yaml:)) ?? MapNode(.object([]))
        } catch let error as YamlError {
            throw MapProblem(.notYAML, at: Self.place(of: error), file: file)
        } catch {
            throw MapProblem(.notYAML, file: file)
        }
    }

    private init(yaml node: Node) {
        let place = node.mark.map { MapPlace(line: $0.line, column: $0.column) }
        switch node {
        case .mapping(let mapping):
            let members = mapping.map { key, value in
                Member(
                    key.string ?? "", at: key.mark.map { MapPlace(line: $0.line, column: $0.column) },
                    MapNode(yaml: value))
            }
            self.init(.object(members), at: place)
        case .sequence(let sequence): self.init(.list(sequence.map(MapNode.init(yaml:))), at: place)
        case .scalar(let scalar):
            // What stands in quotation marks, or in lines of its own, is a text, whatever it looks like.
            let isPlain = scalar.style == .plain || scalar.style == .any
            let value: Value =
                isPlain && node.null != nil ? .null : isPlain ? .plain(scalar.string) : .text(scalar.string)
            self.init(value, at: place)
        case .alias: self.init(.null, at: place)
        }
    }

    private static func place(of error: YamlError) -> MapPlace? {
        switch error {
        case .scanner(_, _, let mark, _), .parser(_, _, let mark, _), .composer(_, _, let mark, _):
            MapPlace(line: mark.line, column: mark.column)
        case .duplicatedKeysInMapping(_, let context): MapPlace(line: context.mark.line, column: context.mark.column)
        case .no, .memory, .reader, .dataCouldNotBeDecoded, .writer, .emitter, .representer: nil
        }
    }
}

extension MapNode.Value {
    /// What a word without quotation marks is: as JSON has it, and a text otherwise.
    ///
    /// YAML 1.1 takes `No`, which is the name of a field, for false, `010` for 8 and `12:30` for 750.
    fileprivate static func plain(_ word: String) -> Self {
        switch word {
        case "true": .boolean(true)
        case "false": .boolean(false)
        default: word.wholeMatch(of: #/-?(0|[1-9][0-9]*)/#) == nil ? .text(word) : .number(word)
        }
    }
}
