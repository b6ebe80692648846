import Model

/// The intents of a batch as bytes: a batch is written, read and cleared whole.
///
/// Field names stand once, in a list at the head; numbers are unsigned LEB128; texts and hashes say their length. The first
/// byte is the version of the form; the first form did not say what the written side was, and the second knows no lines: it stands
/// where there are none. The third knew new lines only.
enum PackedIntents {
    private static let version: UInt8 = 4
    private static let withoutLines: UInt8 = 2

    /// The bytes of some intents.
    static func pack(_ intents: [Intent]) -> [UInt8] {
        var names: [FieldName] = []
        var numbers: [FieldName: Int] = [:]
        for name in intents.lazy.flatMap(\.names) where numbers[name] == nil {
            numbers[name] = names.count
            names.append(name)
        }
        var writer = ByteWriter()
        let hasLines = intents.contains { !$0.lines.isEmpty }
        writer.byte(hasLines ? version : withoutLines)
        writer.list(names) { $0.text($1) }
        writer.list(intents) { writer, intent in
            writer.byte(intent.side == .erp ? 0 : 1)
            pack(intent.operation, numbers, into: &writer)
            writer.optional(intent.source) { $0.text($1.text) }
            writer.optional(intent.coupling) { $0.number(UInt64($1.number)) }
            writer.number(UInt64(intent.generation))
            writer.list(intent.sent) { writer, field in
                writer.number(UInt64(numbers[field.name] ?? 0))
                writer.bytes(field.hash)
            }
            writer.optional(intent.sourceBase) { pack($1, into: &$0) }
            writer.optional(intent.targetBase) { pack($1, into: &$0) }
            if hasLines { writer.list(intent.lines) { pack($1, numbers, into: &$0) } }
        }
        return writer.bytes
    }

    private static func pack(_ line: SentLine, _ numbers: [FieldName: Int], into writer: inout ByteWriter) {
        switch line.operation {
        case .create: writer.byte(1)
        case .update(let before):
            writer.byte(2)
            pack(before, into: &writer)
        case .delete: writer.byte(3)
        }
        writer.text(line.source.text)
        pack(line.sourceBase, into: &writer)
        writer.optional(line.key) { $0.text($1.text) }
        writer.optional(line.number) { $0.text("\($1)") }
        writer.list(line.sent) { writer, field in
            writer.number(UInt64(numbers[field.name] ?? 0))
            writer.bytes(field.hash)
        }
    }

    private static func line(
        _ reader: inout ByteReader, _ names: [FieldName], _ form: UInt8
    ) throws -> SentLine {
        let operation: SentLine.Operation
        switch form < 4 ? 1 : try reader.byte() {
        case 1: operation = .create
        case 2: operation = .update(before: try base(&reader))
        case 3: operation = .delete
        default: throw ByteReader.Malformed()
        }
        let source = RecordID(try reader.text())
        let sourceBase = try base(&reader)
        let key = try reader.optional { RecordID(try $0.text()) }
        let number = try reader.optional { reader in
            guard let number = Int64(try reader.text()) else { throw ByteReader.Malformed() }
            return number
        }
        return SentLine(
            operation, source: source, sourceBase: sourceBase, key: key, number: number,
            sent: try reader.list { reader in
                Intent.SentField(name: try reader.element(of: names), hash: try reader.bytes())
            })
    }

    /// The intents in some bytes.
    static func unpack(_ bytes: [UInt8]) throws -> [Intent] {
        var reader = ByteReader(bytes)
        let form = try reader.byte()
        guard (1...version).contains(form) else { throw ByteReader.Malformed() }
        let names = try reader.list { try $0.text() }
        let intents = try reader.list { try intent(&$0, names, form) }
        guard reader.isAtEnd else { throw ByteReader.Malformed() }
        return intents
    }

    private static func intent(_ reader: inout ByteReader, _ names: [FieldName], _ form: UInt8) throws -> Intent {
        let side: Side = try reader.byte() == 0 ? .erp : .crm
        let action = try operation(&reader, names)
        let source = try reader.optional { RecordID(try $0.text()) }
        let coupling = try reader.optional { Coupling.ID(Int64(try $0.integer())) }
        let generation = try reader.integer()
        let sent = try reader.list { reader in
            Intent.SentField(name: try reader.element(of: names), hash: try reader.bytes())
        }
        let sourceBase = try reader.optional { try base(&$0) }
        let targetBase = form == 1 ? nil : try reader.optional { try base(&$0) }
        let lines = form < 3 ? [] : try reader.list { try line(&$0, names, form) }
        return Intent(
            side: side, operation: action, source: source, coupling: coupling, generation: generation, sent: sent,
            sourceBase: sourceBase, targetBase: targetBase, lines: lines)
    }

    private static func pack(_ base: Base, into writer: inout ByteWriter) {
        writer.optional(base.version) { $0.text($1.text) }
        writer.number(UInt64(base.layout.number))
        writer.bytes(base.hashes)
    }

    private static func pack(_ operation: Intent.Operation, _ numbers: [FieldName: Int], into writer: inout ByteWriter)
    {
        switch operation {
        case .createKeyed(let id):
            writer.byte(1)
            writer.text(id.text)
        case .createNatural(let key):
            writer.byte(2)
            writer.list(key) { $0.number(UInt64(numbers[$1] ?? 0)) }
        case .createKeyless: writer.byte(3)
        case .update(let id, let version):
            writer.byte(4)
            writer.text(id.text)
            writer.text(version.text)
        case .delete(let id, let version):
            writer.byte(5)
            writer.text(id.text)
            writer.text(version.text)
        }
    }

    private static func operation(_ reader: inout ByteReader, _ names: [FieldName]) throws -> Intent.Operation {
        switch try reader.byte() {
        case 1: return .createKeyed(RecordID(try reader.text()))
        case 2: return .createNatural(try reader.list { try $0.element(of: names) })
        case 3: return .createKeyless
        case 4: return .update(RecordID(try reader.text()), version: RecordVersion(try reader.text()))
        case 5: return .delete(RecordID(try reader.text()), version: RecordVersion(try reader.text()))
        default: throw ByteReader.Malformed()
        }
    }

    private static func base(_ reader: inout ByteReader) throws -> Base {
        let version = try reader.optional { RecordVersion(try $0.text()) }
        return Base(version: version, layout: LayoutID(Int64(try reader.integer())), hashes: try reader.bytes())
    }
}

extension Intent {
    /// The field names that it mentions.
    fileprivate var names: [FieldName] {
        let names = sent.map(\.name) + lines.flatMap { $0.sent.map(\.name) }
        guard case .createNatural(let key) = operation else { return names }
        return key + names
    }
}
